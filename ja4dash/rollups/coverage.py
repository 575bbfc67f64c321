"""Which hours of a window the rollups can answer for; the rest is read from the log."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from ja4dash.rollups.definition import READINGS, ROLLUPS

_HOUR: Final = timedelta(hours=1)

STATE: Final = """
SELECT
    toString(name) AS rollup,
    groupArrayIf(toUInt32(hour), NOT done AND hour > toDateTime(0, 'UTC')) AS owed,
    min(hour) = toDateTime(0, 'UTC')
        AND concat('fill_', name) IN
        (
            SELECT name FROM system.tables
            WHERE database = {processing:String} AND name IN {fills:Array(String)} AND engine = 'MaterializedView'
        ) AS filled,
    toInt64(ifNull(
        (SELECT sum(total_rows) FROM system.tables WHERE database = {logs:String} AND name = 'http_logs'), 0
    )) AS log_rows
FROM
(
    SELECT name, hour, argMax(covered, at) AS done
    FROM {processing:Identifier}.rollup_hours
    GROUP BY name, hour
)
GROUP BY name
"""
"""Rollup, the hours that it owes, whether it is filled (its view is there and its hours were written down), rows of the log."""


@dataclass(frozen=True)
class Coverage:
    """The rollups that are filled here, each with the hours (aware UTC) that it still owes, and how many rows the log has."""

    owed: Mapping[str, tuple[datetime, ...]] = field(default_factory=dict)
    log_rows: int = 0

    def able(self, readings: Collection[str], filters: Collection[str]) -> frozenset[str]:
        """The readings whose rollups are all filled and have a column for every filter."""
        return frozenset(
            name for name in readings if all(one in self.owed and set(filters) <= ROLLUPS[one].filters for one in READINGS[name])
        )

    def hours(self, readings: Collection[str], before: datetime, since: datetime, until: datetime) -> dict[str, datetime] | None:
        """Bounds of the whole hours that the readings can answer, None when they can answer none.

        first_hour and last_hour bound them in the window, before_hour and since_hour in the period before it. What looks back at
        all that came before the window gets since_hour, and cut_hour, in which the period before it begins; it can be answered
        without a whole hour in the window, and then first_hour and last_hour are its end.
        """
        if "history" in readings:
            return self._with_history(before, since, until)
        compared = any(name.endswith("compared") for name in readings)
        begin, first, last = _up(before if compared else since), _up(since), _down(until)
        owed = [hour for hour in self._owed(readings) if begin <= hour < last]
        if compared and owed:
            last = owed[0]
        elif owed:
            first, last = _longest(first, last, owed)
        if not readings or last <= first:
            return None
        return {"first_hour": first, "last_hour": last, "before_hour": begin, "since_hour": _down(since)}

    def _owed(self, readings: Collection[str]) -> list[datetime]:
        return sorted({hour for name in readings for one in READINGS[name] for hour in self.owed[one]})

    def _with_history(self, before: datetime, since: datetime, until: datetime) -> dict[str, datetime] | None:
        owed = self._owed({"history"})
        if any(hour < since for hour in owed):
            return None
        first, last = _longest(_up(since), _down(until), [hour for hour in owed if _up(since) <= hour < _down(until)])
        if last <= first:
            first = last = until
        return {"since_hour": _down(since), "cut_hour": _down(before), "first_hour": first, "last_hour": last}


def whole_hours(before: datetime, since: datetime, until: datetime) -> dict[str, datetime]:
    """Bounds of the whole hours of a window and of the period before it, as in `Coverage.hours` when nothing is owed."""
    return {
        "first_hour": _up(since),
        "last_hour": _down(until),
        "before_hour": _up(before),
        "since_hour": _down(since),
    }


def _longest(first: datetime, last: datetime, owed: Collection[datetime]) -> tuple[datetime, datetime]:
    """The longest stretch of hours that are not owed."""
    ends = [first - _HOUR, *owed, last]
    gaps = [(begin + _HOUR, end) for begin, end in pairwise(ends)]
    return max(gaps, key=lambda gap: gap[1] - gap[0])


def _down(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _up(moment: datetime) -> datetime:
    return _down(moment) if moment == _down(moment) else _down(moment) + _HOUR
