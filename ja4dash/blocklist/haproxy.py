"""HAProxy: map files, a key and its expiry a line, with the rules that use them as comments."""

from __future__ import annotations

from ja4dash.blocklist.comments import head
from ja4dash.blocklist.entries import Blocklist, Kind
from ja4dash.blocklist.format import ADDRESSES, FINGERPRINTS, Format, lines

FOLDER = "/etc/haproxy"


def address_map(blocklist: Blocklist) -> bytes:
    """Networks and their expiry, for `map_ip`."""
    told = head(blocklist, ADDRESSES, *_rules("src,map_ip", "addresses"))
    return lines([*told, *(f"{network} {until:%Y-%m-%dT%H:%M:%SZ}" for network, until in blocklist.networks())])


def ja4_map(blocklist: Blocklist) -> bytes:
    """JA4s and their expiry, for `map_str`."""
    told = head(
        blocklist,
        FINGERPRINTS,
        *_rules("var(txn.fingerprint_ja4),map_str", "ja4"),
        "The variable is set by a Lua script such as haproxy-ja4: http-request lua.fingerprint_ja4",
    )
    return lines([*told, *(f"{entry.value} {entry.expires_at:%Y-%m-%dT%H:%M:%SZ}" for entry in blocklist.of(Kind.JA4))])


def _rules(fetch: str, name: str) -> tuple[str, ...]:
    return (
        "In the frontend:",
        f"    acl ja4dash_{name} {fetch}({FOLDER}/ja4dash-{name}.map) -m found",
        f"    http-request deny if ja4dash_{name}",
    )


HAPROXY = (
    Format(
        "haproxy-addresses",
        "HAProxy map of addresses",
        ".map",
        ADDRESSES,
        f"Save it as {FOLDER}/ja4dash-addresses.map and add the two rules of its first lines to the frontend.",
        address_map,
    ),
    Format(
        "haproxy-ja4",
        "HAProxy map of JA4",
        ".map",
        FINGERPRINTS,
        f"Save it as {FOLDER}/ja4dash-ja4.map and add the two rules of its first lines to the frontend. "
        "A Lua script such as haproxy-ja4 sets the variable.",
        ja4_map,
    ),
)
