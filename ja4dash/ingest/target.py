"""What http_logs takes in this deployment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ja4dash.errors import Category, QueryError
from ja4dash.ingest.columns import REQUIRED, for_table
from ja4dash.ingest.kinds import Kind

if TYPE_CHECKING:
    from ja4dash.db import Door

_COLUMNS = """
SELECT name, type FROM system.columns
WHERE database = {logs:String} AND table = 'http_logs' AND default_kind NOT IN ('MATERIALIZED', 'ALIAS')
"""
_ENGINE = "SELECT engine, engine_full FROM system.tables WHERE database = {logs:String} AND name = 'http_logs'"
_WINDOW = re.compile(r"\bnon_replicated_deduplication_window = [1-9]")
_REMEMBERS = ("Replicated", "Shared")


def columns(door: Door) -> dict[str, Kind]:
    """The columns to be filled, by name; raises QueryError when the table is missing or lacks what every request needs."""
    database = door.settings.logs_db
    found = door.query(_COLUMNS, {"logs": database})
    types = dict(zip(found["name"], found["type"], strict=True))
    if not types:
        raise QueryError(Category.MISSING, f"There is no table {database}.http_logs")
    lacking = [name for name in REQUIRED if name not in types]
    if lacking:
        raise QueryError(Category.MISSING, f"{database}.http_logs has no column {' and no column '.join(lacking)}")
    return for_table(types)


def drops_repeated_inserts(door: Door) -> bool:
    """Whether the table itself is known to drop an insert whose token it has seen."""
    found = door.query(_ENGINE, {"logs": door.settings.logs_db}).iloc[0]
    return str(found["engine"]).startswith(_REMEMBERS) or _WINDOW.search(str(found["engine_full"])) is not None
