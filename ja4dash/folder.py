"""The folder of the embedded engine: who holds it, told to whoever comes second."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


def held(path: Path) -> bool:
    """True when a process holds the engine's folder: the engine keeps a lock on `status`, and prints when it fails."""
    try:
        with (path / "status").open("rb") as status:
            fcntl.flock(status, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def ours(path: Path) -> bool:
    """True when this process holds the folder itself."""
    return _noted(path).get("pid") == os.getpid()


def note_owner(path: Path) -> None:
    """Write down which process holds the folder, so that a second one can be told; without room for it, it is not told."""
    if ours(path):
        return
    owner = {
        "pid": os.getpid(),
        "command": " ".join(sys.orig_argv[:6])[:200],
        "since": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC",
    }
    with contextlib.suppress(OSError):
        (path.parent / "owner.json").write_text(json.dumps(owner), "utf-8")


def owner(path: Path) -> str:
    """Who holds the folder, in words."""
    noted = _noted(path)
    try:
        os.kill(noted["pid"], 0)
        return f"process {noted['pid']} (`{noted['command']}`, since {noted['since']})"
    except PermissionError:
        return f"process {noted['pid']} of another user"
    except (OSError, KeyError):
        return "another process"


def _noted(path: Path) -> dict[str, Any]:
    try:
        noted: dict[str, Any] = json.loads((path.parent / "owner.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return noted
