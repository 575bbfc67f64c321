"""Lists of bare values, one a line, without comments: what every firewall's external list takes."""

from __future__ import annotations

from ja4dash.blocklist.entries import Blocklist, Kind
from ja4dash.blocklist.format import ADDRESSES, Format, lines


def addresses(blocklist: Blocklist) -> bytes:
    """One address a line."""
    return lines(entry.value for entry in blocklist.of(Kind.ADDRESS))


def networks(blocklist: Blocklist) -> bytes:
    """The fewest networks that hold exactly the addresses, one a line."""
    return lines(str(network) for network, _ in blocklist.networks())


PLAIN = (
    Format(
        "addresses", "Plain addresses", ".txt", ADDRESSES, "One address a line. The list does not expire by itself.", addresses
    ),
    Format(
        "networks",
        "Networks (CIDR)",
        ".txt",
        ADDRESSES,
        "The fewest networks that hold exactly these addresses, one a line. The list does not expire by itself.",
        networks,
    ),
)
