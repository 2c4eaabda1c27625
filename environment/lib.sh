# shellcheck shell=bash
# Shared by everything in environment/: paths, messages, the lock, how a JVM of the project is started.
# Sourced, never run.

VAELAB_HOME=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)
STATE="$VAELAB_HOME/.env-state" # all that the set-up writes outside target/ and runs/; safe to delete
export VAELAB_HOME

say() { [[ -n ${VAELAB_QUIET-} ]] || printf '[vaelab] %s\n' "$*" >&2; }
warn() { printf '[vaelab] WARNING: %s\n' "$*" >&2; }
die() {
  printf '[vaelab] ERROR: %s\n' "$*" >&2
  exit 1
}

# The comment block at the top of a script is its help text.
usage() {
  sed -n '2,/^[^#]/{/^#/!q;s/^# \{0,1\}//;p}' "$0"
  exit "${1:-0}"
}

checksum() { sha256sum | cut -c1-16; }

# One set-up at a time for one checkout. Held until the process ends.
LOCK_FD=
lock() {
  [[ -n $LOCK_FD ]] && return
  exec {LOCK_FD}>"$STATE/lock"
  if ! flock -n "$LOCK_FD"; then
    say "waiting for another set-up of this checkout ..."
    flock "$LOCK_FD"
  fi
}
unlock() {
  [[ -z $LOCK_FD ]] && return
  exec {LOCK_FD}>&-
  LOCK_FD=
}

# What every process of the project inherits.
common_environment() {
  # A bare container has no UTF-8 locale, and Java takes file names and text from it.
  case "${LC_ALL:-${LC_CTYPE:-${LANG-}}}" in
    *[Uu][Tt][Ff]*8) ;;
    *) export LC_ALL=C.UTF-8 ;;
  esac
  # OpenMP's busy waiting makes PyTorch up to twenty times slower on a machine that does anything else.
  export OMP_WAIT_POLICY=passive GOMP_SPINCOUNT=0
  keep_memory
  export OPT_OUT_TRACKING=true DJL_DISABLE_PROGRESS_BAR=true
  # javac inside JShell would prefer this variable to the kernel's own class path.
  unset CLASSPATH
  export JUPYTER_PATH="$STATE/jupyter${JUPYTER_PATH:+:$JUPYTER_PATH}"
  export JUPYTER_RUNTIME_DIR="$STATE/jupyter/runtime"
  user_has_entry || export MAVEN_OPTS="${MAVEN_OPTS-} -Duser.home=$STATE"
  # DJL unpacks 450 MB of PyTorch once per user; a home that cannot be written gets a place here instead.
  if ! home_is_writable; then
    export DJL_CACHE_DIR="${DJL_CACHE_DIR:-$STATE/djl}"
    export JUPYTER_CONFIG_DIR="${JUPYTER_CONFIG_DIR:-$STATE/jupyter/config}"
    export JUPYTER_DATA_DIR="${JUPYTER_DATA_DIR:-$STATE/jupyter/data}"
    export IPYTHONDIR="${IPYTHONDIR:-$STATE/jupyter/ipython}"
  fi
}

# glibc hands the memory of large tensors back to the system as soon as they are released, and worker
# threads have arenas too small for them: each page of the next tensor is a fault then. Measured, that
# was two thirds of VAE-BSS's training and nine tenths of an eager training step. So the process keeps
# what it has used, up to 4 GiB. Values of the user's own stay.
keep_memory() {
  export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-1}"
  export MALLOC_MMAP_THRESHOLD_="${MALLOC_MMAP_THRESHOLD_:-1073741824}"
  export MALLOC_TRIM_THRESHOLD_="${MALLOC_TRIM_THRESHOLD_:-4294967296}"
}

# Java's home is not HOME but that of the user's entry, which a container started with a bare user
# number lacks; a folder named "?" would take its place.
user_has_entry() { getent passwd "$EUID" >/dev/null; }

# Asks by writing: on a read-only file system root's permission bits say yes all the same.
home_is_writable() {
  local probe
  user_has_entry || return 1
  [[ -n ${HOME-} ]] && probe=$(mktemp "$HOME/.vaelab-XXXXXX" 2>/dev/null) && rm -f "$probe"
}

# Finds or downloads the data set $1, mnist or fsdd. Without it the library generates a stand-in, which
# nobody should take for the real one. Once for a whole run of test.sh.
real_data() {
  local what=MNIST stand_in="pen-stroke digits"
  if [[ $1 == fsdd ]]; then
    what="the Free Spoken Digit Dataset" stand_in="synthesised voices"
  fi
  [[ " ${VAELAB_DATA_DONE-} " != *" $1 "* ]] || return 0
  # The user's own files, which only the library can judge.
  [[ ${VAELAB_DATA_UNVERIFIED-} != 1 || -z ${VAELAB_DATA-} ]] || return 0
  local code=0
  bash "$VAELAB_HOME/data-scripts/$1.sh" </dev/null >&2 || code=$?
  ((code != 130)) || exit 130 # interrupted: nobody asked for the stand-in
  if ((code != 0)); then
    warn "$what is not to be had: everything below runs on GENERATED $stand_in, a stand-in."
    warn "Put the files into a folder and name it in VAELAB_DATA to run on the real ones."
  fi
}

# Major version of the JDK in $1, from its release file: no JVM is started for it.
jdk_major() {
  sed -n '/^JAVA_VERSION=/{s/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p;q}' "$1/release" 2>/dev/null || true
}

# JVM_OPTIONS: the same for the command line, the benchmarks and the notebook kernel.
jvm_options() {
  local major
  major=$(jdk_major "$JAVA_HOME")
  JVM_OPTIONS=(
    --add-modules jdk.incubator.vector
    -XX:MaxRAMPercentage=40 # of the machine or container; tensors live outside the heap
    -Dfile.encoding=UTF-8
    -Djava.awt.headless=true
    -Dorg.slf4j.simpleLogger.defaultLogLevel=warn
    "-Dvaelab.home=$VAELAB_HOME"
  )
  # The CPU natives come from Maven: nothing may be fetched at run time. CUDA ones must be. Without them
  # DJL's remark that it counts no GPUs is noise, and would stand in every notebook.
  if [[ ${VAELAB_PROFILE-} != cuda ]]; then
    JVM_OPTIONS+=(-Dai.djl.offline=true -Dorg.slf4j.simpleLogger.log.ai.djl.util.cuda.CudaUtils=error)
  fi
  # Newer JDKs warn about the native access that DJL needs.
  ((major < 22)) || JVM_OPTIONS+=(--enable-native-access=ALL-UNNAMED)
  ((major < 24)) || JVM_OPTIONS+=(--sun-misc-unsafe-memory-access=allow)
  user_has_entry || JVM_OPTIONS+=("-Duser.home=$STATE")
  local extra
  read -ra extra <<<"${VAELAB_JAVA_OPTS-}"
  JVM_OPTIONS+=("${extra[@]}")
}

# The one line that the JVM prints for an incubator module, and has no switch for.
# shellcheck disable=SC2034
INCUBATOR_WARNING='WARNING: Using incubator modules: jdk.incubator.vector'
