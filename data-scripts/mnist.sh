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
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

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
      rm -f -- "$files/$name"
      mv -f -- "$part/$name.gz" "$files/$name.gz"
      say "$name.gz from $mirror"
      return 0
    fi
    say "$mirror did not give $name.gz with the right content"
    dead="$dead$mirror "
  done
  return 1
}

leave_if_found
files=$cache/mnist
open_cache "$files"
while read -r sum name; do
  if [ ! -e "$files/$name" ] && [ -f "$files/$name.gz" ] && genuine "$files/$name.gz" "$sum"; then
    continue
  fi
  get "$sum" "$name" ||
    fail 1 'no mirror answered with MNIST. Put the four .gz files into a folder and set VAELAB_DATA' \
      'to it, or go on without: a generated stand-in is used and every result says so.'
done <<<"$SUMS"
say "downloaded, verified, in $files"
