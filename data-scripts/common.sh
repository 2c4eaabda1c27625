# What the data scripts share; sourced by them. Before it is sourced a script may set
#   LONGEST_SECONDS   limit of a download, 0 for none (default 300)
#   STALLED_SECONDS   how long a download may stall (default 15)
# shellcheck shell=bash
readonly CONNECT_SECONDS=5
data_set=$(basename "$0" .sh)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

say() { printf '%s: %s\n' "$data_set" "$*"; }
fail() {
  local code=$1
  shift
  printf '%s: %s\n' "$data_set" "$*" >&2
  exit "$code"
}

# Downloads address $1 into file $2.
fetch() {
  if command -v curl >/dev/null; then
    curl --fail --silent --location --connect-timeout "$CONNECT_SECONDS" --speed-limit 1000 \
      --speed-time "${STALLED_SECONDS:-15}" --max-time "${LONGEST_SECONDS:-300}" --output "$2" "$1"
  else
    wget --quiet --tries=1 --connect-timeout="$CONNECT_SECONDS" --dns-timeout="$CONNECT_SECONDS" \
      --read-timeout="${STALLED_SECONDS:-15}" --output-document="$2" "$1"
  fi
}

# Ends the script if the data are there already: if the script's own "complete FOLDER" says so of a
# place where the library looks too (vaelab.data.DataPlaces), the cache included.
leave_if_found() {
  local folder
  if [ -n "${VAELAB_DATA:-}" ] && [ ! -d "$VAELAB_DATA" ]; then
    fail 2 "expected VAELAB_DATA to name a folder, found $VAELAB_DATA. Correct the variable or unset it."
  fi
  for folder in ${VAELAB_DATA:+"$VAELAB_DATA/$data_set" "$VAELAB_DATA"} \
    "$here/../../shared/data/$data_set" "$cache/$data_set"; do
    if complete "$folder"; then
      say "found, verified, in $(cd "$folder" && pwd)"
      exit 0
    fi
  done
}

# Makes folder $1 and in it the folder $part for what is half-written, which is removed at the end: on
# the same file system, so that mv is a rename.
open_cache() {
  command -v curl >/dev/null || command -v wget >/dev/null ||
    fail 2 'expected curl or wget, found neither. Install one of them (apt-get install curl).'
  { mkdir -p "$1" && [ -w "$1" ]; } 2>/dev/null ||
    fail 2 "expected a cache to write to, found $1 read-only. Set XDG_CACHE_HOME to another place."
  part=$(mktemp -d "$1/.part.XXXXXX")
  trap 'rm -rf -- "$part"' EXIT
  trap 'exit 130' INT TERM
}

if [ -z "${XDG_CACHE_HOME:-}" ] && [ -z "${HOME:-}" ]; then
  fail 2 'expected a home folder for the cache, found none. Set XDG_CACHE_HOME or HOME.'
fi
cache="${XDG_CACHE_HOME:-$HOME/.cache}/vaelab"
