"""Schedules: when visitors come. Each gives the starts of sessions in a stretch of time, whatever came before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from ja4dash.simulate.events import Numbers

HOUR: Final = 3600
DAY: Final = 86_400


class Schedule(Protocol):
    """Starts of sessions in [since, until) (seconds since 1970) and their actors; `rate`: sessions a second of each actor."""

    def starts(self, rng: np.random.Generator, since: float, until: float, rate: Numbers) -> tuple[Numbers, Numbers]:
        """Times and actor numbers."""
        ...


def _poisson(rng: np.random.Generator, since: Numbers | float, length: Numbers | float, rate: Numbers) -> tuple[Numbers, Numbers]:
    counts = rng.poisson(rate * length)
    actor = np.repeat(np.arange(len(rate)), counts)
    begin = np.broadcast_to(since, rate.shape)[actor]
    return begin + rng.random(len(actor)) * np.broadcast_to(length, rate.shape)[actor], actor


HOME_HOURS: Final = (
    0.45, 0.25, 0.15, 0.1, 0.1, 0.15, 0.35, 0.7, 0.95, 1, 1.05, 1.1,
    1.25, 1.2, 1.05, 1, 1.1, 1.3, 1.6, 1.9, 2.1, 2, 1.5, 0.9,
)  # fmt: skip
"""People at home by local hour; the evening is the peak."""

MOBILE_HOURS: Final = (
    0.4, 0.2, 0.1, 0.1, 0.1, 0.25, 0.7, 1.3, 1.4, 1.1, 1, 1.1,
    1.5, 1.3, 1, 1, 1.1, 1.5, 1.6, 1.5, 1.5, 1.5, 1.2, 0.75,
)  # fmt: skip
"""People on the move: the way to work, lunch, the way home."""

OFFICE_HOURS: Final = (
    0.02, 0.02, 0.02, 0.02, 0.02, 0.05, 0.2, 0.9, 2.2, 2.8, 2.9, 2.6,
    1.8, 2, 2.6, 2.6, 2.3, 1.6, 0.7, 0.3, 0.2, 0.1, 0.05, 0.03,
)  # fmt: skip
"""People at work."""


@dataclass(frozen=True)
class Daily:
    """A curve over the local hour of each actor (`ahead`: hours ahead of UTC) and the weekend's share of a weekday."""

    hours: tuple[float, ...]
    weekend: float
    ahead: Numbers

    def starts(self, rng: np.random.Generator, since: float, until: float, rate: Numbers) -> tuple[Numbers, Numbers]:
        """Sessions by a Poisson process whose rate follows the curve."""
        local = (since + until) / 2 + self.ahead * HOUR
        curve = np.array(self.hours) / np.mean(self.hours)
        place = local % DAY / HOUR - 0.5
        level = np.interp(place, np.arange(-1, 25), np.concatenate([curve[-1:], curve, curve[:1]]))
        days = np.array([1.0, 1, 1, 1, 1, self.weekend, self.weekend])
        weekday = ((local // DAY).astype(np.int64) + 3) % 7
        return _poisson(rng, since, until - since, rate * level * (days / days.mean())[weekday])


@dataclass(frozen=True)
class Always:
    """No hours: machines."""

    def starts(self, rng: np.random.Generator, since: float, until: float, rate: Numbers) -> tuple[Numbers, Numbers]:
        """Sessions by a Poisson process."""
        return _poisson(rng, since, until - since, rate)


@dataclass(frozen=True)
class Clock:
    """Every so many seconds, each actor at its own phase (0..1 of the period), a little late at times (`jitter`, seconds).

    The rate says how often: the period is its inverse.
    """

    phase: Numbers
    jitter: float

    def starts(self, rng: np.random.Generator, since: float, until: float, rate: Numbers) -> tuple[Numbers, Numbers]:
        """Ticks of the clocks in the stretch."""
        period = 1 / rate
        first = np.ceil(since / period - self.phase)
        counts = np.maximum(np.ceil(until / period - self.phase) - first, 0).astype(np.int64)
        actor = np.repeat(np.arange(len(rate)), counts)
        place = np.arange(len(actor)) - np.repeat(np.cumsum(counts) - counts, counts)
        return (first[actor] + place + self.phase[actor]) * period[actor] + rng.exponential(self.jitter, len(actor)), actor


@dataclass(frozen=True)
class Bursts:
    """Some windows a day, drawn anew each day, and quiet between them; `together`: all actors share the windows.

    `windows` a day, each present with the chance `share`, of a length between `shortest` and `longest` (seconds). `quiet` is what
    goes on outside of them, as a share of the mean rate.
    """

    seed: tuple[int, ...]
    windows: int
    share: float
    shortest: float
    longest: float
    quiet: float = 0.0
    together: bool = False

    def starts(self, rng: np.random.Generator, since: float, until: float, rate: Numbers) -> tuple[Numbers, Numbers]:
        """Sessions inside the windows that reach into the stretch."""
        mean = self.windows * self.share * (self.shortest + self.longest) / 2
        inside = rate * (1 - self.quiet) * DAY / mean
        parts = [_poisson(rng, since, until - since, rate * self.quiet)]
        for day in range(int((since - self.longest) // DAY), int(until // DAY) + 1):
            begin, end = self._windows(day, len(rate))
            for place in range(self.windows):
                first = np.maximum(begin[place], since)
                length = np.maximum(np.minimum(end[place], until) - first, 0)
                parts.append(_poisson(rng, first, length, inside))
        return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])

    def _windows(self, day: int, actors: int) -> tuple[Numbers, Numbers]:
        rng = np.random.default_rng([*self.seed, day])
        shape = (self.windows, 1 if self.together else actors)
        begin = day * DAY + rng.random(shape) * DAY
        length = rng.uniform(self.shortest, self.longest, shape) * (rng.random(shape) < self.share)
        wide = (self.windows, actors)
        return np.broadcast_to(begin, wide), np.broadcast_to(begin + length, wide)
