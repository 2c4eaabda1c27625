# shellcheck shell=bash
# Finds the tools, or installs what is missing: JDK, Maven, Jupyter, fonts. Sourced by setup.sh.
# As root on Debian or Ubuntu from the distribution's packages, otherwise Jupyter from a virtual
# environment and the rest by asking for it. Choices are kept in .env-state/tools.env.

can_apt() { ((EUID == 0)) && command -v apt-get >/dev/null; }

# ---- finding ----------------------------------------------------------------------------------

# An explicit JAVA_HOME wins, then 17, then the next newer one.
find_jdk() {
  local dir major best=
  local -i best_major=1000
  if [[ -n ${JAVA_HOME-} && -x $JAVA_HOME/bin/javac ]] && (($(jdk_major "$JAVA_HOME") + 0 >= 17)); then
    FOUND_JAVA_HOME=$JAVA_HOME
    return
  fi
  local on_path
  on_path=$(command -v javac) && on_path=$(readlink -f "$on_path") && on_path=${on_path%/bin/javac}
  for dir in "$on_path" /usr/lib/jvm/* /opt/*jdk* /opt/java/* "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/*; do
    [[ -n $dir && -x $dir/bin/javac ]] || continue
    major=$(jdk_major "$dir")
    if [[ -n $major ]] && ((major >= 17 && major < best_major)); then
      best=$dir best_major=$major
    fi
  done
  [[ -n $best ]] && FOUND_JAVA_HOME=$(readlink -f "$best")
}

# The plugins in pom.xml need Maven 3.6.3.
find_maven() {
  FOUND_MAVEN=$(command -v mvn) || return 1
  local version
  version=$(JAVA_HOME=$FOUND_JAVA_HOME "$FOUND_MAVEN" -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p')
  [[ -n $version ]] && printf '%s\n' 3.6.3 "$version" | sort -V -C
}

python_has() { "$1" -c "import $2" >/dev/null 2>&1; }

# The first Python that has all modules of $1: our own environment, the user's, the distribution's.
find_python() {
  local python
  for python in "$STATE/venv/bin/python" "$(command -v python3)" /usr/bin/python3; do
    if [[ -n $python && -x $python ]] && python_has "$python" "$1"; then
      FOUND_PYTHON=$python
      return
    fi
  done
  return 1
}

NOTEBOOK_MODULES='nbclient, nbconvert, nbformat, jupyter_client'

python_has_lab() { python_has "$1" jupyterlab || python_has "$1" notebook; }

# ---- installing -------------------------------------------------------------------------------

PACKAGES=()

want_package() { # the first of the names that the distribution has
  local name
  for name in "$@"; do
    # No grep -q behind a pipe here: it leaves early, and pipefail makes that a failure now and then.
    if [[ $(apt-cache show "$name" 2>/dev/null) == *Filename:* ]]; then
      PACKAGES+=("$name")
      return
    fi
  done
  die "none of these packages is to be had from apt: $* (is the distribution's main archive, on Ubuntu also universe, in the apt sources?)"
}

has_package() { [[ $(dpkg-query -W -f '${Status}' "$1" 2>/dev/null) == *"ok installed" ]]; }

apt_quiet() {
  DEBIAN_FRONTEND=noninteractive apt-get -y -qq -o DPkg::Lock::Timeout=300 "$@" \
    </dev/null >>"$STATE/apt.log" 2>&1 {LOCK_FD}>&- # a service that a package starts must not keep the lock
}

# XChart draws text through fontconfig, freetype and harfbuzz; PyTorch's natives need the gcc runtime.
LIBRARIES=(fontconfig fonts-dejavu-core libfreetype6 libharfbuzz0b libgomp1 libstdc++6 ca-certificates curl)

install_packages() {
  local need_jdk=$1 need_maven=$2 need_notebook=$3 need_lab=$4 name missing_libraries=()
  # An assembler for blas.sh.
  ! mkl_needs_help || command -v as >/dev/null || missing_libraries+=(binutils)
  for name in "${LIBRARIES[@]}"; do has_package "$name" || missing_libraries+=("$name"); done
  [[ -n $need_jdk$need_maven$need_notebook$need_lab || ${#missing_libraries[@]} -gt 0 ]] || return 0

  : >"$STATE/apt.log"
  say "refreshing the package lists ..."
  apt_quiet update || apt_quiet update || warn "apt-get update failed (see $STATE/apt.log); trying with the lists at hand"
  PACKAGES=()
  [[ -z $need_jdk ]] || want_package openjdk-17-jdk-headless openjdk-21-jdk-headless default-jdk-headless
  [[ -z $need_maven ]] || want_package maven
  if [[ -n $need_notebook ]]; then
    want_package jupyter-client
    want_package jupyter-nbconvert
  fi
  [[ -z $need_lab ]] || want_package jupyterlab jupyter-notebook
  for name in "${missing_libraries[@]}"; do want_package "$name"; done
  say "installing ${PACKAGES[*]} ..."
  if ! apt_quiet install --no-install-recommends "${PACKAGES[@]}" &&
    ! apt_quiet install --no-install-recommends --fix-missing "${PACKAGES[@]}"; then
    tail -n 15 "$STATE/apt.log" >&2
    die "apt-get could not install ${PACKAGES[*]}: mend what it says above, then start again."
  fi
}

install_venv() {
  local base
  base=$(command -v python3) ||
    die "Python 3 is missing: install it (Debian, Ubuntu: sudo apt-get install python3 python3-venv), then start again."
  "$base" -c 'import sys; sys.exit(sys.version_info < (3, 10))' ||
    die "$("$base" -V) is too old for Jupyter's packages: have Python 3.10 or newer first on the PATH, then start again."
  say "installing Jupyter into .env-state/venv ..."
  if ! "$base" -m venv --clear "$STATE/venv" >"$STATE/venv.log" 2>&1; then
    rm -rf "$STATE/venv"
    die "Python cannot make virtual environments: install its venv module (Debian, Ubuntu: sudo apt-get install python3-venv), then start again."
  fi
  if ! "$STATE/venv/bin/python" -m pip install -q -r "$VAELAB_HOME/environment/requirements.txt" \
    </dev/null >>"$STATE/venv.log" 2>&1; then
    tail -n 5 "$STATE/venv.log" >&2
    rm -rf "$STATE/venv"
    die "pip could not install Jupyter: give it a way to PyPI (or PIP_INDEX_URL), or have Jupyter installed (Debian, Ubuntu: sudo apt-get install jupyter-nbconvert jupyter-notebook), then start again."
  fi
  checksum <"$VAELAB_HOME/environment/requirements.txt" >"$STATE/venv/requirements.stamp"
}

# ---- the step ---------------------------------------------------------------------------------

# Still there what the last set-up chose? A few file tests, no process of the tools themselves.
tools_are_ready() {
  local want_lab=$1 asked_jdk=${JAVA_HOME-} ASKED_JDK=
  [[ -r $STATE/tools.env ]] || return 1
  # shellcheck source=/dev/null
  source "$STATE/tools.env"
  [[ $TOOLS_STAMP == "$(tools_stamp)" ]] &&
    [[ $asked_jdk == "$ASKED_JDK" || $asked_jdk == "$JAVA_HOME" ]] &&
    [[ -x $JAVA_HOME/bin/javac && -x $MAVEN && -x $PYTHON ]] &&
    [[ -z $want_lab || -n $HAS_LAB ]] && return
  # Not ready: forget the old choice, so that it does not pass for the user's own.
  if [[ -n $asked_jdk ]]; then JAVA_HOME=$asked_jdk; else unset JAVA_HOME; fi
  return 1
}

tools_stamp() {
  cat "$VAELAB_HOME/environment/tools.sh" "$VAELAB_HOME/environment/requirements.txt" - <<<"$EUID" | checksum
}

prepare_tools() { # $1: "lab" when the interactive server is needed too
  local want_lab=${1-}
  if tools_are_ready "$want_lab"; then
    export JAVA_HOME
    return
  fi
  [[ $(uname -sm) == "Linux x86_64" ]] ||
    die "this is $(uname -sm), but pom.xml links PyTorch for 64-bit Intel/AMD Linux only: use such a machine or container."
  lock
  local asked_jdk=${JAVA_HOME-} need_jdk='' need_maven='' need_notebook='' need_lab=''
  FOUND_JAVA_HOME='' FOUND_MAVEN='' FOUND_PYTHON=''
  # Our own environment was made from another list of requirements: make it anew below.
  if [[ -d $STATE/venv && $(cat "$STATE/venv/requirements.stamp" 2>/dev/null) != "$(checksum <"$VAELAB_HOME/environment/requirements.txt")" ]]; then
    rm -rf "$STATE/venv"
  fi
  find_jdk || need_jdk=1
  find_maven || need_maven=1
  find_python "$NOTEBOOK_MODULES" || need_notebook=1
  if [[ -n $want_lab && (-n $need_notebook || -z $FOUND_PYTHON) ]]; then
    need_lab=1
  elif [[ -n $want_lab ]]; then
    python_has_lab "$FOUND_PYTHON" || need_lab=1
  fi

  if can_apt; then
    install_packages "$need_jdk" "$need_maven" "$need_notebook" "$need_lab"
  else
    [[ -z $need_jdk ]] ||
      die "a JDK 17 or newer is missing: install one (Debian, Ubuntu: sudo apt-get install openjdk-17-jdk-headless) or unpack one and set JAVA_HOME to it, then start again."
    [[ -z $need_maven ]] ||
      die "Maven 3.6.3 or newer is missing: install it (Debian, Ubuntu: sudo apt-get install maven) or unpack one and put its bin on the PATH, then start again."
    [[ -z $need_notebook$need_lab ]] || install_venv
    if command -v fc-list >/dev/null && [[ -z $(fc-list 2>/dev/null) ]]; then
      warn "no fonts are installed, so figures will fail: sudo apt-get install fontconfig fonts-dejavu-core"
    fi
  fi

  find_jdk || die "no JDK 17 or newer was found even after installing one: set JAVA_HOME to it."
  find_maven || die "Maven 3.6.3 or newer was not found${FOUND_MAVEN:+ ($FOUND_MAVEN is older)}: put a newer one's bin first on the PATH, then start again."
  find_python "$NOTEBOOK_MODULES" || die "Jupyter (nbclient, nbconvert) was installed, but no Python finds it: delete .env-state, then start again."
  JAVA_HOME=$FOUND_JAVA_HOME MAVEN=$FOUND_MAVEN PYTHON=$FOUND_PYTHON HAS_LAB=''
  export JAVA_HOME
  if python_has_lab "$PYTHON"; then
    HAS_LAB=1
  elif [[ -n $want_lab ]]; then
    die "$PYTHON has neither jupyterlab nor notebook: install one of them, then start again."
  fi
  say "JDK $(jdk_major "$JAVA_HOME") in $JAVA_HOME, $("$PYTHON" -V) in $PYTHON"
  {
    printf '# written by environment/setup.sh\n'
    printf '%s=%q\n' TOOLS_STAMP "$(tools_stamp)" ASKED_JDK "$asked_jdk" JAVA_HOME "$JAVA_HOME" \
      MAVEN "$MAVEN" PYTHON "$PYTHON" HAS_LAB "$HAS_LAB"
  } >"$STATE/tools.env.new"
  mv "$STATE/tools.env.new" "$STATE/tools.env"
}
