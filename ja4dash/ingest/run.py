"""A run: plan the files, load chunk after chunk, keep the ledger."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from ja4dash.errors import Category, QueryError
from ja4dash.ingest import inputs, target
from ja4dash.ingest.batch import Batch, Chunk, Unreadable
from ja4dash.ingest.columns import COLUMNS
from ja4dash.ingest.content import Format
from ja4dash.ingest.fit import Fitted, fitted
from ja4dash.ingest.ledger import Done, Ledger
from ja4dash.ingest.plan import Job, Planner, reason
from ja4dash.ingest.progress import Progress
from ja4dash.ingest.rejects import SUFFIX, Rejects, default_path
from ja4dash.ingest.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ja4dash.db import Door
    from ja4dash.ingest.kinds import Kind


MANY_NAMES: Final = 1_000
"""Unknown columns after which no more are collected: a file may make up a name a row."""


class UsageError(ValueError):
    """Files and options that do not go together; the message says why."""


def run(
    door: Door,
    files: Sequence[str],
    *,
    shift_to_now: bool = False,
    again: bool = False,
    rejects: str | Path | None = None,
    format: Format | None = None,
    progress: TextIO | None = None,
) -> Summary:
    """Load files of requests into http_logs; see docs/INGEST.md.

    `files` are names, patterns, or "-" for standard input; `rejects` is where rejected lines go (by default the current
    folder, named after the first file). Raises UsageError, and QueryError when the deployment cannot take requests; an
    engine that fails later ends up in the summary's `error`.
    """
    names = inputs.named(files)
    path = _rejects_path(names, rejects)
    kinds = target.columns(door)
    ledger = Ledger(door)
    if not (ledger.exists or again):
        there = f"There is no table {door.settings.processing_db}.ingest_chunks, so a second run would load everything twice"
        raise QueryError(Category.MISSING, f"{there}; --again loads all the same")
    counter = Progress(progress)
    with ExitStack() as stack:
        stack.callback(counter.clear)
        planner = Planner(door, kinds, ledger, counter, stack, shift_to_now, again, format)
        plan = planner.plan(names)
        goes_on = any(job.load.done for job in plan.jobs)
        writer = stack.enter_context(Rejects(path, append=goes_on))
        error = _Loader(door, kinds, ledger, counter, writer).load(plan.jobs)
        return Summary(plan.results, counter.seconds, path if writer.count else None, error)


def _rejects_path(names: Sequence[str], asked: str | Path | None) -> Path:
    if not names:
        raise UsageError("no files were named")
    path = Path(asked) if asked else default_path(names[0])
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent} for the rejected lines")
    if path.is_dir() or not os.access(path if path.exists() else path.parent, os.W_OK):
        raise UsageError(f"{path} cannot be written to, and rejected lines need a place: name one with --rejects")
    for name in names:
        read = not name.endswith(SUFFIX)
        if read and path.exists() and Path(name).exists() and path.samefile(name):
            raise UsageError(f"{name} is to be read: it cannot take the rejected lines as well")
    return path


@dataclass(frozen=True)
class _Loader:
    """Loads planned files. While the engine stores a chunk, the next one is read."""

    door: Door
    kinds: Mapping[str, Kind]
    ledger: Ledger
    counter: Progress
    rejects: Rejects

    def load(self, jobs: Sequence[Job]) -> QueryError | None:
        """Load files; the engine's complaint, if it stopped the run."""
        self.counter.begin()
        with ThreadPoolExecutor(1, "ingest") as storing:
            try:
                for job in jobs:
                    self._file(job, storing)
            except QueryError as error:
                return error
        return None

    def _file(self, job: Job, storing: ThreadPoolExecutor) -> None:
        reader = job.reader()
        pending: Future[None] | None = None
        try:
            for number, chunk in enumerate(reader.chunks(), start=1):
                if number in job.load.done:
                    self._count_earlier(job, job.load.done[number])
                    continue
                work = self._prepared(job, chunk)
                if pending:
                    pending.result()
                pending = storing.submit(self._store, job, number, work, chunk.size)
        except (OSError, Unreadable) as error:
            job.result.failed = reason(error)
        if pending:
            pending.result()
        job.result.damage = reader.damage
        if not job.result.failed:
            self.ledger.close(job.load, job.content)

    def _prepared(self, job: Job, chunk: Chunk) -> Fitted:
        batch = chunk.batch()
        work = fitted(batch, self.kinds, job.load.shift)
        self.rejects.write(job.source.name, work.rejects)
        job.result.read += batch.read
        job.result.rejected += len(work.rejects)
        job.result.cut += work.cut
        job.result.replaced += work.replaced
        self._note_columns(job, batch)
        return work

    def _note_columns(self, job: Job, batch: Batch) -> None:
        if len(job.result.unknown) < MANY_NAMES:
            job.result.unknown |= batch.names - COLUMNS.keys()
        job.result.lacking |= (batch.names & COLUMNS.keys()) - self.kinds.keys()

    def _store(self, job: Job, number: int, work: Fitted, size: int) -> None:
        rows = work.table.num_rows
        if rows:
            self.door.insert(self.door.settings.logs_db, "http_logs", work.table, token=job.load.token(number))
        self.ledger.loaded(job.load, number, Done(rows, len(work.rejects)), size)
        job.result.loaded += rows
        self.counter.step(job.source.name, rows, size)

    @staticmethod
    def _count_earlier(job: Job, done: Done) -> None:
        job.result.read += done.rows + done.rejected
        job.result.before += done.rows
        job.result.rejected += done.rejected
