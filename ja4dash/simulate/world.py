"""A world: one cast, from one seed, and its requests in any interval of time, generated without what came before."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import datetime
from typing import TYPE_CHECKING, Final

import numpy as np

from ja4dash.simulate import rows
from ja4dash.simulate.behaviours.base import Group
from ja4dash.simulate.cast import draw
from ja4dash.simulate.cast.casting import Casting
from ja4dash.simulate.events import Numbers, blank, joined
from ja4dash.simulate.looks import LookColumns, Looks, Pool
from ja4dash.simulate.networks import Sources
from ja4dash.simulate.schedules import DAY, HOUR
from ja4dash.simulate.site import site

if TYPE_CHECKING:
    import pyarrow as pa

REACH: Final = HOUR // 2
"""A session ends at most so many seconds after the slot in which it began."""

_MOST_IN_A_SLOT: Final = 200_000
_SLOTS: Final = (HOUR, HOUR // 2, HOUR // 4, HOUR // 12, HOUR // 60)


class World:
    """Visitors of a site. `seed` decides who they are and what they do, `rate` (mean requests a second) how many they are,
    `mistaken` (0..1) the share of requests of those who are easily mistaken.

    Safe for threads. Sessions are drawn for slots of time, each from the seed and the slot's number alone.
    """

    def __init__(self, seed: int, rate: float, mistaken: float = 0.0) -> None:
        self.seed, self.rate = seed % 2**64, rate
        self.slot = next((slot for slot in _SLOTS if slot * rate * 2 <= _MOST_IN_A_SLOT), _SLOTS[-1])
        casting = Casting(
            seed=self.seed,
            rate=rate,
            rng=np.random.default_rng([self.seed, 0]),
            sources=Sources(np.random.default_rng([self.seed, 1])),
            looks=Looks(),
            forwarded=Pool([""]),
        )
        draw(casting, mistaken)
        self.groups: list[Group] = casting.groups
        self.sources: Sources = casting.sources
        self.looks: LookColumns = casting.looks.columns
        self.forwarded: Pool = casting.forwarded
        for group in self.groups:
            group.calibrate(self.seed, self.looks)
        self._columns = rows.Columns(self.sources, self.looks, self.forwarded)
        self._slots: OrderedDict[int, Numbers] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def columns(self) -> list[str]:
        """The columns of http_logs that are filled."""
        names: list[str] = self._columns.table(blank(0)).column_names
        return names

    def requests(self, since: datetime, until: datetime) -> pa.Table:
        """Rows of http_logs with since <= time < until (aware, whole seconds), in the order of their time."""
        return self._columns.table(self.events(int(since.timestamp()), int(until.timestamp())))

    def events(self, since: int, until: int) -> Numbers:
        """Events with since <= time < until (seconds since 1970 UTC), in the order of their time."""
        first = (since - REACH) // self.slot
        last = (until - 1) // self.slot
        parts = []
        for number in range(first, last + 1):
            slot = self._slot(number)
            begin, end = np.searchsorted(slot["time"], (since, until))
            parts.append(slot[begin:end])
        events = joined(parts)
        return events[np.argsort(events["time"], kind="stable")]

    def _slot(self, number: int) -> Numbers:
        with self._lock:
            if number not in self._slots:
                self._slots[number] = self._generate(number)
                while len(self._slots) > REACH // self.slot + 2:
                    self._slots.popitem(last=False)
            self._slots.move_to_end(number)
            return self._slots[number]

    def _generate(self, number: int) -> Numbers:
        since, until = number * self.slot, (number + 1) * self.slot
        events = joined([group.events(self.seed, number, since, until, self.looks) for group in self.groups])
        events = events[(events["time"] >= since) & (events["time"] < until + REACH)]
        events = events[np.argsort(events["time"], kind="stable")]
        events["port"] += (2 * site().host[events["target"]]).astype(np.uint16)
        self._break(events, number)
        return events

    def _break(self, events: Numbers, number: int) -> None:
        """Now and then the shop is down for some minutes: what is not a file ends in 503."""
        down = np.zeros(len(events), bool)
        for day in range(int(number * self.slot // DAY) - 1, int((number + 1) * self.slot // DAY) + 1):
            begin, length = _outage(self.seed, day)
            down |= (events["time"] >= begin) & (events["time"] < begin + length)
        luck = np.random.default_rng([self.seed, 0, 3, number]).random(len(events))
        down &= (luck < 0.7) & ~np.isin(events["status"], (304, 404, 204)) & np.isin(events["kind"], (0, 4, 5, 6))
        events["status"][down] = np.where(luck[down] < 0.6, 503, 502)


def _outage(seed: int, day: int) -> tuple[float, float]:
    """Start and length (seconds) of the day's outage; most days have none."""
    rng = np.random.default_rng([seed, 0, 2, day])
    begin, length = day * DAY + rng.random() * DAY, rng.uniform(120, 600)
    return begin, length if rng.random() < 0.25 else 0.0
