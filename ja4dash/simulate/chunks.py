"""Chunks: a world's requests written into http_logs stretch by stretch; a cut at any point neither loses nor doubles any."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from ja4dash.errors import Category, QueryError
from ja4dash.simulate import truth
from ja4dash.simulate.ledger import Ledger, Stretch, gaps, pieces
from ja4dash.simulate.schedules import DAY, HOUR

if TYPE_CHECKING:
    from ja4dash.db import Door
    from ja4dash.simulate.world import World

CELL: Final = 2
MINUTE: Final = 60
"""Stretches up to a minute are written in cells of two seconds, as the present comes; longer ones in one piece."""

_LENGTHS: Final = (7 * DAY, 2 * DAY, DAY, DAY // 2, DAY // 4, 2 * HOUR, HOUR, HOUR // 2, HOUR // 4, 5 * MINUTE, 2 * MINUTE)

_COLUMNS: Final = "SELECT name, type FROM system.columns WHERE database = {logs:String} AND table = 'http_logs'"


class Chunks:
    """The requests of a world in one deployment, as far as they are written."""

    def __init__(self, door: Door, world: World) -> None:
        self._door, self._world = door, world
        self._ledger = Ledger(door, world.seed)

    def check(self) -> None:
        """Raise QueryError unless http_logs is as our own migration makes it."""
        database = self._door.settings.logs_db
        found = self._door.query(_COLUMNS, {"logs": database})
        types = dict(zip(found["name"], found["type"], strict=True))
        if not types:
            raise QueryError(Category.MISSING, f"There is no table {database}.http_logs")
        if types.get("src_ip") != "IPv6":
            sentence = (
                f"Simulated requests are not written here: {database}.http_logs was not made by ja4dash (src_ip is not IPv6)"
            )
            raise QueryError(Category.PARAMETER, sentence)
        lacking = [name for name in self._world.columns if name not in types]
        if lacking:
            raise QueryError(Category.MISSING, f"{database}.http_logs has no column {' and no column '.join(lacking)}")

    def tell_truth(self) -> int:
        """Write who is who, for evaluation; returns the number of new sources."""
        return truth.write(self._door, self._world)

    def mend(self, now: int) -> int:
        """Complete the stretches that were cut off, up to now; returns the requests in them."""
        written = 0
        for stretch in self._ledger.read()[1]:
            done, requests = stretch.since, 0
            for cell in cells(stretch):
                if cell.until <= now:
                    requests += self.put(cell)
                    done = cell.until
            self._ledger.record(Stretch(stretch.since, done), requests)
            written += requests
        return written

    def missing(self, within: Stretch, rows: int) -> list[Stretch]:
        """What is not written yet, newest first: the last hour, then pieces of about so many rows."""
        covered, _ = self._ledger.read()
        recent = max(within.since, within.until - HOUR)
        length = next((length for length in _LENGTHS if length * self._world.rate <= rows), _LENGTHS[-1])
        newest = gaps(Stretch(recent, within.until), covered)[::-1]
        older = gaps(Stretch(within.since, recent), covered)[::-1]
        found = newest if length >= HOUR else [piece for gap in newest for piece in pieces(gap, length)]
        return found + [piece for gap in older for piece in pieces(gap, length)]

    def write(self, stretch: Stretch) -> int:
        """Announce, write and record a stretch; returns its requests."""
        self._ledger.announce(stretch)
        requests = sum(self.put(cell) for cell in cells(stretch))
        self._ledger.record(stretch, requests)
        return requests

    def put(self, cell: Stretch) -> int:
        """Write a cell; the engine drops it if it was written before. Returns its requests."""
        table = self._world.requests(datetime.fromtimestamp(cell.since, UTC), datetime.fromtimestamp(cell.until, UTC))
        if table.num_rows:
            token = f"simulated {self._world.seed} {self._world.rate} {cell.since} {cell.until}"
            self._door.insert(self._door.settings.logs_db, "http_logs", table, token=token)
        return int(table.num_rows)

    def announce(self, stretch: Stretch) -> None:
        """Say that the stretch is going to be written cell by cell."""
        self._ledger.announce(stretch)

    def record(self, stretch: Stretch, requests: int) -> None:
        """Say that the stretch is written."""
        self._ledger.record(stretch, requests)


def cells(stretch: Stretch) -> Iterator[Stretch]:
    """What is written in one insert each, oldest first; the same for the same stretch at any time."""
    if stretch.seconds > MINUTE:
        yield stretch
        return
    since = stretch.since
    while since < stretch.until:
        until = min((since // CELL + 1) * CELL, stretch.until)
        yield Stretch(since, until)
        since = until


def window(now: int, days: float) -> Stretch:
    """The last so many days."""
    return Stretch(int(now - days * DAY), now)


Told = Callable[[int, int, int], None]
"""What has been done: requests written, seconds of time covered, seconds of time to cover."""


def backfill(
    door: Door, world: World, days: float, *, now: datetime | None = None, told: Told | None = None, rows: int = 150_000
) -> int:
    """Write what is missing of the last days, newest first; returns the requests written. Raises QueryError.

    Cut off and run again, it goes on where it was; run twice, it writes nothing.
    """
    until = int((now or door.now()).timestamp())
    chunks = Chunks(door, world)
    chunks.check()
    chunks.tell_truth()
    written = chunks.mend(until)
    missing = chunks.missing(window(until, days), rows)
    total, covered = sum(stretch.seconds for stretch in missing), 0
    for stretch in missing:
        written += chunks.write(stretch)
        covered += stretch.seconds
        if told:
            told(written, covered, total)
    return written
