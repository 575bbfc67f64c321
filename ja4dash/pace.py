"""How many pages are put together at once.

Python runs on one core. Side by side, many pages take turns of five milliseconds at it, queue for the locks of the one that
was just put aside, and are all late; a few at a time are all done sooner. Whoever waits for the engine leaves the place to
others. A place is no right: after a while a page goes on without one, so nobody waits for anybody for ever.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

AT_ONCE: Final = 2
"""50 people, half a minute after the start: 95th percentile of a page 5.9 s without places, 2.2 s with three, 1.9 s with two."""

PATIENCE: Final = 5.0
"""Seconds that a page waits for its place."""

_AGAIN_SECONDS: Final = 0.5
"""That it waits to have it back; the one who has it may be waiting for its result."""


class Places:
    """So many places; one who comes back to a page that is begun goes before those who begin."""

    def __init__(self, count: int) -> None:
        self._free = count
        self._coming_back = 0
        self._changed = threading.Condition()

    def take(self, patience: float, *, back: bool = False) -> bool:
        """True with a place, False when none came free in so many seconds."""
        with self._changed:
            self._coming_back += back
            found = self._changed.wait_for(lambda: self._free > 0 and (back or not self._coming_back), patience)
            self._coming_back -= back
            self._free -= found
            if self._free:
                self._changed.notify_all()
            return found

    def leave(self) -> None:
        """Let somebody else have the place."""
        with self._changed:
            self._free += 1
            self._changed.notify_all()


_places = Places(AT_ONCE)
_own = threading.local()


@contextmanager
def turn() -> Iterator[None]:
    """A place to put a page together in."""
    _own.place = _places.take(PATIENCE)
    try:
        yield
    finally:
        _leave()


@contextmanager
def waiting() -> Iterator[None]:
    """Somebody else's time, as the engine's: the place is free meanwhile. Nothing happens in a thread that has none."""
    had = _leave()
    try:
        yield
    finally:
        if had:
            _own.place = _places.take(_AGAIN_SECONDS, back=True)


def _leave() -> bool:
    had, _own.place = getattr(_own, "place", False), False
    if had:
        _places.leave()
    return had
