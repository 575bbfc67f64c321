"""One part of a fingerprint and what it says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """`name` for people, `text` as it stands in the fingerprint, `meaning` in one line, `source` that defines it."""

    name: str
    text: str
    meaning: str
    source: str
