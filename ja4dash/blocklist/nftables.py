"""nftables: named sets for IPv4 and IPv6 whose elements time out, and a chain that drops what they hold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from ja4dash.blocklist.comments import head
from ja4dash.blocklist.entries import Blocklist, Network
from ja4dash.blocklist.format import ADDRESSES, Format, lines

TABLE = "inet ja4dash"


def sets(blocklist: Blocklist) -> bytes:
    """A file for `nft -f` that replaces the table of the list before."""
    networks = blocklist.networks()
    told = head(
        blocklist,
        ADDRESSES,
        "Loading it replaces the list before. Elements time out by themselves, counted from the moment of loading.",
    )
    return lines(
        [
            *told,
            f"table {TABLE}",
            f"delete table {TABLE}",
            f"table {TABLE} {{",
            *_set("blocked_v4", "ipv4_addr", [pair for pair in networks if pair[0].version == 4], blocklist.generated_at),
            *_set("blocked_v6", "ipv6_addr", [pair for pair in networks if pair[0].version == 6], blocklist.generated_at),
            "    chain blocked {",
            "        type filter hook prerouting priority raw; policy accept;",
            "        ip saddr @blocked_v4 counter drop",
            "        ip6 saddr @blocked_v6 counter drop",
            "    }",
            "}",
        ]
    )


def _set(name: str, kind: str, networks: list[tuple[Network, datetime]], now: datetime) -> Iterable[str]:
    yield f"    set {name} {{"
    yield f"        type {kind}"
    yield "        flags interval, timeout"
    if networks:
        yield "        elements = {"
        yield from (
            f"            {_element(network)} timeout {int((until - now).total_seconds())}s," for network, until in networks
        )
        yield "        }"
    yield "    }"


def _seconds(span: timedelta) -> int:
    """Whole seconds, at least one: none would mean for ever."""
    return max(1, int(span.total_seconds()))


def _element(network: Network) -> str:
    return str(network.network_address if network.prefixlen == network.max_prefixlen else network)


NFTABLES = (
    Format(
        "nftables",
        "nftables sets",
        ".nft",
        ADDRESSES,
        "nft -f FILE loads it and replaces the list before; every element times out by itself.",
        sets,
    ),
)
