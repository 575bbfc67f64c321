"""How many clients a list of JA4s speaks of, resumed connections counted with the full ones they belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ja4dash.fingerprint.error import FingerprintError
from ja4dash.fingerprint.ja4 import RESUMED, Ja4, parse
from ja4dash.fingerprint.ja4 import added as added_to


def clients(ja4s: Iterable[str]) -> int:
    """Distinct JA4s, a probable resumption sibling counted with the JA4 it belongs to.

    A resumed connection adds `pre_shared_key`, and with early data `early_data` (RFC 8446, section 4.2): one or two
    extensions more, all else equal but the hash of the extensions. So each JA4 takes in one sibling with one extension
    more and one with two; a second one of the same length is another client and counts.
    """
    lengths: dict[object, list[int]] = defaultdict(list)
    others = set()
    for text in set(ja4s):
        ja4 = _read(text)
        if ja4:
            lengths[ja4.kept].append(ja4.extensions)
        else:
            others.add(text)
    return len(others) + sum(map(_full, lengths.values()))


def added(ja4: str, other: str) -> int:
    """How many extensions `other` has more (or, below zero, fewer) when it is probably the same client's resumed (or full)
    handshake, 0 when it is not: see `clients`."""
    one, two = _read(ja4), _read(other)
    return added_to(one, two) if one and two else 0


def _read(text: str) -> Ja4 | None:
    try:
        return parse(text)
    except FingerprintError:
        return None


def _full(lengths: Iterable[int]) -> int:
    """Handshakes that belong to no shorter one."""
    full: list[tuple[int, set[int]]] = []
    for length in sorted(lengths):
        fitting = (taken for shorter, taken in full if length - shorter in RESUMED and length not in taken)
        taken = next(fitting, None)
        if taken is None:
            full.append((length, set()))
        else:
            taken.add(length)
    return len(full)
