"""Which chunks of which files are loaded, in `ingest_chunks`.

A load is one row that opens it (chunk 0: its shift, and in `bytes` where its reading starts), one a chunk (from 1), and one
that closes it (the last number: in `bytes` the length of the content). Its id is the content's hash, with `#2`, `#3` when
the same content was loaded again on purpose. An insert carries the token `<id>:<chunk>`: when a run is killed between an
insert and its row here, the engine drops the repeated insert.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import uuid4

import pyarrow as pa

from ja4dash.ingest.content import Content
from ja4dash.pool import HEAVY

if TYPE_CHECKING:
    from ja4dash.db import Door

OPENS: Final = 0
CLOSES: Final = 2**32 - 1
NAMES_KEPT: Final = 100
"""Earlier contents of a name that are compared with the beginning of a file."""

_EXISTS = "SELECT count() AS n FROM system.tables WHERE database = {processing:String} AND name = 'ingest_chunks'"
_LOADS = """
SELECT file_hash, source, chunk, rows, rejected, shifted, bytes, loaded_at FROM {processing:Identifier}.ingest_chunks
WHERE file_hash = {digest:String} OR startsWith(file_hash, concat({digest:String}, '#'))
"""
_BEFORE = """
SELECT file_hash, bytes FROM {processing:Identifier}.ingest_chunks
WHERE source = {source:String} AND chunk = {closes:UInt32} AND shifted = 0 AND bytes > 0
ORDER BY loaded_at DESC LIMIT {most:UInt32}
"""


@dataclass(frozen=True)
class Done:
    """A chunk that is loaded."""

    rows: int
    rejected: int


@dataclass(frozen=True)
class Load:
    """One loading of one content."""

    id: str
    source: str
    shift: int = 0
    start: int = 0
    done: dict[int, Done] = field(default_factory=dict)
    closed: datetime | None = None

    @property
    def generation(self) -> int:
        """1 for the first load of a content, 2 and more for the forced ones."""
        return int(self.id.partition("#")[2] or 1)

    @property
    def rows(self) -> int:
        """Rows that are loaded."""
        return sum(done.rows for done in self.done.values())

    @property
    def rejected(self) -> int:
        """Rows that were rejected."""
        return sum(done.rejected for done in self.done.values())

    def token(self, chunk: int) -> str:
        """What the engine knows a repeated insert by."""
        return f"{self.id}:{chunk}"


class Ledger:
    """The table `ingest_chunks` of a deployment, if it has one. Raises QueryError."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self.exists = bool(door.query(_EXISTS, {"processing": door.settings.processing_db})["n"][0])

    def known(self, source: str) -> dict[int, str]:
        """Contents loaded before from a source of this name, not shifted: length and hash."""
        if not self.exists:
            return {}
        parameters = {**self._door.names(), "source": source, "closes": CLOSES, "most": NAMES_KEPT}
        found = self._door.query(_BEFORE, parameters)[::-1]
        return {int(size): str(digest).partition("#")[0] for digest, size in zip(found["file_hash"], found["bytes"], strict=True)}

    def latest(self, content: Content) -> Load | None:
        """The last load of a content, closed or cut."""
        if not self.exists:
            return None
        found = self._door.query(_LOADS, {**self._door.names(), "digest": content.digest}, HEAVY)
        loads: dict[str, Load] = {}
        for row in found.to_dict("records"):
            load = loads.get(row["file_hash"], Load(row["file_hash"], row["source"]))
            if row["chunk"] == OPENS:
                load = replace(load, shift=int(row["shifted"]), start=int(row["bytes"]))
            elif row["chunk"] == CLOSES:
                load = replace(load, closed=row["loaded_at"].to_pydatetime())
            else:
                load.done[int(row["chunk"])] = Done(int(row["rows"]), int(row["rejected"]))
            loads[load.id] = load
        return max(loads.values(), key=lambda load: load.generation, default=None)

    def opened(self, source: str, content: Content, shift: int, generation: int) -> Load:
        """Begin a load. Without a ledger it is not remembered."""
        if not self.exists:
            return Load(f"{content.digest}#{uuid4().hex}", source, shift)
        name = content.digest if generation == 1 else f"{content.digest}#{generation}"
        load = Load(name, source, shift, content.start.offset)
        self._write(load, OPENS, Done(0, 0), content.start.offset)
        return load

    def loaded(self, load: Load, chunk: int, done: Done, size: int) -> None:
        """Note a chunk of `size` bytes."""
        self._write(load, chunk, done, size)

    def close(self, load: Load, content: Content) -> None:
        """Note that nothing of the content is left."""
        self._write(load, CLOSES, Done(0, 0), content.hashed)

    def _write(self, load: Load, chunk: int, done: Done, size: int) -> None:
        if not self.exists:
            return
        row = {
            "file_hash": pa.array([load.id]),
            "source": pa.array([load.source]),
            "chunk": pa.array([chunk], pa.uint32()),
            "rows": pa.array([done.rows], pa.uint64()),
            "rejected": pa.array([done.rejected], pa.uint64()),
            "shifted": pa.array([load.shift], pa.int64()),
            "bytes": pa.array([size], pa.uint64()),
        }
        self._door.insert(self._door.settings.processing_db, "ingest_chunks", pa.table(row))
