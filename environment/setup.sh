#!/usr/bin/env bash
# Usage: environment/setup.sh [lab]
#
# Prepares what is missing: JDK 17+, Maven, Jupyter, the built library, the notebook kernel.
# Every other script here does this first; running it again does no work twice.
# With "lab" also the server that environment/lab.sh needs.
set -euo pipefail
# shellcheck source=lib.sh
source "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/lib.sh"
# shellcheck source=tools.sh
source "$VAELAB_HOME/environment/tools.sh"
# shellcheck source=blas.sh
source "$VAELAB_HOME/environment/blas.sh"
# shellcheck source=build.sh
source "$VAELAB_HOME/environment/build.sh"
# shellcheck source=kernel.sh
source "$VAELAB_HOME/environment/kernel.sh"

prepare() { # $1: "lab" or nothing
  if ! mkdir -p "$STATE/builds" 2>/dev/null || [[ ! -w $STATE ]]; then
    die "cannot write into $STATE: use a checkout that you own."
  fi
  case ${VAELAB_PROFILE-} in
    '' | cpu | cuda) ;;
    *) die "VAELAB_PROFILE is \"$VAELAB_PROFILE\": leave it unset for the CPU, or set it to cuda." ;;
  esac
  common_environment
  prepare_tools "${1-}"
  prepare_blas
  prepare_build
  prepare_kernel
  unlock
}

# Sourced by the other scripts for prepare(); run on its own it does just that.
if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
  case ${1-} in
    -h | --help) usage ;;
    '' | lab) prepare "${1-}" ;;
    *) usage 2 >&2 ;;
  esac
  say "ready: environment/run.sh executes a notebook, environment/lab.sh opens them, environment/vaelab is the command line"
fi
