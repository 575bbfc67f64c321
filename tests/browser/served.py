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
from typing import Any

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


class AppProcess:
    """The app with these `JA4DASH_*` settings and options of Streamlit. It keeps its port when it is killed and started again."""

    def __init__(
        self,
        data_dir: Path,
        settings: Mapping[str, str],
        *,
        script: str = "serve.py",
        port: int = 0,
        options: Sequence[str] = (),
        limit: float = 60.0,
    ) -> None:
        self._port = port or free_port()
        self.address = f"http://127.0.0.1:{self._port}"
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("JA4DASH_")},
            "JA4DASH_DATA_DIR": str(data_dir),
            **settings,
        }
        where = ["--server.port", str(self._port), "--server.address", "127.0.0.1"]
        self._command = [sys.executable, "-m", "streamlit", "run", script, *where, *options]
        self._log = data_dir / "app.log"
        self._limit = limit
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The number of the process that runs."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it and wait until it answers."""
        with self._log.open("a") as log:
            self._process = subprocess.Popen(self._command, cwd=ROOT, env=self._environment, stdout=log, stderr=subprocess.STDOUT)
        _await(f"{self.address}/_stcore/health", self._process, self._log, self._limit)

    def stop(self) -> None:
        """End it gently."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=20)
            self._process = None

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@contextmanager
def served(data_dir: Path, settings: Mapping[str, str], **how: Any) -> Iterator[str]:
    """Start the app, `how` as in `AppProcess`, and give its address once it answers."""
    app = AppProcess(data_dir, settings, **how)
    try:
        app.start()
        yield app.address
    finally:
        app.stop()


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
