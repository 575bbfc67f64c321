"""What is to be done with each file: load it, go on with a load that was cut, or leave it; and by how much times move."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from ja4dash.ingest import inputs, target
from ja4dash.ingest.batch import Reader, Unreadable
from ja4dash.ingest.content import Content, Format, Input, examine, mark
from ja4dash.ingest.csv_rows import CsvReader
from ja4dash.ingest.fit import fitted
from ja4dash.ingest.json_lines import JsonReader
from ja4dash.ingest.ledger import Ledger, Load
from ja4dash.ingest.parquet import ParquetReader
from ja4dash.ingest.progress import Progress
from ja4dash.ingest.rejects import SUFFIX
from ja4dash.ingest.summary import FileSummary

if TYPE_CHECKING:
    from ja4dash.db import Door
    from ja4dash.ingest.kinds import Kind


@dataclass
class Job:
    """A file that is to be loaded, from `content.start` on, as `load` in the ledger."""

    result: FileSummary
    source: Input
    content: Content
    load: Load

    def reader(self) -> Reader:
        """The file's chunks."""
        return reader(self.source, self.content)


@dataclass
class Plan:
    """All files of a run as they will be summed up, and those of them that are to be loaded."""

    results: list[FileSummary] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)


def reader(source: Input, content: Content) -> Reader:
    """The reader of a format."""
    if source.format == "parquet":
        return ParquetReader(source)
    return JsonReader(source, content) if source.format == "jsonl" else CsvReader(source, content)


def reason(error: OSError | Unreadable) -> str:
    """Why a file cannot be read, in words."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


@dataclass
class _Examined:
    result: FileSummary
    source: Input
    content: Content
    generation: int = 1
    load: Load | None = None


@dataclass
class Planner:
    """Examines files. Copies that it needs go with `stack`."""

    door: Door
    kinds: Mapping[str, Kind]
    ledger: Ledger
    progress: Progress
    stack: ExitStack
    shift_to_now: bool
    again: bool
    format: Format | None

    def plan(self, names: Sequence[str]) -> Plan:
        """What to do with each file. Every load is opened in the ledger before the first row is loaded. Raises QueryError."""
        plan = Plan()
        chosen: dict[str, _Examined] = {}
        for name in names:
            result = FileSummary(name)
            plan.results.append(result)
            found = self._examined(result)
            if found and found.content.digest in chosen:
                result.skipped = f"the same content as {chosen[found.content.digest].source.name}"
            elif found and self._wanted(found):
                chosen[found.content.digest] = found
        shift = self._shift(list(chosen.values()))
        for found in chosen.values():
            load = found.load or self.ledger.opened(found.source.name, found.content, shift, found.generation)
            found.result.shift = load.shift
            plan.jobs.append(Job(found.result, found.source, found.content, load))
        return plan

    def _examined(self, result: FileSummary) -> _Examined | None:
        name = result.source
        if name.endswith(SUFFIX):
            result.skipped = "lines that were rejected before, not requests"
            return None
        known = {} if self.again or self.shift_to_now else self.ledger.known(name)
        try:
            source = inputs.opened(name, self.format, self.stack)
            content = examine(source, known, lambda size: self.progress.step(f"{name}, examined", 0, size))
        except (OSError, Unreadable) as error:
            result.failed = reason(error)
            return None
        return _Examined(result, source, content)

    def _wanted(self, found: _Examined) -> bool:
        """Whether there is something to load, noting how."""
        latest, result = self.ledger.latest(found.content), found.result
        if latest is None:
            if found.content.start.offset:
                result.notes.append(f"begins at line {found.content.start.line:,}: the lines before it are loaded already")
            return True
        if latest.closed and not self.again:
            rejected = f", {latest.rejected:,} rejected" if latest.rejected else ""
            when = f"{latest.closed:%Y-%m-%d %H:%M} UTC"
            result.skipped = f"already loaded on {when} ({latest.rows:,} rows{rejected}); --again loads it once more"
            result.damage = [found.content.damage] if found.content.damage else []
            return False
        if latest.closed or (self.again and latest.generation == 1):
            found.generation = latest.generation + 1
            return True
        found.load = latest
        found.content = replace(found.content, start=mark(found.source, latest.start))
        result.notes.append("goes on where an earlier run was cut off")
        if not target.drops_repeated_inserts(self.door):
            result.notes.append("http_logs here does not drop repeated inserts: the chunk that was under way may be there twice")
        return True

    def _shift(self, chosen: Sequence[_Examined]) -> int:
        """Seconds that bring the newest request of the files to now; files of a run that was cut keep to what it began with."""
        if not self.shift_to_now:
            return 0
        begun = [found.load.shift for found in chosen if found.load]
        if begun:
            return begun[0]
        newest = [newest for found in chosen if (newest := self._newest(found)) is not None]
        return math.floor(self.door.now().timestamp()) - max(newest) if newest else 0

    def _newest(self, found: _Examined) -> int | None:
        newest: list[int] = []
        try:
            for chunk in reader(found.source, found.content).chunks():
                table = fitted(chunk.batch(), self.kinds).table
                if table.num_rows:
                    newest.append(pc.max(table["time"]).cast("int64").as_py())
                self.progress.step(f"{found.source.name}, looking for the newest request", table.num_rows, chunk.size)
        except (OSError, Unreadable) as error:
            found.result.notes.append(reason(error))
        return max(newest, default=None)
