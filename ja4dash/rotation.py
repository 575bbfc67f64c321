"""How many clients a list of JA4s speaks of, resumed connections counted with the full ones they belong to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

_JA4: Final = re.compile(r"([tqd][0-9s][0-9][di][0-9]{2})([0-9]{2})(..)_([0-9a-f]{12})_[0-9a-f]{12}")
"""Protocol to ciphers, number of extensions, ALPN, hash of the ciphers, hash of the extensions (FoxIO's JA4 specification)."""

_ADDED: Final = (1, 2)


def clients(ja4s: Iterable[str]) -> int:
    """Distinct JA4s, a probable resumption sibling counted with the JA4 it belongs to.

    A resumed connection adds `pre_shared_key`, and with early data `early_data` (RFC 8446, section 4.2): one or two
    extensions more, all else equal but the hash of the extensions. So each JA4 takes in one sibling with one extension
    more and one with two; a second one of the same length is another client and counts.
    """
    lengths: dict[tuple[str, ...], list[int]] = defaultdict(list)
    others = set()
    for ja4 in set(ja4s):
        parts = _JA4.fullmatch(ja4)
        if parts:
            lengths[parts[1], parts[3], parts[4]].append(int(parts[2]))
        else:
            others.add(ja4)
    return len(others) + sum(map(_full, lengths.values()))


def added(ja4: str, other: str) -> int:
    """How many extensions `other` has more (or, below zero, fewer) when it is probably the same client's resumed (or full)
    handshake, 0 when it is not: see `clients`."""
    one, two = _JA4.fullmatch(ja4), _JA4.fullmatch(other)
    if not one or not two or one.group(1, 3, 4) != two.group(1, 3, 4):
        return 0
    more = int(two[2]) - int(one[2])
    return more if abs(more) in _ADDED else 0


def _full(lengths: Iterable[int]) -> int:
    """Handshakes that belong to no shorter one."""
    full: list[tuple[int, set[int]]] = []
    for length in sorted(lengths):
        fitting = (taken for shorter, taken in full if length - shorter in _ADDED and length not in taken)
        taken = next(fitting, None)
        if taken is None:
            full.append((length, set()))
        else:
            taken.add(length)
    return len(full)
