"""The ledger: which stretches of time a seed has been written for, so that nothing is written twice and what is missing is known.

A stretch is announced before its first request is written: a row of simulation_progress whose bounds are swapped. It is recorded
when it is complete. What is announced and not recorded was cut off: its cells are written again with the tokens they had, and the
engine drops those that it holds already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from ja4dash.db import HEAVY

if TYPE_CHECKING:
    from ja4dash.db import Door

_STRETCHES: Final = """
SELECT
    toUnixTimestamp(least(from_time, until_time)) AS since,
    countIf(from_time <= until_time) > 0 AS complete,
    toUnixTimestamp(if(complete, maxIf(until_time, from_time <= until_time), max(from_time))) AS until
FROM {processing:Identifier}.simulation_progress
WHERE seed = {seed:UInt64}
GROUP BY since
ORDER BY since
"""


@dataclass(frozen=True, order=True)
class Stretch:
    """Seconds since 1970 UTC with since <= time < until."""

    since: int
    until: int

    @property
    def seconds(self) -> int:
        """Its length."""
        return self.until - self.since


class Ledger:
    """The stretches of one seed in one deployment."""

    def __init__(self, door: Door, seed: int) -> None:
        self._door, self._seed = door, seed

    def read(self) -> tuple[list[Stretch], list[Stretch]]:
        """Complete stretches, touching ones joined; and those that were cut off."""
        parameters = {"processing": self._door.settings.processing_db, "seed": self._seed}
        found = self._door.query(_STRETCHES, parameters, HEAVY)
        rows = [
            (Stretch(int(since), int(until)), bool(complete))
            for since, until, complete in zip(found["since"], found["until"], found["complete"], strict=True)
        ]
        complete = joined(stretch for stretch, whole in rows if whole)
        return complete, [stretch for stretch, whole in rows if not whole]

    def announce(self, stretch: Stretch) -> None:
        """Say that the stretch is about to be written."""
        self._append(stretch.until, stretch.since, 0)

    def record(self, stretch: Stretch, requests: int) -> None:
        """Say that the stretch is complete; it may end before what was announced."""
        self._append(stretch.since, stretch.until, requests)

    def _append(self, from_time: int, until_time: int, requests: int) -> None:
        row = {
            "seed": pa.array([self._seed], pa.uint64()),
            "from_time": pa.array([from_time], pa.uint32()),
            "until_time": pa.array([until_time], pa.uint32()),
            "requests": pa.array([requests], pa.uint64()),
        }
        self._door.insert(self._door.settings.processing_db, "simulation_progress", pa.table(row))


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """In order, those that touch or overlap as one."""
    whole: list[Stretch] = []
    for stretch in sorted(stretches):
        if whole and stretch.since <= whole[-1].until:
            whole[-1] = Stretch(whole[-1].since, max(whole[-1].until, stretch.until))
        else:
            whole.append(stretch)
    return whole


def gaps(within: Stretch, covered: Iterable[Stretch]) -> list[Stretch]:
    """What the covered stretches leave of `within`, oldest first."""
    found, since = [], within.since
    for stretch in joined(covered):
        if stretch.since > since:
            found.append(Stretch(since, min(stretch.since, within.until)))
        since = max(since, stretch.until)
    found.append(Stretch(since, within.until))
    return [gap for gap in found if gap.seconds > 0]


def pieces(gap: Stretch, seconds: int) -> Iterator[Stretch]:
    """The gap, newest first, cut at whole multiples of so many seconds."""
    until = gap.until
    for edge in np.arange((gap.until - 1) // seconds * seconds, gap.since, -seconds).tolist():
        if edge < until:
            yield Stretch(edge, until)
            until = edge
    if until > gap.since:
        yield Stretch(gap.since, until)
