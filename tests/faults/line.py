"""A line between the app and an engine that can be cut, choked or garbled at will."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

Treatment = Callable[[bytes, int], bytes | None]
"""What becomes of a piece of an answer that begins at this byte since the treatment; None cuts the line there."""

_PIECE: Final = 4096


def through(piece: bytes, at: int) -> bytes | None:
    """As it came."""
    del at
    return piece


def cut(piece: bytes, at: int) -> bytes | None:
    """Nothing of an answer arrives."""
    del piece, at
    return None


def cut_after(count: int) -> Treatment:
    """The first bytes of an answer arrive, then the line is dead."""
    return lambda piece, at: piece[: count - at] if at < count else None


def garbled_after(count: int) -> Treatment:
    """From a byte on the answer is noise of the same length."""
    return lambda piece, at: piece[: max(count - at, 0)] + b"\xff" * len(piece[max(count - at, 0) :])


class Line:
    """Passes bytes to a port of this machine and back, the answers as `treatment` says."""

    def __init__(self, port: int) -> None:
        self.treatment: Treatment = through
        self.hung = threading.Event()
        """Set it and answers stop; clear it and new ones come again."""
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._ends: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """End it and every connection."""
        for end in (self._listener, *self._ends):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(("127.0.0.1", self._target))
                self._ends += [near, far]
                threading.Thread(target=self._ask, args=(near, far), daemon=True).start()
                threading.Thread(target=self._answer, args=(far, near), daemon=True).start()

    def _ask(self, near: socket.socket, far: socket.socket) -> None:
        with _ending(near, far):
            while piece := near.recv(_PIECE):
                far.sendall(piece)

    def _answer(self, far: socket.socket, near: socket.socket) -> None:
        with _ending(near, far):
            at, treatment = 0, self.treatment
            while piece := far.recv(_PIECE):
                if self.hung.is_set():
                    continue
                if treatment is not self.treatment:
                    at, treatment = 0, self.treatment
                treated = treatment(piece, at)
                if treated is None:
                    return
                near.sendall(treated)
                at += len(piece)


@contextmanager
def _ending(*ends: socket.socket) -> Iterator[None]:
    """Whatever happens, both ends are closed."""
    try:
        with contextlib.suppress(OSError):
            yield
    finally:
        for end in ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
