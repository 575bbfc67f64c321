"""What a blocklist holds: addresses and JA4s, each with the instant it expires, and where the list came from."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from ja4dash.scope import ScopeError, address

MAX_ENTRIES: Final = 5000
"""Values of one list: as many as one statement over HTTP carries as a parameter."""

_JA4: Final = re.compile(r"[tqd](?:[0-9]{2}|s[23]|d[123])[di][0-9]{4}[0-9A-Za-z]{2}_[0-9a-f]{12}_[0-9a-f]{12}")
"""JA4 by its specification (https://github.com/FoxIO-LLC/ja4/blob/main/technical_details/JA4.md): 36 characters."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Kind(StrEnum):
    """What an entry is."""

    ADDRESS = "address"
    JA4 = "ja4"


NOUNS: Final = {Kind.ADDRESS: ("address", "addresses"), Kind.JA4: ("JA4", "JA4s")}


class EntryError(ValueError):
    """A value that cannot stand in a blocklist; the message says why in one sentence."""


@dataclass(frozen=True)
class Entry:
    """One value to block until `expires_at` (aware UTC). `note` is anybody's text: formats neutralise it."""

    kind: Kind
    value: str
    expires_at: datetime
    note: str = ""


@dataclass(frozen=True)
class Blocklist:
    """Entries in order, none twice; `origin` says where they came from, `generated_at` (aware UTC) when."""

    entries: tuple[Entry, ...]
    origin: str
    generated_at: datetime
    note: str = ""

    def of(self, kind: Kind) -> tuple[Entry, ...]:
        """The entries of one kind."""
        return tuple(entry for entry in self.entries if entry.kind is kind)

    def networks(self) -> list[tuple[Network, datetime]]:
        """Addresses as the fewest networks that hold exactly them, with their expiry; IPv4 first."""
        by_expiry: dict[tuple[int, datetime], list[Network]] = {}
        for entry in self.of(Kind.ADDRESS):
            one = host(entry.value)
            by_expiry.setdefault((one.version, entry.expires_at), []).append(one)
        found = [
            (network, until)
            for (_, until), alike in by_expiry.items()
            for network in ipaddress.collapse_addresses(alike)  # type: ignore[type-var]
        ]
        return sorted(found, key=lambda pair: (pair[0].version, pair[0].network_address))


def made(entries: Iterable[Entry], *, origin: str, generated_at: datetime, note: str = "") -> Blocklist:
    """A blocklist of cleaned entries, addresses first, in numerical order; of two alike the later expiry counts.

    Raises EntryError: a value of no valid form, an entry that has expired already, or too many of them.
    """
    kept: dict[tuple[Kind, str], Entry] = {}
    for entry in entries:
        one = Entry(entry.kind, clean(entry.kind, entry.value), entry.expires_at.astimezone(UTC), _encodable(entry.note))
        if one.expires_at <= generated_at:
            raise EntryError(f"{one.value} would expire before the list is made")
        before = kept.get((one.kind, one.value))
        if before is None or before.expires_at < one.expires_at:
            kept[one.kind, one.value] = one
    if len(kept) > MAX_ENTRIES:
        raise EntryError(f"a blocklist holds at most {MAX_ENTRIES:,} values, not {len(kept):,}")
    placed = tuple(sorted(kept.values(), key=_place))
    return Blocklist(placed, _encodable(origin), generated_at.astimezone(UTC), _encodable(note))


def clean(kind: Kind, value: str) -> str:
    """One spelling of an address (IPv4-mapped as IPv4) or a JA4; raises EntryError."""
    if kind is Kind.JA4:
        if not _JA4.fullmatch(value):
            raise EntryError(f"{value[:64]!r} is not a JA4 fingerprint")
        return value
    try:
        return address(value)
    except ScopeError as error:
        raise EntryError(str(error)) from None


def usable(kind: Kind, values: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """The values that a blocklist can hold, each once and in one spelling, and how many it cannot."""
    good: dict[str, None] = {}
    bad = 0
    for value in values:
        try:
            good[clean(kind, value)] = None
        except EntryError:
            bad += 1
    return tuple(good), bad


def own(value: str) -> bool:
    """True for addresses of an internal network, which are rather a proxy or a colleague than a foreign source."""
    found = ipaddress.ip_address(value)
    return any(found in network for network in _INTERNAL if network.version == found.version)


_INTERNAL: Final = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::/127",
        "fc00::/7",
        "fe80::/10",
    )
)
"""This host, private use, carrier NAT, loopback, link-local: IANA special-purpose address registries (RFC 6890)."""


def host(value: str) -> Network:
    """An address as the network that holds only it."""
    return ipaddress.ip_network(value)


def _encodable(text: str) -> str:
    """Text that UTF-8 can hold, without NUL."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", " ")


def _place(entry: Entry) -> tuple[bool, int, int, str]:
    if entry.kind is Kind.JA4:
        return True, 0, 0, entry.value
    found = ipaddress.ip_address(entry.value)
    return False, found.version, int(found), ""
