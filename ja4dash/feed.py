"""A feed: several queries asked again and again behind those who look, once for all of them.

A screen takes what the feed last read and never waits for the engine. The feed runs while somebody looks, and begins again
with the next look. Whatever fails keeps its last good value, with the instant it was asked for.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from ja4dash import cache, pace
from ja4dash.errors import QueryError
from ja4dash.failures import AWAY
from ja4dash.stamp import Stamp

RETRY: Final = timedelta(seconds=5)
"""How soon an engine that did not answer is asked again."""
FIRST_SECONDS: Final = 10.0
"""How long the first look waits for the first round."""
_UNWATCHED_ROUNDS: Final = 4
_MOST_FEEDS: Final = 16

Sources = Mapping[str, Callable[[], Any]]


@dataclass(frozen=True, eq=False)
class Reading:
    """What is known of one source: the last good value, when it was asked for, and why the last try failed (None: it did not).

    A reading is itself, not its value: what is made of it can be kept beside it.
    """

    value: Any = None
    stamp: Stamp | None = None
    error: QueryError | None = None

    @property
    def good(self) -> bool:
        """True when there is a value, however old."""
        return self.stamp is not None


Readings = Mapping[str, Reading]


class Feed:
    """The readings of some sources, renewed every so often while somebody looks."""

    def __init__(self, sources: Sources, every: timedelta) -> None:
        self._sources = sources
        self._every = every
        self._readings: Readings = dict.fromkeys(sources, Reading())
        self._first = threading.Event()
        self._ended = threading.Event()
        self._looked = time.monotonic()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def look(self) -> Readings:
        """What was read last; a look that begins the feed waits a few seconds for its first round."""
        self._looked = time.monotonic()
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._first.clear()
                self._thread = threading.Thread(target=self._run, name="feed", daemon=True)
                self._thread.start()
        with pace.waiting():
            self._first.wait(FIRST_SECONDS)
        return self._readings

    def ask(self) -> Readings:
        """One round: every source once; after one that the engine did not answer at all the others are not tried."""
        found = dict(self._readings)
        with cache.anew():
            for name, source in self._sources.items():
                found[name] = _read(source, found[name])
                if _away(found[name]):
                    found = {other: replace(reading, error=found[name].error) for other, reading in found.items()}
                    break
        self._readings = found  # a round is shown whole, or the panels of a screen would contradict each other
        self._first.set()
        return found

    def end(self) -> None:
        """Ask no more after the round that runs."""
        self._ended.set()

    def _run(self) -> None:
        while not self._unwatched():
            begun = time.monotonic()
            away = any(_away(reading) for reading in self.ask().values())
            pause = (min(self._every, RETRY) if away else self._every).total_seconds()
            if self._ended.wait(max(0.0, begun + pause - time.monotonic())):
                return

    def _unwatched(self) -> bool:
        return time.monotonic() - self._looked > _UNWATCHED_ROUNDS * max(self._every, RETRY).total_seconds()


def _away(reading: Reading) -> bool:
    return reading.error is not None and reading.error.category in AWAY


def _read(source: Callable[[], Any], before: Reading) -> Reading:
    begun = Stamp.now()
    try:
        return Reading(source(), begun)
    except QueryError as error:
        return replace(before, error=error)


# --- the feeds of this process ----------------------------------------------------------------------------------------

_feeds: OrderedDict[Hashable, Feed] = OrderedDict()
_feeds_lock = threading.Lock()


def look(key: Hashable, sources: Sources, every: timedelta) -> Readings:
    """The readings of the feed of this key, begun with these sources where there is none; asked at once in tests."""
    if not cache.serving():
        return Feed(sources, every).ask()
    with _feeds_lock:
        feed = _feeds.setdefault((key, every), Feed(sources, every))
        _feeds.move_to_end((key, every))
        dropped = _feeds.popitem(last=False)[1] if len(_feeds) > _MOST_FEEDS else None
    if dropped is not None:
        dropped.end()
    return feed.look()
