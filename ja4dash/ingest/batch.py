"""What a reader hands on: raw columns of some rows, where each row stood, and the lines that are no rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

import pyarrow as pa

RAW: Final = 2_000
"""Characters of a rejected line that are kept."""


class Unreadable(Exception):  # noqa: N818 - it says what the file is
    """A file of which no row can be read; the message says why."""


@dataclass(frozen=True)
class Reject:
    """A line that is not loaded: its number in the file (the row's number in Parquet), why, and its beginning."""

    line: int
    reason: str
    raw: str


@dataclass
class Batch:
    """Raw values by column, a row each; `numbers` are their lines, `raw` gives a row's own text."""

    columns: dict[str, pa.Array | Sequence[object]]
    numbers: Sequence[int]
    raw: Callable[[int], str]
    rejects: list[Reject] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    replaced: int = 0

    @property
    def read(self) -> int:
        """Rows that were read, good or not."""
        return len(self.numbers) + len(self.rejects)


class Chunk(Protocol):
    """A part of a file with the same bounds at every reading."""

    size: int

    def batch(self) -> Batch:
        """Its rows."""


class Reader(Protocol):
    """A file's chunks in order; `damage` says, once they are read, what could not be."""

    damage: list[str]

    def chunks(self) -> Iterator[Chunk]:
        """The chunks; raises Unreadable when there is nothing to be read at all, or OSError."""
