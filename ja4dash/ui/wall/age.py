"""How old a part of the wall is: when it was read, and its newest row by the engine's clock."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

import pandas as pd

from ja4dash import words
from ja4dash.feed import Reading, Readings
from ja4dash.queries import wall as queries
from ja4dash.ui.header import DATA_OLD_AFTER
from ja4dash.ui.pipeline import LATE_AFTER
from ja4dash.wall import Options

_GRACE: Final = timedelta(seconds=5)
_ROUNDS: Final = 3


@dataclass(frozen=True)
class Newest:
    """Which row tells how old a part's data is: where its instant stands, what it is called, its age in words, and the
    greatest age that is still current."""

    source: str
    column: str
    word: str
    says: str
    limit: timedelta


REQUESTS: Final = Newest("freshness", "newest_request", "request", "data % old", DATA_OLD_AFTER)
SCORES: Final = Newest("freshness", "newest_score", "score", "scored % ago", LATE_AFTER)
"""Detections may be rare; scores come with every cycle, so they tell whether the absence of detections means anything."""
CYCLES: Final = Newest("health", "last_cycle", "cycle", "% ago", LATE_AFTER)


@dataclass(frozen=True)
class Ages:
    """The ages of one picture: of all its parts, by one clock."""

    readings: Readings
    options: Options

    @property
    def late(self) -> timedelta:
        """How long after its reading a part is no longer current."""
        return _ROUNDS * self.options.refresh + _GRACE

    @property
    def now(self) -> datetime | None:
        """The engine's clock."""
        return queries.engine_time(self.readings["freshness"])

    def of(self, name: str, newest: Newest) -> dict[str, object]:
        """What a part's script needs to tell its age, now and as time goes on."""
        reading = self.readings[name]
        return {
            "beat": beat(),
            "read": self._read(reading),
            "newest": self.newest(newest),
            "problem": reading.error.title if reading.error else "",
        }

    def newest(self, newest: Newest) -> dict[str, object] | None:
        """Age, limit and instant of the newest row; None when there is none or nobody knows."""
        reading, now = self.readings[newest.source], self.now
        if now is None or not reading.good:
            return None
        at = reading.value[newest.column].iloc[0]
        if words.moment(at) == words.DASH:
            return None
        age = (now - at.to_pydatetime()).total_seconds()
        said = {"word": newest.word, "says": newest.says, "at": self.clock(at)}
        return {"age": age, "limit": newest.limit.total_seconds(), **said}

    def without(self, newest: Newest) -> str:
        """What stands where there is no newest row: that there is none, or why nobody knows."""
        reading = self.readings[newest.source]
        if reading.good:
            return "none yet"
        return f"unknown: {reading.error.title.lower()}" if reading.error else "not read yet"

    def read(self) -> str:
        """When the oldest part of the picture was read; "never" when nothing was."""
        stamps = [reading.stamp.at for reading in self.readings.values() if reading.stamp]
        return self.clock(min(stamps)) if stamps else "never"

    def clock(self, at: datetime | pd.Timestamp) -> str:
        """14:05:09 CET, with the day when it is another one."""
        return clock(at, self.options.clock, self.now)

    def _read(self, reading: Reading) -> dict[str, object] | None:
        if reading.stamp is None:
            return None
        age, limit = reading.stamp.age().total_seconds(), self.late.total_seconds()
        return {"age": age, "limit": limit, "at": self.clock(reading.stamp.at)}


def beat() -> int:
    """A number that every picture has for itself."""
    return time.monotonic_ns() // 1_000_000


def clock(at: datetime | pd.Timestamp, zone: tzinfo, now: datetime | None = None) -> str:
    """14:05:09 CET; with its day when that is not today's."""
    there = at.astimezone(zone)
    day = "" if now is None or there.date() == now.astimezone(zone).date() else f"{there:%d %b} "
    return f"{day}{there:%H:%M:%S %Z}"
