"""nginx: a `deny` file for addresses (ngx_http_access_module) and a `map` for JA4s (ngx_http_map_module)."""

from __future__ import annotations

from ja4dash.blocklist.comments import after, head
from ja4dash.blocklist.entries import Blocklist, Kind
from ja4dash.blocklist.format import ADDRESSES, FINGERPRINTS, Format, lines

BLOCKED = "$ja4dash_blocked"
JA4 = "$http_ssl_ja4"
"""Variable of FoxIO's ja4-nginx-module."""


def deny(blocklist: Blocklist) -> bytes:
    """`deny` lines, to be included in http, server or location."""
    entries = blocklist.of(Kind.ADDRESS)
    return lines([*head(blocklist, ADDRESSES), *(f"deny {entry.value}; {after(entry)}" for entry in entries)])


def ja4_map(blocklist: Blocklist) -> bytes:
    """A `map` that is 1 for a blocked JA4, to be included in http."""
    told = head(
        blocklist,
        FINGERPRINTS,
        f"{JA4} is set by ja4-nginx-module; without that module it would be a header that the client sends.",
        "In the server:",
        f"    if ({BLOCKED}) {{ return 403; }}",
    )
    entries = (f'    "{entry.value}" 1; {after(entry)}' for entry in blocklist.of(Kind.JA4))
    return lines([*told, "map_hash_max_size 16384;", f"map {JA4} {BLOCKED} {{", "    default 0;", *entries, "}"])


NGINX = (
    Format(
        "nginx-deny",
        "nginx deny",
        ".conf",
        ADDRESSES,
        "Include it in http, server or location. Behind a proxy set real_ip_header first, or you deny the proxy.",
        deny,
    ),
    Format(
        "nginx-ja4",
        "nginx map of JA4",
        ".conf",
        FINGERPRINTS,
        "Include it in http and test the variable in the server, as its first lines say. Needs ja4-nginx-module.",
        ja4_map,
    ),
)
