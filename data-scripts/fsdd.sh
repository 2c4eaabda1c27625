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

LONGEST_SECONDS=600
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# Are all four speakers in folder $1, file for file?
complete() {
  local sum speaker found
  local LC_ALL=C # the order of the names is that of bytes
  while read -r sum speaker; do
    found=$(cd "$1" 2>/dev/null && sha256sum [0-9]_"$speaker"_*.wav 2>/dev/null | sha256sum) || return 1
    [ "${found%% *}" = "$sum" ] || return 1
  done <<<"$SUMS"
}

leave_if_found
open_cache "$cache"
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
