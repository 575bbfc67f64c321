"""What the database user may do, asked before a form is offered. The engine has the last word at the write itself."""

from __future__ import annotations

from ja4dash import db
from ja4dash.cache import cached
from ja4dash.db import WRITE, Door
from ja4dash.errors import QueryError

UNSUPPORTED = 62
"""The engine's code for a statement it does not know: CHECK GRANT came with 24.11."""


@cached(ttl="1m")
def refusal(table: str) -> str:
    """Why rows cannot be appended to a table of the processing database, in one sentence; empty when they can, or when this
    engine cannot be asked. `table` is one of ours."""
    door = db.door()
    if door.settings.embedded:
        return ""
    if int(door.query("SELECT getSetting('readonly') AS level", guard=WRITE)["level"][0]):
        return f"The database user {door.settings.user!r} may only read."
    try:
        allowed = granted(door, f"INSERT ON `{door.settings.processing_db}`.{table}")
    except QueryError as error:
        if error.code != UNSUPPORTED:
            raise
        return ""
    return "" if allowed else f"The database user {door.settings.user!r} has no right to INSERT into {table}."


def granted(door: Door, right: str) -> bool:
    """True when the user has a right, written as in GRANT; its names are validated identifiers."""
    with door.pool.client(WRITE) as client:  # a statement that takes no FORMAT, so not `query`
        return bool(client.command(f"CHECK GRANT {right}") == 1)
