#!/usr/bin/env bash
# Usage: environment/bench.sh [options of "vaelab bench"]
#
# Measures the E-step and a training step against the eager tensor computation, and checks the results.
exec "$(dirname -- "$(readlink -f -- "$0")")/vaelab" bench "$@"
