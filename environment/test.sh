#!/usr/bin/env bash
# Usage: environment/test.sh
#
# Sets up like every command here, then runs all tests of the library (formatting included) and every
# notebook at smoke scale. Ends with "N passed, M failed", and with exit code 1 if any failed.
set -euo pipefail
# shellcheck source=setup.sh
source "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/setup.sh"

case ${1-} in
  -h | --help) usage ;;
  '') ;;
  *) usage 2 >&2 ;;
esac

prepare
started=$SECONDS
passed=0 failed=0

# ---- the library ------------------------------------------------------------------------------

reports="$VAELAB_HOME/target/surefire-reports"
rm -rf "$reports" # a test that is gone must not count
lock              # two test runs would share target/
maven_options
say "running the tests of the library ..."
maven=0
"$MAVEN" "${MAVEN_OPTIONS[@]}" verify </dev/null || maven=$?
unlock

# Sums of what Surefire wrote, one suite a file: tests and, of those, not run and not passed.
count() {
  local attribute=$1
  mkdir -p "$reports" # there is none when Maven did not come as far as the tests
  find "$reports" -name 'TEST-*.xml' -exec cat {} + |
    sed -n "s/.*<testsuite .* $attribute=\"\([0-9]*\)\".*/\1/p" | awk '{ n += $1 } END { print n + 0 }'
}
broken=$(($(count failures) + $(count errors)))
passed=$(($(count tests) - broken - $(count skipped)))
failed=$broken
# Something else than a test: compiling, formatting, a JVM that died.
((maven == 0 || broken > 0)) || failed=1

# ---- the notebooks ----------------------------------------------------------------------------

shopt -s nullglob
for notebook in "$VAELAB_HOME"/notebooks/[0-9][0-9]-*.ipynb; do
  name=$(basename "$notebook" .ipynb)
  if VAELAB_RUN_DIR="$VAELAB_HOME/runs/$name-smoke" "$VAELAB_HOME/environment/run.sh" "${name%%-*}" --scale smoke; then
    passed=$((passed + 1))
  else
    warn "notebook $name failed"
    failed=$((failed + 1))
  fi
  export VAELAB_DATA_DONE=mnist # the first notebooks share it
done

say "took $((SECONDS - started)) s"
echo "$passed passed, $failed failed"
((failed == 0))
