#!/usr/bin/env bash
# Finds MNIST or downloads it into the user's cache. Does nothing where it is already there.
#
#   data-scripts/mnist.sh
#
# VAELAB_DATA            a folder with the data, looked at first (its mnist/, then itself)
# XDG_CACHE_HOME         where the cache is, if not ~/.cache
# VAELAB_MNIST_MIRRORS   base addresses to use instead of the built-in ones, separated by spaces
#
# Exit code 0: MNIST is there, verified. 1: no mirror gave it. 2: something is in the way.
set -euo pipefail

# Checksums of the unpacked files: mirrors wrap the same content in different gzip files.
readonly SUMS='ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db train-images-idx3-ubyte
65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5 train-labels-idx1-ubyte
0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7 t10k-images-idx3-ubyte
ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2 t10k-labels-idx1-ubyte'
readonly MIRRORS="${VAELAB_MNIST_MIRRORS:-
https://ossci-datasets.s3.amazonaws.com/mnist/
https://storage.googleapis.com/cvdf-datasets/mnist/
http://yann.lecun.com/exdb/mnist/
}"
readonly CONNECT_SECONDS=5
readonly LONGEST_SECONDS=300

say() { printf 'mnist: %s\n' "$*"; }
fail() {
  local code=$1
  shift
  printf 'mnist: %s\n' "$*" >&2
  exit "$code"
}

# Does file $1, gzip-packed or plain, hold what the checksum $2 says?
genuine() {
  local sum
  sum=$(gzip -cdf <"$1" 2>/dev/null | sha256sum) || return 1
  [ "${sum%% *}" = "$2" ]
}

# Are all four files in folder $1, and are they MNIST? Plain ones are preferred, as readers do.
complete() {
  local sum name file
  while read -r sum name; do
    file="$1/$name"
    [ -f "$file" ] || file="$1/$name.gz"
    { [ -f "$file" ] && genuine "$file" "$sum"; } || return 1
  done <<<"$SUMS"
}

fetch() {
  if command -v curl >/dev/null; then
    curl --fail --silent --location --connect-timeout "$CONNECT_SECONDS" \
      --speed-limit 1000 --speed-time 15 --max-time "$LONGEST_SECONDS" --output "$2" "$1"
  else
    wget --quiet --tries=1 --connect-timeout="$CONNECT_SECONDS" \
      --dns-timeout="$CONNECT_SECONDS" --read-timeout=15 --output-document="$2" "$1"
  fi
}

# Puts one file into the cache, from the first mirror that has it right. A mirror that fails is not
# asked again: without a network that would cost one timeout for every mirror and file.
dead=' '
get() {
  local sum=$1 name=$2 mirror
  for mirror in $MIRRORS; do
    case "$dead" in *" $mirror "*) continue ;; esac
    if fetch "${mirror%/}/$name.gz" "$part/$name.gz" && genuine "$part/$name.gz" "$sum"; then
      chmod 644 "$part/$name.gz"
      # Readers would prefer the plain file: a wrong one must not stay beside the right one.
      rm -f -- "$cache/$name"
      mv -f -- "$part/$name.gz" "$cache/$name.gz"
      say "$name.gz from $mirror"
      return 0
    fi
    say "$mirror did not give $name.gz with the right content"
    dead="$dead$mirror "
  done
  return 1
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [ -z "${XDG_CACHE_HOME:-}" ] && [ -z "${HOME:-}" ]; then
  fail 2 'expected a home folder for the cache, found none. Set XDG_CACHE_HOME or HOME.'
fi
cache="${XDG_CACHE_HOME:-$HOME/.cache}/vaelab/mnist"

if [ -n "${VAELAB_DATA:-}" ] && [ ! -d "$VAELAB_DATA" ]; then
  fail 2 "expected VAELAB_DATA to name a folder, found $VAELAB_DATA. Correct the variable or unset it."
fi
for folder in ${VAELAB_DATA:+"$VAELAB_DATA/mnist" "$VAELAB_DATA"} \
  "$here/../../shared/data/mnist" "$cache"; do
  if complete "$folder"; then
    say "found, verified, in $(cd "$folder" && pwd)"
    exit 0
  fi
done

command -v curl >/dev/null || command -v wget >/dev/null ||
  fail 2 'expected curl or wget, found neither. Install one of them (apt-get install curl).'
{ mkdir -p "$cache" && [ -w "$cache" ]; } 2>/dev/null ||
  fail 2 "expected a cache to write to, found $cache read-only. Set XDG_CACHE_HOME to another place."

# What is half-written is in here, inside the cache so that mv is a rename, and is removed at the end.
part=$(mktemp -d "$cache/.part.XXXXXX")
trap 'rm -rf -- "$part"' EXIT
trap 'exit 130' INT TERM

while read -r sum name; do
  if [ ! -e "$cache/$name" ] && [ -f "$cache/$name.gz" ] && genuine "$cache/$name.gz" "$sum"; then
    continue
  fi
  get "$sum" "$name" ||
    fail 1 'no mirror answered with MNIST. Put the four .gz files into a folder and set VAELAB_DATA' \
      'to it, or go on without: a generated stand-in is used and every result says so.'
done <<<"$SUMS"
say "downloaded, verified, in $cache"
