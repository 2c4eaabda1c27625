#!/usr/bin/env bash
# Finds the Free Spoken Digit Dataset or downloads it into the user's cache. Does nothing where it is
# already there. Four of its six speakers are taken: those whose checksums are known here.
#
#   data-scripts/fsdd.sh
#
# VAELAB_DATA            a folder with the data, looked at first (its fsdd/, then itself)
# XDG_CACHE_HOME         where the cache is, if not ~/.cache
# VAELAB_FSDD_MIRRORS    addresses of the repository packed as .tar.gz, instead of the built-in ones
#
# Exit code 0: the data are there, verified. 1: no mirror gave them. 2: something is in the way.
set -euo pipefail

# For each speaker the checksum of what sha256sum prints for the 500 files in the order of their names.
readonly SUMS='7543fea03052e8492c445f376230a4b080e882d238532002bc974a6e69577f3d george
422e32a8d1b20006e18ea0bcdcce21860ec13781d91f1786b18ba266c9d6de01 jackson
fc6e8ed1b1b7280008c3cb0ac9568e16309aa37d9f4956493e5a00e34bdba3c8 nicolas
035698b2fc6b549ea4647cf6740dba8b57a7c6604383cffe2288b54cac6eca1c theo'
readonly REPOSITORY=https://github.com/Jakobovski/free-spoken-digit-dataset
readonly MIRRORS="${VAELAB_FSDD_MIRRORS:-
$REPOSITORY/archive/refs/tags/v1.0.10.tar.gz
$REPOSITORY/archive/refs/heads/master.tar.gz
}"

say() { printf 'fsdd: %s\n' "$*"; }
fail() {
  local code=$1
  shift
  printf 'fsdd: %s\n' "$*" >&2
  exit "$code"
}

# Are all four speakers in folder $1, file for file?
complete() {
  local sum speaker found
  while read -r sum speaker; do
    found=$(cd "$1" 2>/dev/null && LC_ALL=C sha256sum [0-9]_"$speaker"_*.wav 2>/dev/null | sha256sum) || return 1
    [ "${found%% *}" = "$sum" ] || return 1
  done <<<"$SUMS"
}

fetch() {
  if command -v curl >/dev/null; then
    curl --fail --silent --location --connect-timeout 5 --speed-limit 1000 --speed-time 15 \
      --max-time 600 --output "$2" "$1"
  else
    wget --quiet --tries=1 --connect-timeout=5 --dns-timeout=5 --read-timeout=15 --output-document="$2" "$1"
  fi
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [ -z "${XDG_CACHE_HOME:-}" ] && [ -z "${HOME:-}" ]; then
  fail 2 'expected a home folder for the cache, found none. Set XDG_CACHE_HOME or HOME.'
fi
cache="${XDG_CACHE_HOME:-$HOME/.cache}/vaelab"
if [ -n "${VAELAB_DATA:-}" ] && [ ! -d "$VAELAB_DATA" ]; then
  fail 2 "expected VAELAB_DATA to name a folder, found $VAELAB_DATA. Correct the variable or unset it."
fi
for folder in ${VAELAB_DATA:+"$VAELAB_DATA/fsdd" "$VAELAB_DATA"} \
  "$here/../../shared/data/fsdd" "$cache/fsdd"; do
  if complete "$folder"; then
    say "found, verified, in $(cd "$folder" && pwd)"
    exit 0
  fi
done

command -v curl >/dev/null || command -v wget >/dev/null ||
  fail 2 'expected curl or wget, found neither. Install one of them (apt-get install curl).'
{ mkdir -p "$cache" && [ -w "$cache" ]; } 2>/dev/null ||
  fail 2 "expected a cache to write to, found $cache read-only. Set XDG_CACHE_HOME to another place."

part=$(mktemp -d "$cache/.part.XXXXXX")
trap 'rm -rf -- "$part"' EXIT
trap 'exit 130' INT TERM
for mirror in $MIRRORS; do
  rm -rf -- "$part/fsdd"
  mkdir "$part/fsdd"
  if fetch "$mirror" "$part/fsdd.tar.gz" &&
    tar -xzf "$part/fsdd.tar.gz" -C "$part/fsdd" --strip-components=2 --wildcards \
      '*/recordings/*_george_*.wav' '*/recordings/*_jackson_*.wav' \
      '*/recordings/*_nicolas_*.wav' '*/recordings/*_theo_*.wav' 2>/dev/null &&
    complete "$part/fsdd"; then
    # A damaged copy goes into the part folder, which is removed at the end.
    [ ! -e "$cache/fsdd" ] || mv -- "$cache/fsdd" "$part/old"
    mv -- "$part/fsdd" "$cache/fsdd"
    say "downloaded from $mirror, verified, in $cache/fsdd"
    exit 0
  fi
  say "$mirror did not give the recordings with the right content"
done
fail 1 'no mirror answered with the recordings. Put them into a folder fsdd/ and set VAELAB_DATA to the' \
  'folder above it, or go on without: synthesised voices are used and every result says so.'
