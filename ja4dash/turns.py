"""Turns: how many statements of a kind run at once, who comes next, how long anybody waits."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from ja4dash.errors import Category, QueryError

_LOOK_SECONDS: Final = 0.25
"""How often who waits looks whether anybody still wants the answer."""


class Lane:
    """At most `places` statements at once; who came first goes first."""

    def __init__(self, name: str, places: int) -> None:
        self.name = name
        self._places = self._free = places
        self._waiting: deque[threading.Event] = deque()
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, patience: float, unwanted: Callable[[], bool]) -> Iterator[None]:
        """A turn; QueryError when none comes within `patience` seconds, or when nobody wants the answer any more."""
        mine = threading.Event()
        with self._lock:
            self._waiting.append(mine)
            self._call()
        try:
            self._wait(mine, patience, unwanted)
            yield
        finally:
            self._leave(mine)

    @property
    def waiting(self) -> int:
        """How many wait now."""
        return len(self._waiting)

    def _wait(self, mine: threading.Event, patience: float, unwanted: Callable[[], bool]) -> None:
        until = time.monotonic() + patience
        while not mine.wait(min(_LOOK_SECONDS, max(until - time.monotonic(), 0))):
            if unwanted():
                raise QueryError(Category.ABANDONED, "Nobody waits for this answer any more")
            if time.monotonic() >= until:
                before = f"{self._places} {self.name} statements run and {self.waiting - 1} others wait"
                raise QueryError(Category.BUSY, f"{before}; this one waited {patience:.0f} s")

    def _leave(self, mine: threading.Event) -> None:
        with self._lock:
            if mine.is_set():
                self._free += 1
            else:
                self._waiting.remove(mine)
            self._call()

    def _call(self) -> None:
        while self._waiting and self._free:
            self._free -= 1
            self._waiting.popleft().set()
