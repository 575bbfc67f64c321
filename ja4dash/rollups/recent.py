"""The sessions of the last hour, taken down once a minute: what the feature view says, without reading the log.

An answer from it is at most a minute and a half old and says so (`fetched_at`). When the log has grown by more than a
hundredth of the hour since, by a load of old requests or a flood, or has few requests anyway, the view answers as of now.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

_READ: Final = "{processing:Identifier}.view_ai_features_1h"
TABLE: Final = "rollup_sessions"
OLDEST: Final = timedelta(seconds=90)
FEWEST: Final = 10_000
"""Requests of an hour below which the view is quick enough."""

GROWTH: Final = 0.01

STATE: Final = """
SELECT
    max(taken_at) AS taken_at,
    toInt64(ifNull(any(log_rows), 0)) AS log_rows,
    toInt64(sum(hits)) AS requests,
    toInt64(ifNull(
        (SELECT sum(total_rows) FROM system.tables WHERE database = {logs:String} AND name = 'http_logs'), 0
    )) AS log_rows_now
FROM {processing:Identifier}.rollup_sessions
"""


@dataclass(frozen=True)
class Taken:
    """When the sessions were taken down (aware UTC), how many requests they had, and the log's rows then and now."""

    at: datetime
    requests: int
    log_rows: int
    log_rows_now: int

    def answers(self, now: datetime) -> bool:
        """True when they still say what the view would say."""
        grown = abs(self.log_rows_now - self.log_rows)
        return now - self.at <= OLDEST and self.requests >= FEWEST and grown <= GROWTH * self.requests


def reads(sql: str) -> bool:
    """True when a statement reads the feature view alone; beside the other one, which is of now, both must be."""
    return _READ in sql and "view_thesis_features_1h" not in sql


def swapped(sql: str) -> str:
    """The statement over the sessions taken down instead of the view. They are few: a second thread costs more than it saves."""
    return sql.replace(_READ, f"{{processing:Identifier}}.{TABLE}") + "\nSETTINGS max_threads = 1"
