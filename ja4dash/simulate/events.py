"""Events: requests as numbers, before they become rows; and the small vectorised steps that every behaviour is made of."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[Any]
"""A column or a matrix of them."""

METHODS: Final = ("GET", "POST", "HEAD")
GET, POST, HEAD = range(len(METHODS))

EVENT: Final = np.dtype(
    [
        ("time", "f8"),
        ("source", "i4"),
        ("port", "u2"),
        ("look", "i4"),
        ("handshake", "i4"),
        ("kind", "i1"),
        ("site", "i1"),
        ("method", "i1"),
        ("target", "i4"),
        ("status", "u2"),
        ("referer", "i4"),
        ("forwarded", "i4"),
    ]
)
"""time: seconds since 1970 UTC. source, look, handshake, target, referer, forwarded: numbers into the world's pools."""

_FIRST_PORT: Final = 1024
_LAST_PORT: Final = 65_500
"""The steps below it are for the other connections of a browser: to other hosts, and beside the first one over HTTP/1.1."""


def blank(count: int) -> Numbers:
    """Events with everything zero and status 200."""
    events = np.zeros(count, EVENT)
    events["status"] = 200
    return events


def joined(parts: list[Numbers]) -> Numbers:
    """One array of events of several."""
    return np.concatenate(parts) if parts else blank(0)


def owners(counts: Numbers) -> tuple[Numbers, Numbers]:
    """For groups of so many members: the group of each member, and its place in the group from 0."""
    owner = np.repeat(np.arange(len(counts)), counts)
    first = np.cumsum(counts) - counts
    return owner, np.arange(len(owner)) - first[owner]


def running(values: Numbers, counts: Numbers) -> Numbers:
    """Cumulative sum that starts anew in each group."""
    total = np.cumsum(values)
    ends = np.cumsum(counts)
    before = np.where(ends > counts, total[np.maximum(ends - counts, 1) - 1], 0)
    sums: Numbers = total - np.repeat(before, counts)
    return sums


def paced(rng: np.random.Generator, start: Numbers, counts: Numbers, gap: Numbers, regularity: Numbers) -> Numbers:
    """Times of the members of each group: the first at its start, the others a gap apart.

    The gaps are gamma distributed with the given mean (seconds) and shape: 1 is a Poisson process, 100 almost a clock.
    """
    owner, place = owners(counts)
    shape = regularity[owner]
    gaps = np.where(place == 0, 0.0, rng.gamma(shape) * (gap[owner] / shape))
    times: Numbers = start[owner] + running(gaps, counts)
    return times


def skewed(rng: np.random.Generator, count: int, size: int, power: float = 2.5) -> Numbers:
    """Numbers below `size`, low ones far more often: what is popular."""
    return (size * rng.random(count) ** power).astype(np.int32)


def choice(rng: np.random.Generator, shares: Numbers, count: int) -> Numbers:
    """Numbers of options drawn by their shares."""
    return np.minimum(np.searchsorted(np.cumsum(shares) / np.sum(shares), rng.random(count), side="right"), len(shares) - 1)


def ports(rng: np.random.Generator, owner: Numbers, connection: Numbers, groups: int) -> Numbers:
    """Client ports: a random one for each group's first connection, then stepping on as systems do."""
    first = rng.integers(_FIRST_PORT, _LAST_PORT, groups)
    step = rng.integers(1, 9, groups)
    span = _LAST_PORT - _FIRST_PORT
    return ((first[owner] + connection * step[owner] - _FIRST_PORT) % span + _FIRST_PORT).astype(np.uint16)
