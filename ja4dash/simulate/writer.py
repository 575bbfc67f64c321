"""The writer that keeps simulated requests coming while the app runs: the present every two seconds, the past between."""

from __future__ import annotations

import atexit
import threading
from collections import deque
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from ja4dash.errors import QueryError
from ja4dash.simulate.chunks import MINUTE, Chunks, cells, window
from ja4dash.simulate.ledger import Stretch
from ja4dash.simulate.world import World

if TYPE_CHECKING:
    from ja4dash.db import Door

INTERVAL: Final = 2.0
"""Seconds between inserts of the present: each makes a part on disk."""

ROWS_A_STEP: Final = 60_000
"""Requests of the past in one insert, about half a second of work."""

_BEHIND: Final = 2 * MINUTE
_SLOWEST_RETRY: Final = 60.0
_one_a_process = threading.Lock()


class WriterBusyError(RuntimeError):
    """This process writes simulated requests already."""


@dataclass(frozen=True)
class Status:
    """How the writer is: `written_until` (aware UTC, None before the first request), requests since the start, seconds of
    the past that are still to be written, and the last error as text (empty when the last step worked)."""

    state: str = "not started"
    written_until: datetime | None = None
    requests: int = 0
    past_seconds: int = 0
    error: str = ""


class LiveWriter:
    """One thread that writes a world up to now: the newest hour first, then the present, and the past in between.

    `ready` is set when the newest hour is there, or when it could not be written (see `status.error`). While `resting` is set the
    past waits, so that something else gets the processor.
    """

    def __init__(self, door: Door, *, days: float | None = None, world: World | None = None) -> None:
        self._door = door
        self.days = door.settings.simulate_days if days is None else days
        self._world = world
        self._chunks: Chunks | None = None
        self._begun = 0
        self._past: deque[Stretch] = deque()
        self._present: Present | None = None
        self._truth_told = False
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self.ready = threading.Event()
        self.resting = threading.Event()
        self.status = Status()

    def start(self) -> None:
        """Begin to write; raises WriterBusyError if this process has a writer already."""
        if not _one_a_process.acquire(blocking=False):
            raise WriterBusyError("Simulated requests are written by this process already")
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, name="simulated requests", daemon=True)
        self._thread.start()
        atexit.register(self.stop)

    def stop(self, timeout: float = 30.0) -> None:
        """End the thread after its current step and note how far it came."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        self._stop.set()
        thread.join(timeout)
        atexit.unregister(self.stop)

    def _run(self) -> None:
        try:
            retry = INTERVAL
            while not self._stop.is_set():
                try:
                    pause = self.step()
                    retry = INTERVAL
                except QueryError as error:
                    self.status = replace(self.status, error=error.message)
                    self.ready.set()
                    pause, retry = retry, min(2 * retry, _SLOWEST_RETRY)
                self._stop.wait(pause)
            self._end()
        except BaseException as error:
            self.status = replace(self.status, state="ended", error=f"the writer ended: {error}")
            self.ready.set()
            raise
        finally:
            _one_a_process.release()

    def step(self) -> float:
        """Do the next bounded piece of work; returns the seconds to wait before the next one. Raises QueryError."""
        now = int(self._door.now().timestamp())
        chunks = self._chunks or self._begin(now)
        written = self._keep_up(chunks, self._present, now) if self._present else 0
        resting = self.resting.is_set() and self._present is not None
        if not written and self._past and not resting:
            written = chunks.write(self._past[0])
            self._past.popleft()
        elif not self._truth_told and not resting:
            chunks.tell_truth()
            self._truth_told = True
        if self._present is None:
            self._present = Present(chunks, self._begun)
            self.ready.set()
        self._note(written)
        return 0.1 if self._past or not self._truth_told else INTERVAL

    def _begin(self, now: int) -> Chunks:
        self.status = replace(self.status, state="starting")
        if self._world is None:
            self._world = World(self._door.settings.simulate_seed, self._door.settings.simulate_rate)
        chunks = Chunks(self._door, self._world)
        chunks.check()
        self._look_back(chunks, now)
        self._chunks, self._begun = chunks, now
        return chunks

    def _look_back(self, chunks: Chunks, now: int) -> None:
        chunks.mend(now)
        self._past = deque(chunks.missing(window(now, self.days), ROWS_A_STEP))

    def _keep_up(self, chunks: Chunks, present: Present, now: int) -> int:
        """Write the present; after a long pause leave what was missed to the past and go on from now."""
        if now - present.until <= _BEHIND:
            return present.write(now)
        present.end()
        self._look_back(chunks, now)
        self._present = Present(chunks, now)
        return 0

    def _note(self, written: int) -> None:
        until = self._present.until if self._present else 0
        self.status = Status(
            state="filling the past" if self._past else "live",
            written_until=datetime.fromtimestamp(until, UTC) if until else None,
            requests=self.status.requests + written,
            past_seconds=sum(stretch.seconds for stretch in self._past),
        )

    def _end(self) -> None:
        if self._present:
            try:
                self._present.end()
            except QueryError as error:
                self.status = replace(self.status, error=error.message)
        self.status = replace(self.status, state="stopped")


class Present:
    """The minute that is being written, cell by cell."""

    def __init__(self, chunks: Chunks, now: int) -> None:
        self._chunks = chunks
        self._minute: Stretch | None = None
        self._requests = 0
        self.until = now

    def write(self, now: int) -> int:
        """Write the cells that are over; returns their requests."""
        written = 0
        while self.until < now:
            minute = self._minute or self._announce()
            for cell in cells(minute):
                if self.until < cell.until <= now:
                    requests = self._chunks.put(cell)
                    self.until, written, self._requests = cell.until, written + requests, self._requests + requests
            if self.until < minute.until:
                break
            self.end()
        return written

    def end(self) -> None:
        """Record what was written of the minute."""
        if self._minute:
            self._chunks.record(Stretch(self._minute.since, self.until), self._requests)
            self._minute = None

    def _announce(self) -> Stretch:
        minute = Stretch(self.until, (self.until // MINUTE + 1) * MINUTE)
        self._chunks.announce(minute)
        self._minute, self._requests = minute, 0
        return minute
