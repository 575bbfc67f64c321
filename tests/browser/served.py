"""The app, served for a person: a process with its own data folder on a free port of this machine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]


def listening(address: str) -> int:
    """The id of the process that serves an address of this machine."""
    inode = _socket_of(int(address.rsplit(":", 1)[1]))
    for descriptor in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if str(descriptor.readlink()) == f"socket:[{inode}]":
                return int(descriptor.parts[2])
        except OSError:  # ended meanwhile, or somebody else's
            continue
    raise AssertionError(f"nobody listens on {address}")


def _socket_of(port: int) -> str:
    """The kernel's number of the listening socket of a port."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]]
    return next(row[9] for row in rows if row[1].endswith(f":{port:04X}") and row[3] == "0A")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def served(
    data_dir: Path,
    settings: Mapping[str, str],
    *,
    script: str = "app.py",
    port: int = 0,
    options: Sequence[str] = (),
    limit: float = 60.0,
) -> Iterator[str]:
    """Start the app with these `JA4DASH_*` settings and options of Streamlit, and give its address once it answers."""
    port = port or free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("JA4DASH_")},
        "JA4DASH_DATA_DIR": str(data_dir),
        **settings,
    }
    where = ["--server.port", str(port), "--server.address", "127.0.0.1"]
    command = [sys.executable, "-m", "streamlit", "run", script, *where, *options]
    with (data_dir / "app.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            _await(f"http://127.0.0.1:{port}/_stcore/health", process, data_dir / "app.log", limit)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def _await(url: str, process: subprocess.Popen[bytes], log: Path, limit: float) -> None:
    begun = time.monotonic()
    while time.monotonic() - begun < limit:
        if process.poll() is not None:
            raise AssertionError(f"the app ended with {process.returncode}: {log.read_text()[-2000:]}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"the app did not answer in {limit} s: {log.read_text()[-2000:]}")
