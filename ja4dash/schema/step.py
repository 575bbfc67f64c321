"""A step of a migration: one change of one object, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ja4dash.db import Door


class Outcome(StrEnum):
    """What became of a step."""

    PLANNED = "planned"
    PRESENT = "present"
    LEFT_ALONE = "left alone"
    DONE = "done"
    FAILED = "not done"


@dataclass(frozen=True)
class Step:
    """One change of one object. `statements` are as people may read them: no password."""

    migration: str
    object: str
    action: str
    statements: tuple[str, ...] = ()
    outcome: Outcome = Outcome.PLANNED
    note: str = ""
    run: Callable[[Door], str] | None = field(default=None, repr=False, compare=False)
    optional: bool = False

    def sentence(self) -> str:
        """One line: "010_http_logs: create ja4_logs.http_logs: done"."""
        return f"{self.migration}: {self.action} {self.object}: {self.outcome}" + (f" ({self.note})" if self.note else "")
