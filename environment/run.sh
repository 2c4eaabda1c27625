#!/usr/bin/env bash
# Usage: environment/run.sh [NN] [--scale smoke|quick|paper]
#
# Executes notebooks/NN-*.ipynb (01 if not said) from top to bottom, then prints its result table and
# where the executed notebook lies, also as HTML with the plots in it. The first failing cell ends it
# with exit code 1; what was executed until then is written all the same. A second run reads the models
# of the first: delete runs/NN-NAME-SCALE to train again.
# The scale can also come from VAELAB_SCALE; without either it is quick. Other variables: README.md.
set -euo pipefail
# shellcheck source=setup.sh
source "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/setup.sh"

number=
scale=${VAELAB_SCALE:-quick}
while (($#)); do
  case $1 in
    -h | --help) usage ;;
    --scale=*) scale=${1#*=} ;;
    --scale)
      (($# > 1)) || die "--scale needs one of smoke, quick, paper."
      scale=$2
      shift
      ;;
    [0-9] | [0-9][0-9])
      [[ -z $number ]] || die "one notebook at a time: found $number and $1."
      printf -v number %02d "$((10#$1))"
      ;;
    *)
      warn "unknown argument: $1"
      usage 2 >&2
      ;;
  esac
  shift
done
number=${number:-01}
case $scale in
  smoke | quick | paper) ;;
  *) die "unknown scale \"$scale\": it is one of smoke, quick, paper." ;;
esac

shopt -s nullglob
matches=("$VAELAB_HOME/notebooks/$number"-*.ipynb)
if ((${#matches[@]} != 1)); then
  known=("$VAELAB_HOME"/notebooks/[0-9][0-9]-*.ipynb)
  die "${#matches[@]} notebooks match notebooks/$number-*.ipynb; there are: ${known[*]##*/}"
fi
notebook=${matches[0]}
name=$(basename "$notebook" .ipynb)

prepare

case $name in
  04-*) real_data fsdd ;;
  *) real_data mnist ;;
esac

export VAELAB_SCALE=$scale
export VAELAB_RUN_DIR=${VAELAB_RUN_DIR:-$VAELAB_HOME/runs/$name-$scale}
[[ $VAELAB_RUN_DIR == /* ]] || VAELAB_RUN_DIR=$PWD/$VAELAB_RUN_DIR
mkdir -p "$VAELAB_RUN_DIR"
rm -f "$VAELAB_RUN_DIR/table.txt" # whatever is there afterwards, this run wrote it

# Links to results are relative to notebooks/.
mkdir -p "$VAELAB_HOME/runs/notebooks"
ln -sfn ../../notebooks/results "$VAELAB_HOME/runs/notebooks/results"

say "executing notebooks/$name.ipynb at $scale scale ..."
"$PYTHON" "$VAELAB_HOME/environment/execute.py" "$notebook" "$VAELAB_HOME/runs/notebooks" \
  </dev/null 2> >(grep --line-buffered -vxF "$INCUBATOR_WARNING" >&2)

if [[ -f $VAELAB_RUN_DIR/table.txt ]]; then
  echo
  cat "$VAELAB_RUN_DIR/table.txt"
  echo
fi
echo "Results:  $VAELAB_RUN_DIR"
echo "Notebook: $VAELAB_HOME/runs/notebooks/$name.ipynb"
echo "HTML:     $VAELAB_HOME/runs/notebooks/$name.html"
