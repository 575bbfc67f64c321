"""The lease: one detection at a time, across threads and processes that share the models' folder."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_NAME: Final = "detect.lock"


class BusyError(RuntimeError):
    """Somebody else is detecting."""


@contextmanager
def lease(folder: Path) -> Iterator[None]:
    """Hold the lease; BusyError when another thread or process has it. The system takes it back from whoever dies."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _NAME).open("a+", encoding="utf-8") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held.seek(0)
            who = held.read(20).strip()
            raise BusyError(f"detection runs already{f' (process {who})' if who.isdigit() else ''}") from None
        held.truncate(0)
        held.write(str(os.getpid()))
        held.flush()
        yield
