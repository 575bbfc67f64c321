"""Statements that nobody waits for any more are ended."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final

LOOK_SECONDS: Final = 0.5


_for_show: ContextVar[bool] = ContextVar("for_show", default=False)


@contextmanager
def for_show() -> Iterator[None]:
    """What is asked meanwhile is only looked at, so it may be ended half way; what a write asks of the engine never is."""
    token = _for_show.set(True)
    try:
        yield
    finally:
        _for_show.reset(token)


def only_shown() -> bool:
    """True when what is asked now is only looked at."""
    return _for_show.get()


def never() -> bool:
    """Whoever asks waits for the answer."""
    return False


@dataclass(eq=False)
class _Running:
    """A statement that runs; `lock` is held while it is being ended, so that its client is not given away meanwhile."""

    tag: str
    unwanted: Callable[[], bool]
    lock: threading.Lock = field(default_factory=threading.Lock)
    ended: bool = False


class Watch:
    """Looks twice a second whether running statements are still wanted; `end` is called with the tag of one that is not."""

    def __init__(self, end: Callable[[str], None]) -> None:
        self._end = end
        self._running: set[_Running] = set()
        self._changed = threading.Condition()
        self._begun = False

    @contextmanager
    def over(self, tag: str, unwanted: Callable[[], bool]) -> Iterator[None]:
        """Watch over the statement that the client with this tag runs meanwhile."""
        if unwanted is never:
            yield
            return
        one = _Running(tag, unwanted)
        with self._changed:
            self._running.add(one)
            self._begin()
            self._changed.notify()
        try:
            yield
        finally:
            with self._changed:
                self._running.discard(one)
            with one.lock:
                one.ended = True

    def _begin(self) -> None:
        if not self._begun:
            self._begun = True
            threading.Thread(target=self._look, name="unwanted statements", daemon=True).start()

    def _look(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: bool(self._running))
                running = list(self._running)
            for one in running:
                if one.unwanted():
                    with one.lock:
                        if not one.ended:
                            self._end(one.tag)
            threading.Event().wait(LOOK_SECONDS)
