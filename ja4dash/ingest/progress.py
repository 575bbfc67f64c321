"""How far a run is, on standard error: a line that is rewritten on a terminal, one every few seconds elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, TextIO

from ja4dash.export import visible

_TERMINAL: Final = 0.5
_ELSEWHERE: Final = 5.0
_MEGA: Final = 1_000_000


class Progress:
    """Counts rows and bytes and writes them from time to time."""

    def __init__(self, stream: TextIO | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._terminal = bool(stream and stream.isatty())
        self._clock = clock
        self._begun = self._shown = clock()
        self._rows = self._bytes = 0
        self._width = 0

    @property
    def seconds(self) -> float:
        """Since the start."""
        return self._clock() - self._begun

    def begin(self) -> None:
        """Count from here."""
        self._begun, self._rows, self._bytes = self._clock(), 0, 0

    def step(self, doing: str, rows: int, size: int) -> None:
        """Add rows and bytes."""
        self._rows += rows
        self._bytes += size
        now = self._clock()
        if self._stream and now - self._shown >= (_TERMINAL if self._terminal else _ELSEWHERE):
            self._shown = now
            self._write(visible(self._text(doing, max(now - self._begun, 1e-9))))

    def clear(self) -> None:
        """Take the line off a terminal."""
        if self._stream and self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()
            self._width = 0

    def _text(self, doing: str, seconds: float) -> str:
        megabytes = f"{self._bytes / _MEGA:,.0f} MB"
        if not self._rows:
            return f"{doing}: {megabytes}"
        return f"{doing}: {self._rows:,} rows, {self._rows / seconds:,.0f} rows/s, {megabytes}"

    def _write(self, text: str) -> None:
        if not self._stream:
            return
        if self._terminal:
            self._stream.write("\r" + text.ljust(self._width))
            self._width = len(text)
        else:
            self._stream.write(text + "\n")
        self._stream.flush()
