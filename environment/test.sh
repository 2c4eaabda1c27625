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

rm -rf "$VAELAB_HOME/target/surefire-reports" # a test that is gone must not count
lock                                          # two test runs would share target/
maven_options
say "running the tests of the library ..."
mkdir -p "$VAELAB_HOME/target"
log="$VAELAB_HOME/target/test.log"
maven=0
"$MAVEN" "${MAVEN_OPTIONS[@]}" verify </dev/null 2>&1 | tee "$log" || maven=$?
unlock

# Surefire's last line of totals. Its files do not tell: classes with tests of two engines have one
# file for both, in which the second engine's tests replace the first one's.
read -r tests failures errors skipped < <(
  sed 's/\x1b\[[0-9;]*m//g' "$log" |
    sed -n 's/.*Tests run: \([0-9]*\), Failures: \([0-9]*\), Errors: \([0-9]*\), Skipped: \([0-9]*\)$/\1 \2 \3 \4/p' |
    tail -n 1 | grep . || echo 0 0 0 0
)
passed=$((tests - failures - errors - skipped))
failed=$((failures + errors))
# Something else than a test: compiling, formatting, a JVM that died.
((maven == 0 || failed > 0)) || failed=1

# ---- the notebooks ----------------------------------------------------------------------------

shopt -s nullglob
for notebook in "$VAELAB_HOME"/notebooks/[0-9][0-9]-*.ipynb; do
  name=$(basename "$notebook" .ipynb)
  rm -rf "$VAELAB_HOME/runs/$name-smoke" # models of an earlier run would be read instead of trained
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
