"""Which statements a command ran, how long they took, and how many rows came back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from ja4dash.db import Door, Guard
from ja4dash.provenance import Asked


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

    def ask(self, name: str, sql: str, parameters: Mapping[str, object], guard: Guard) -> tuple[pd.DataFrame, Asked]:
        """Rows of a statement, and what it took to get them."""
        frame, asked = super().ask(name, sql, parameters, guard)
        first_line = sql.strip().partition("\n")[0].removeprefix("-- ")
        self.timings.append(Timing(first_line, asked.milliseconds, len(frame)))
        return frame, asked
