"""The journal: every write of a person, taken down before it is done and closed with what became of it.

A deployment without the table (nobody could migrate) is written to all the same, and each write says that it is not in the
journal. Where the table is there and does not take the entry, nothing is written: a journal with holes would lose something
silently. A batch whose closing row is missing was cut off; its outcome reads `begun`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Final

import pyarrow as pa

from ja4dash import db
from ja4dash.errors import Category, QueryError
from ja4dash.rights import Person

TABLE: Final = "soc_journal"
MOST: Final = 4000
"""Characters of a target, before, after or note that are kept."""

NOT_KEPT: Final = "Not in the journal: this deployment has no table soc_journal; `python -m ja4dash migrate` creates it."

_TICK: Final = timedelta(microseconds=1)
_order = count()


@dataclass(frozen=True)
class Entry:
    """One target of a write: what kind (`source`, `signature`), which, and how it stood before and stands after, in words."""

    kind: str
    target: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class _Batch:
    who: Person
    action: str
    name: str
    behind: datetime | None = None

    def append(self, entries: Sequence[Entry], outcome: str, note: str = "") -> None:
        """A row an entry; a second try of the same batch adds none."""
        at, many = max(_now(), self.behind + _TICK) if self.behind else _now(), len(entries)
        rows = pa.table(
            {
                "at": pa.array([at] * many, pa.timestamp("us", "UTC")),
                "who": [self.who.name] * many,
                "role": [str(self.who.role)] * many,
                "action": [self.action] * many,
                "target_kind": [entry.kind for entry in entries],
                "target": [entry.target[:MOST] for entry in entries],
                "before": [entry.before[:MOST] for entry in entries],
                "after": [entry.after[:MOST] for entry in entries],
                "batch": [self.name] * many,
                "outcome": [outcome] * many,
                "note": [note[:MOST]] * many,
            }
        )
        db.insert(db.door().settings.processing_db, TABLE, rows, token=f"{self.name} {self.action} {outcome}")


@contextmanager
def journalled(
    who: Person, action: str, batch: str, entries: Sequence[Entry], *, behind: datetime | None = None
) -> Iterator[list[str]]:
    """Take down a write around the block that does it; yields sentences that its result must show.

    Its entries stand `behind` an instant, whatever this machine's clock says: that of the last entry its writer had seen.
    The block ends the batch: `done`, or `failed` with the reason when it raises QueryError, which goes on to the caller.
    Raises QueryError without entering the block when the journal is there and does not take the entries.
    """
    notes: list[str] = []
    made = _Batch(who, action, batch, behind)
    kept = _begun(made, entries, notes)
    try:
        yield notes
    except QueryError as error:
        if kept:
            _ended(made, "failed", error.message, notes)
        raise
    if kept:
        _ended(made, "done", "", notes)


def _begun(made: _Batch, entries: Sequence[Entry], notes: list[str]) -> bool:
    try:
        made.append(entries, "begun")
    except QueryError as error:
        if error.category is Category.MISSING:
            notes.append(NOT_KEPT)
            return False
        said = f"nothing was written, because the journal does not take it down: {error.message}"
        raise QueryError(error.category, said, detail=error.detail, code=error.code) from error
    return True


def _ended(made: _Batch, outcome: str, note: str, notes: list[str]) -> None:
    """What was written stays written when this row is refused: the result says so."""
    try:
        made.append([Entry("", "")], outcome, note)
    except QueryError as error:
        notes.append(f"The journal does not say how this ended: {error.message}")


def _now() -> datetime:
    """Entries of one second keep their order, under a clock that stands too."""
    return db.now().astimezone(UTC) + timedelta(microseconds=next(_order) % 1000)
