#!/bin/sh
# Provides nginx, nft and haproxy for the tests of blocklists: those of this machine, or unpacked into .checkers/bin.
# They are unpacked, not installed: nothing of this machine changes, and no server is started.
set -eu
missing=
for name in nginx nft haproxy; do
    PATH="$PATH:/usr/sbin:/sbin" command -v "$name" >/dev/null 2>&1 || [ -x ".checkers/bin/$name" ] || missing="$missing $name"
done
[ -n "$missing" ] || exit 0
command -v apt-get >/dev/null 2>&1 || {
    echo "The tests of blocklists need$missing: install nginx, nftables and haproxy and try again." >&2
    exit 1
}
sudo=
[ "$(id -u)" = 0 ] || sudo="sudo -n"
folder=$(pwd)/.checkers
rm -rf "$folder"
mkdir -p "$folder/debs/partial" "$folder/root" "$folder/bin"
fetch() {
    apt-get install -qq -y --no-install-recommends --download-only \
        -o Debug::NoLocking=1 -o APT::Sandbox::User=root -o Dir::Cache::archives="$folder/debs" nginx nftables haproxy
}
fetch >/dev/null 2>&1 || { $sudo apt-get update -qq && fetch; } >&2
for deb in "$folder"/debs/*.deb; do
    dpkg-deb -x "$deb" "$folder/root"
done
libraries=$(find "$folder/root" -name '*.so.*' -exec dirname {} \; | sort -u | tr '\n' ':')
for name in $missing; do
    found=$(find "$folder/root" -path "*/sbin/$name" | head -1)
    printf '#!/bin/sh\nLD_LIBRARY_PATH=%s exec %s "$@"\n' "$libraries" "$found" >"$folder/bin/$name"
    chmod +x "$folder/bin/$name"
done
rm -rf "$folder/debs"
