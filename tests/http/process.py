"""The front as a process of its own, started and ended by its id."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tests.http.front import User

ROOT: Final = Path(__file__).parents[2]
READY_SECONDS: Final = 60


class FrontProcess:
    """A front over the engine in a folder. It keeps its port when it is stopped and started again."""

    def __init__(
        self,
        path: Path,
        users: Mapping[str, User],
        *,
        environment: Mapping[str, str] | None = None,
        certificate: Path | None = None,
    ) -> None:
        self.path = path
        self.port = 0
        self._users = users
        self._environment = {**os.environ, **(environment or {})}
        self._certificate = certificate
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it says that it listens."""
        self.path.mkdir(parents=True, exist_ok=True)
        log = self.path.with_suffix(".log")
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                self._command(), cwd=ROOT, env=self._environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
            )
        output = self._process.stdout
        assert output is not None
        line = output.readline() if select.select([output], [], [], READY_SECONDS)[0] else b""
        if not line.startswith(b"READY "):
            self.stop()
            raise RuntimeError(f"the front did not start: {log.read_text('utf-8', 'replace')[-2000:]}")
        self.port = int(line.split()[1])

    def statements(self) -> int:
        """How many statements were put to it since it started."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/statements", timeout=10) as answer:
            return int(answer.read())

    def stop(self) -> None:
        """End it, gently if it listens to reason."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._forget()

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._forget()

    def _forget(self) -> None:
        process, self._process = self._process, None
        assert process is not None
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()

    def _command(self) -> list[str]:
        command = [sys.executable, "-m", "tests.http.front", "--path", str(self.path), "--port", str(self.port)]
        for name, user in self._users.items():
            command += ["--user", f"{name}:{user.password}:{user.readonly}"]
        if self._certificate:
            command += ["--certificate", str(self._certificate)]
        return [*command, "--until-input-ends"]
