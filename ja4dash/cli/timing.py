"""Which statements a command ran, how long they took, and how many rows came back."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from ja4dash.db import INTERACTIVE, Door, Guard


@dataclass(frozen=True)
class Timing:
    """One statement: its first line, milliseconds, rows."""

    statement: str
    milliseconds: float
    rows: int


class TimedDoor(Door):
    """Another door's engine and clock; keeps the time of every statement, in the order in which they ended."""

    def __init__(self, other: Door) -> None:
        super().__init__(other.settings, clock=other.now, pool=other.pool)
        self.timings: list[Timing] = []

    def query(self, sql: str, parameters: Mapping[str, object] | None = None, guard: Guard = INTERACTIVE) -> pd.DataFrame:
        """Rows of a statement."""
        begun = time.perf_counter()
        frame = super().query(sql, parameters, guard)
        milliseconds = (time.perf_counter() - begun) * 1000
        first_line = sql.strip().partition("\n")[0].removeprefix("-- ")
        self.timings.append(Timing(first_line, milliseconds, len(frame)))
        return frame
