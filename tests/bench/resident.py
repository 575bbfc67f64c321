"""Resident memory of a process, as the kernel counts it."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

MIB = 1024.0
"""Kibibytes, as /proc has them, in a mebibyte."""


class Resident:
    """Samples of a process's resident memory since now."""

    def __init__(self, pid: int) -> None:
        self._status = Path(f"/proc/{pid}/status")
        self._begun = time.monotonic()
        self.samples: list[tuple[float, float]] = []

    def sample(self) -> tuple[float, float]:
        """Seconds since the beginning and MiB now."""
        self.samples.append((time.monotonic() - self._begun, self._figure("VmRSS")))
        return self.samples[-1]

    def peak(self) -> float:
        """MiB at the highest since the process began, between samples too."""
        return self._figure("VmHWM")

    @property
    def highest(self) -> float:
        """MiB of the highest sample."""
        return max(memory for _, memory in self.samples)

    def processor(self) -> float:
        """Seconds of processor time since the process began."""
        fields = self._status.with_name("stat").read_text("ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _figure(self, name: str) -> float:
        found = re.search(rf"{name}:\s+(\d+) kB", self._status.read_text("ascii"))
        assert found is not None
        return int(found[1]) / MIB
