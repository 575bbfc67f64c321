"""Windows: clock hours (UTC), the one that is still filling included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

HOUR: Final = timedelta(hours=1)
LOOK_BACK: Final = 24 * HOUR
"""How far back what a source did before counts against it."""


@dataclass(frozen=True, order=True)
class Window:
    """A clock hour as far as it is over: since <= time < seen (aware UTC, whole seconds). `until` is its full hour."""

    since: datetime
    seen: datetime

    @property
    def until(self) -> datetime:
        """The end of the hour."""
        return self.since + HOUR

    @property
    def closed(self) -> bool:
        """True when the hour is over."""
        return self.seen == self.until

    @property
    def last(self) -> datetime:
        """The last second looked at: what detections carry as `detected_at`, so that they lie in the hour of their requests."""
        return self.seen - timedelta(seconds=1)


def hour_of(moment: datetime) -> datetime:
    """Start of the clock hour of a moment."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def hours(since: datetime, until: datetime) -> Iterator[Window]:
    """The hours that lie or begin in [since, until), oldest first; the last one ends at `until` when that is inside it."""
    end = until.astimezone(UTC).replace(microsecond=0)
    start = hour_of(since)
    while start < end:
        yield Window(start, min(start + HOUR, end))
        start += HOUR
