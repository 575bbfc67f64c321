"""Each operation that reads, through the package and in its plain formulation, in turns.

The plain formulation is what one writes first: a statement for each piece of the answer, over the raw tables and the contract's
views (`plain/<operation>.sql`), its rows brought into a frame like ours. Cold: nothing cached by the package. Warm: asked again.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd
import streamlit as st

from ja4dash import cache, db
from ja4dash.db import HEAVY, Door, Guard
from ja4dash.operations import OPERATIONS, Operation
from ja4dash.provenance import Asked
from ja4dash.scope import Scope, Window

PLAIN: Final = Path(__file__).parent / "plain"
_SUBJECT: Final = """
SELECT
    replaceRegexpOne(toString(argMax(src_ip, anomaly_score)), '^::ffff:(\\\\d+\\\\.)', '\\\\1') AS ip,
    toString(topK(1)(ja4)[1]) AS ja4,
    topKIf(1)(campaign_id, campaign_id >= 0)[1] AS campaign
FROM {processing:Identifier}.ml_detected_anomalies
WHERE detected_at > {now:DateTime('UTC')} - 86400
"""


@dataclass(frozen=True)
class Cost:
    """What asking once took: milliseconds, those of all cores together, statements, rows and bytes read of the tables."""

    milliseconds: float
    cpu: float
    statements: int
    rows: int
    size: int


@dataclass(frozen=True)
class Figures:
    """One operation: medians of both formulations. `ratio`: how many times faster ours is, cold."""

    name: str
    plain: Cost
    cold: Cost
    warm: float

    @property
    def ratio(self) -> float:
        """Plain by ours."""
        return self.plain.milliseconds / self.cold.milliseconds


class CountingDoor(Door):
    """Another door that remembers what each statement cost."""

    def __init__(self, other: Door) -> None:
        super().__init__(other.settings, pool=other.pool)
        self.asked: list[Asked] = []

    def ask(self, name: str, sql: str, parameters: Mapping[str, object], guard: Guard) -> tuple[pd.DataFrame, Asked]:
        """Rows of a statement, and what it took to get them."""
        frame, asked = super().ask(name, sql, parameters, guard)
        self.asked.append(asked)
        return frame, asked


@contextmanager
def caching() -> Iterator[None]:
    """Let the package cache as it does when it serves."""
    serving, cache.serving = cache.serving, lambda: True
    try:
        yield
    finally:
        cache.serving = serving


def forgotten() -> None:
    """Empty the package's caches."""
    st.cache_data.clear()
    cache._kept.clear()


def measured(door: Door, times: int, only: frozenset[str] = frozenset()) -> Iterator[Figures]:
    """Every operation that reads, or those named, plain and ours in turns so many times."""
    counting = CountingDoor(door)
    with db.use(counting), caching():
        subject = subject_of(counting)
        for operation in OPERATIONS.values():
            if operation.run is not None and not operation.writes and (not only or operation.name in only):
                yield _compared(counting, operation, subject, times)


def subject_of(door: Door) -> dict[str, Any]:
    """Whom the operations about one address, JA4 and campaign ask about."""
    row = door.query(_SUBJECT, {**door.names(), "now": door.now()}).iloc[0]
    return {"ip": str(row["ip"]), "ja4": str(row["ja4"]), "campaign": int(row["campaign"]), "name": "browser_ja4"}


def _compared(door: CountingDoor, operation: Operation, subject: Mapping[str, Any], times: int) -> Figures:
    statements = (PLAIN / f"{operation.name}.sql").read_text("utf-8").split("\n;\n")
    scope = (Scope(),) if operation.window else ()
    chosen = {parameter.name: subject[parameter.name] for parameter in operation.parameters if parameter.name in subject}
    plain, cold, warm = [], [], []
    for _ in range(times):
        gc.collect()
        plain.append(_cost(door, lambda: _plainly(door, operation, statements, subject)))
        forgotten()
        gc.collect()
        cold.append(_cost(door, lambda: operation.run(*scope, **chosen)))  # type: ignore[misc]
        warm.append(_cost(door, lambda: operation.run(*scope, **chosen)).milliseconds)  # type: ignore[misc]
    return Figures(operation.name, _median(plain), _median(cold), statistics.median(warm))


def _cost(door: CountingDoor, asked: Any) -> Cost:
    door.asked.clear()
    begun, used = time.perf_counter(), time.process_time()
    asked()
    taken, cpu = (time.perf_counter() - begun) * 1000, (time.process_time() - used) * 1000
    rows, size = (sum(getattr(one, what) or 0 for one in door.asked) for what in ("rows_read", "bytes_read"))
    return Cost(taken, cpu, len(door.asked), rows, size)


def _plainly(door: Door, operation: Operation, statements: list[str], subject: Mapping[str, Any]) -> None:
    window = Window(operation.window.split(" / ")[0] if operation.window not in ("", "now") else "7d")
    since, until = window.bounds(door.now())
    values = {**door.names(), **subject, "since": since, "until": until, "before": since - (until - since)}
    for sql in statements:
        door.ask("plain", sql, values, HEAVY)


def _median(costs: list[Cost]) -> Cost:
    return sorted(costs, key=lambda cost: cost.milliseconds)[len(costs) // 2]
