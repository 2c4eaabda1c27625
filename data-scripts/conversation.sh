#!/usr/bin/env bash
# The paper's own recordings (Hinrichs et al. 2025, Zenodo record 17342367): lists them, or downloads
# them into the user's cache.
#
#   data-scripts/conversation.sh               lists the files of the record and their sizes
#   data-scripts/conversation.sh NAME...       downloads these
#   data-scripts/conversation.sh --all         downloads all of them
#
# The record's content was not at hand when this was written, so no checksum is pinned here: files are
# held to the MD5 that Zenodo states for them, which finds damage, not forgery. Nothing is unpacked or
# converted: which file is which speaker's microphone has to be read in the record.
#
# XDG_CACHE_HOME      where the cache is, if not ~/.cache
# VAELAB_ZENODO       address of the record, instead of https://zenodo.org/api/records/17342367
#
# Exit code 0: listed or downloaded. 1: Zenodo did not give it. 2: something is in the way.
set -euo pipefail

readonly RECORD="${VAELAB_ZENODO:-https://zenodo.org/api/records/17342367}"

LONGEST_SECONDS=0
STALLED_SECONDS=30
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

for tool in curl python3 md5sum; do
  command -v "$tool" >/dev/null || fail 2 "expected $tool, found none. Install it."
done
files=$cache/conversation
open_cache "$files"

fetch "$RECORD" "$part/record.json" ||
  fail 1 "$RECORD did not answer. Connect to the network, or make conversations of other recordings."
# One line a file: MD5, bytes, address, name. A name is a name: none leads out of the cache.
python3 - "$part/record.json" >"$part/files" 2>/dev/null <<'PYTHON' || fail 1 "$RECORD is no record of Zenodo."
import json, re, sys
for file in json.load(open(sys.argv[1]))["files"]:
    md5 = re.fullmatch("md5:([0-9a-f]{32})", file["checksum"])[1]
    name = re.fullmatch(r"[^/\s.][^/\n\t]*", file["key"])[0]
    address = re.fullmatch(r"\S+", file["links"]["self"])[0]
    print(md5, int(file["size"]), address, name)
PYTHON

if [ $# -eq 0 ]; then
  while read -r _ bytes _ name; do printf '%15d bytes  %s\n' "$bytes" "$name"; done <"$part/files"
  exit 0
fi
cut -d' ' -f4- "$part/files" >"$part/names"
for wanted in "$@"; do
  [ "$wanted" = --all ] || grep -qxF -- "$wanted" "$part/names" ||
    fail 2 "expected the name of a file of the record, found $wanted. Without names they are listed."
done
while read -r md5 bytes address name; do
  if [ "$1" != --all ] && ! printf '%s\n' "$@" | grep -qxF -- "$name"; then continue; fi
  if [ -f "$files/$name" ] && [ "$(md5sum <"$files/$name")" = "$md5  -" ]; then
    say "$name is there"
    continue
  fi
  fetch "$address" "$part/content" && [ "$(md5sum <"$part/content")" = "$md5  -" ] ||
    fail 1 "$address did not give $name ($bytes bytes) with the MD5 that the record states. Try again."
  mv -f -- "$part/content" "$files/$name"
  say "$name ($bytes bytes) in $files"
done <"$part/files"
