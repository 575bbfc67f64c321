"""The command: write the last days of a world, with progress, and say what was done."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final, TextIO

from ja4dash.simulate.chunks import backfill
from ja4dash.simulate.world import World

if TYPE_CHECKING:
    from ja4dash.db import Door

_SECONDS_BETWEEN_LINES: Final = 2.0


@dataclass(frozen=True)
class Summary:
    """What a run wrote: requests, sources in the cast, how long it took (seconds)."""

    requests: int
    sources: int
    seconds: float

    @property
    def rate(self) -> float:
        """Requests written a second."""
        return self.requests / self.seconds if self.seconds else 0.0

    def sentence(self) -> str:
        """For people."""
        if not self.requests:
            return "nothing to do: these days are written already"
        return f"wrote {self.requests:,} requests of {self.sources:,} sources in {self.seconds:.1f} s ({self.rate:,.0f} a second)"


def run(
    door: Door,
    *,
    days: float,
    rate: float,
    seed: int,
    until: datetime | None = None,
    mistaken: float = 0.0,
    out: TextIO | None = None,
) -> Summary:
    """Write what is missing of the days before `until` (aware; now if None) at `rate` mean requests a second, `mistaken`
    (0..1) of them by visitors that are easily mistaken.

    Progress goes to `out`. Raises QueryError.
    """
    begun = shown = time.monotonic()

    def told(requests: int, covered: int, total: int) -> None:
        nonlocal shown
        if out and time.monotonic() - shown >= _SECONDS_BETWEEN_LINES:
            shown = time.monotonic()
            out.write(f"{requests:,} requests, {100 * covered // total} % of the time\n")
            out.flush()

    world = World(seed, rate, mistaken)
    requests = backfill(door, world, days, now=until, told=told)
    return Summary(requests, world.sources.count, time.monotonic() - begun)
