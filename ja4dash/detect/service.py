"""The thread that detects while the app runs: the newest hours at once, then the past, then every few minutes."""

from __future__ import annotations

import atexit
import threading
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from ja4dash.detect.cycle import Detector, ForeignDetectorError, Scored, run_cycle
from ja4dash.detect.lease import BusyError
from ja4dash.detect.windows import HOUR, Window, hour_of
from ja4dash.errors import Category, QueryError

if TYPE_CHECKING:
    from ja4dash.db import Door

EVERY: Final = timedelta(minutes=2)
"""Between one look at the hour that is filling and the next."""

_NEWEST: Final = 2
_PROMPT: Final = timedelta(days=1)
"""How much of the past is scored without a pause; before that every window is followed by as long a rest, for the pages' sake."""

_SOON: Final = 10.0
"""Seconds after which the past is looked at again while it still had something."""

_RETRY: Final = 10.0
_SLOWEST_RETRY: Final = 120.0


@dataclass(frozen=True)
class Status:
    """How the service is: what it does, how far it has looked (aware UTC), windows scored since the start, windows of the
    past still to be scored, and the last error in words (empty when the last step worked)."""

    state: str = "not started"
    looked_until: datetime | None = None
    scored: int = 0
    behind: int = 0
    error: str = ""


class DetectionService:
    """One thread that keeps a deployment's detections up to date.

    `days`: how much of the past is scored. `ready` is set when the newest hours were scored, or could not be (see
    `status.error`). Where another detector scores, or another process detects, it says so in `status` and waits.
    """

    def __init__(self, door: Door, *, days: float | None = None, every: timedelta = EVERY) -> None:
        self._door = door
        self._days = timedelta(days=door.settings.simulate_days if days is None else days)
        self._every = every
        self._present, self._past = Detector(door), Detector(door)
        self._too_big: set[datetime] = set()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self.ready = threading.Event()
        self.status = Status()

    def start(self) -> None:
        """Begin; does nothing when it runs already."""
        if self._thread is not None:
            return
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, name="detection", daemon=True)
        self._thread.start()
        atexit.register(self.stop)

    def stop(self, timeout: float = 30.0) -> None:
        """End the thread after the window it is at."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        self._stop.set()
        thread.join(timeout)
        atexit.unregister(self.stop)

    def _run(self) -> None:
        retry = _RETRY
        try:
            while not self._stop.is_set():
                try:
                    pause = self.step()
                    retry = _RETRY
                except (QueryError, BusyError, ForeignDetectorError, OSError) as error:
                    self.status = replace(self.status, state="waiting", error=str(error))
                    pause, retry = retry, min(2 * retry, _SLOWEST_RETRY)
                self.ready.set()
                self._stop.wait(pause)
            self.status = replace(self.status, state="stopped")
        except BaseException as error:
            self.status = replace(self.status, state="ended", error=f"detection ended: {error}")
            self.ready.set()
            raise

    def step(self) -> float:
        """Score the newest hours, then the past that is due, oldest first; returns the seconds to wait then.

        Raises QueryError, BusyError, ForeignDetectorError, OSError.
        """
        now = self._door.now()
        newest = hour_of(now) - (_NEWEST - 1) * HOUR
        run_cycle(self._door, newest, now, detector=self._present, told=self._count)
        due = (window for window, due in self._past.due(now - self._days, newest) if due)
        behind = [window for window in due if window.since not in self._too_big]
        self._note(now, len(behind))
        self.ready.set()
        for place, window in enumerate(behind):
            if self._stop.is_set() or self._door.now() - now >= self._every:
                return 0.0
            begun = time.monotonic()
            self._score_past(window)
            self._note(now, len(behind) - place - 1)
            if now - window.until > _PROMPT:
                self._stop.wait(time.monotonic() - begun)
        self._present = self._past
        return min(_SOON, self._every.total_seconds()) if behind else self._every.total_seconds()

    def _score_past(self, window: Window) -> None:
        """Score an hour of the past; one that is too big or too slow is told of once and then left, so that others are scored."""
        try:
            run_cycle(self._door, window.since, window.until, detector=self._past, told=self._count)
        except QueryError as error:
            if error.category in (Category.LIMIT, Category.TIMEOUT):
                self._too_big.add(window.since)
            raise

    def _count(self, _: Scored) -> None:
        self.status = replace(self.status, scored=self.status.scored + 1)

    def _note(self, now: datetime, behind: int) -> None:
        state = "scoring the past" if behind else "up to date"
        self.status = replace(self.status, state=state, looked_until=now, behind=behind, error="")
