"""When something happened, by two clocks, so that no jump of a clock can make it look younger than it is."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True)
class Stamp:
    """An instant by the host's clock (`at`, aware UTC), which people can set back, and by a counter of seconds (`ticks`),
    which stands still while the host sleeps."""

    at: datetime
    ticks: float

    @classmethod
    def now(cls) -> Stamp:
        """This instant."""
        return cls(datetime.now(UTC), time.monotonic())

    def age(self) -> timedelta:
        """How long ago: by the clock that says more."""
        return max(datetime.now(UTC) - self.at, timedelta(seconds=time.monotonic() - self.ticks))
