"""Networks: addresses drawn from the shipped reference lists, so that AS number, name and country agree with the dictionaries."""

from __future__ import annotations

import csv
import ipaddress
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np

from ja4dash.simulate.events import Numbers

UNLABELLED: Final = "unlabelled"
_MAPPED: Final = bytes(10) + b"\xff\xff"
_MOST_ADDRESSES: Final = 2.0**16
"""A network counts as at most this many addresses, so that one /8 does not hold everybody."""


@dataclass(frozen=True)
class Networks:
    """Networks as columns: first address and host bits as 16 bytes (IPv4 mapped into IPv6), AS number, name, country, label."""

    first: Numbers
    host_bits: Numbers
    asn: Numbers
    name: Numbers
    country: Numbers
    label: Numbers
    weight: Numbers
    ipv6: Numbers

    def rows(self, labels: Collection[str], countries: Collection[str] | None = None, *, ipv6: bool | None = None) -> Numbers:
        """Row numbers of the networks with one of the labels, in one of the countries (None: any), of one family (None: both)."""
        chosen = np.isin(self.label, list(labels))
        if countries is not None:
            chosen &= np.isin(self.country, list(countries))
        if ipv6 is not None:
            chosen &= self.ipv6 == ipv6
        return np.flatnonzero(chosen)


@cache
def networks() -> Networks:
    """The sample of networks that is shipped with the project."""
    labels = {row["src_asn"]: row["label"] for row in reference("asn_reputation")}
    rows = list(reference("iplocate_asn_sample"))
    parsed = [_bounds(row["network"]) for row in rows]
    sizes = np.array([float(size) for _, _, size in parsed])
    return Networks(
        first=np.array([list(first) for first, _, _ in parsed], np.uint8),
        host_bits=np.array([list(bits) for _, bits, _ in parsed], np.uint8),
        asn=np.array([int(row["asn"]) for row in rows], np.uint32),
        name=np.array([row["name"] for row in rows], object),
        country=np.array([row["country_code"] for row in rows], object),
        label=np.array([labels.get(row["asn"], UNLABELLED) for row in rows], object),
        weight=np.sqrt(np.minimum(sizes, _MOST_ADDRESSES)),
        ipv6=np.array([":" in row["network"] for row in rows]),
    )


def reference(name: str) -> csv.DictReader[str]:
    """Rows of a shipped reference list."""
    text = files("ja4dash").joinpath("reference", f"{name}.csv").read_text("utf-8")
    return csv.DictReader(text.splitlines())


@cache
def published() -> Mapping[str, Numbers]:
    """First addresses and host bits of the published ranges by bot name: `n × 2 × 16` bytes."""
    ranges: dict[str, list[list[list[int]]]] = {}
    for row in reference("bot_ip"):
        first, bits, _ = _bounds(row["prefix"])
        ranges.setdefault(row["bot_name"], []).append([list(first), list(bits)])
    return {name: np.array(pairs, np.uint8) for name, pairs in ranges.items()}


@cache
def clock_offsets() -> Mapping[str, float]:
    """Hours that local solar time is ahead of UTC, by country: its centre's longitude over 15 degrees an hour."""
    return {row["country_code"]: round(float(row["lon"]) / 15) for row in reference("country_centroids")}


def _bounds(prefix: str) -> tuple[bytes, bytes, int]:
    network = ipaddress.ip_network(prefix)
    width = network.max_prefixlen // 8
    lead = _MAPPED if network.version == 4 else b""
    host = int(network.hostmask).to_bytes(width, "big")
    return lead + network.network_address.packed, bytes(len(lead)) + host, network.num_addresses


class Sources:
    """The addresses of a world, each once, with where they are: 16 bytes, AS number, AS name, country."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._taken: set[bytes] = set()
        self._parts: list[tuple[Numbers, Numbers, Numbers, Numbers]] = []
        self.count = 0

    def draw(self, rows: Numbers) -> Numbers:
        """Numbers of new sources, one in each of the given networks (rows of `networks()`)."""
        known = networks()
        address, origin = self._fresh(known.first[rows], known.host_bits[rows])
        found = rows[origin]
        return self._keep(address, known.asn[found], known.name[found], known.country[found])

    def published(self, bot: str, most: int) -> Numbers:
        """Numbers of new sources in a bot's published ranges: at most so many, and at most a third of what the ranges hold."""
        ranges = published()[bot]
        sizes = 2.0 ** np.minimum(np.unpackbits(ranges[:, 1], axis=1).sum(axis=1), 16)
        count = max(1, min(most, int(sizes.sum() / 3)))
        several = count > len(ranges)
        chosen = ranges[self._rng.choice(len(ranges), count, replace=several, p=sizes / sizes.sum())]
        address, _ = self._fresh(chosen[:, 0], chosen[:, 1])
        rows = [_covering(bytes(row)) for row in address]
        known = networks()
        return self._keep(
            address,
            np.array([0 if row is None else known.asn[row] for row in rows], np.uint32),
            np.array(["" if row is None else known.name[row] for row in rows], object),
            np.array(["" if row is None else known.country[row] for row in rows], object),
        )

    def neighbours(self, numbers: Numbers) -> Numbers:
        """Numbers of new sources in the same IPv6 /64 (or IPv4 /24) as the given ones."""
        address, asn, name, country = self.columns()
        first = address[numbers].copy()
        bits = np.zeros_like(first)
        mapped = (first[:, :12] == np.frombuffer(_MAPPED, np.uint8)).all(axis=1)
        bits[:, 8:] = np.where(mapped[:, None], np.array([0] * 7 + [255], np.uint8), np.uint8(255))
        near, origin = self._fresh(first & ~bits, bits)
        beside = numbers[origin]
        return self._keep(near, asn[beside], name[beside], country[beside])

    def columns(self) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """Addresses (`n × 16` bytes), AS numbers, AS names, countries."""
        if len(self._parts) > 1:
            asn, name, country = (np.concatenate([part[place] for part in self._parts]) for place in (1, 2, 3))
            self._parts = [(np.concatenate([part[0] for part in self._parts]), asn, name, country)]
        return self._parts[0]

    def _keep(self, address: Numbers, asn: Numbers, name: Numbers, country: Numbers) -> Numbers:
        self._parts.append((address, asn, name, country))
        numbers = np.arange(self.count, self.count + len(address))
        self.count += len(address)
        return numbers

    def _fresh(self, first: Numbers, bits: Numbers) -> tuple[Numbers, Numbers]:
        """An address not taken yet in each network, and the network's place; a network that is full gives way to another one."""
        origin = np.arange(len(first))
        address = self._inside(first, bits)
        again = self._refused(address, origin)
        for attempt in range(1, 1000):
            if not len(again):
                return address, origin
            if attempt % 4 == 0:
                origin[again] = self._rng.integers(0, len(first), len(again))
            address[again] = self._inside(first[origin[again]], bits[origin[again]])
            again = self._refused(address, again)
        raise ValueError(f"the networks are too small for {len(first)} sources")

    def _refused(self, address: Numbers, places: Numbers) -> Numbers:
        """Places whose address is taken; the others take theirs."""
        return np.array([place for place in places.tolist() if not self._take(bytes(address[place]))], np.int64)

    def _take(self, address: bytes) -> bool:
        if address in self._taken:
            return False
        self._taken.add(address)
        return True

    def _inside(self, first: Numbers, bits: Numbers) -> Numbers:
        address: Numbers = first | (self._rng.integers(0, 256, first.shape, np.uint8) & bits)
        free = bits[:, 15] == 255
        address[free, 15] = 1 + address[free, 15] % 254
        return address


def _covering(address: bytes) -> int | None:
    """The shipped network that holds an address, as the dictionary would find it."""
    known = networks()
    inside = ((np.frombuffer(address, np.uint8) & ~known.host_bits) == known.first).all(axis=1)
    found = np.flatnonzero(inside)
    return int(found[np.argmin(known.weight[found])]) if len(found) else None
