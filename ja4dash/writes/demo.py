"""A public demo forgets: what its visitors wrote is removed after a while. Nothing else is ever deleted."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Final

from ja4dash.db import Door
from ja4dash.rights import VISITOR

EVERY: Final = 60.0
"""Seconds from one look for what is due to the next, while anybody looks at a page."""

_TABLES: Final = {"soc_feedback": ("analyst", "created_at"), "soc_journal": ("who", "at"), "saved_views": ("analyst", "at")}

_lock = threading.Lock()
_looked: dict[str, float] = {}


def forget(door: Door) -> None:
    """Remove what visitors wrote more than `demo_minutes` ago from decisions, journal and starred views; raises QueryError."""
    before = door.now() - timedelta(minutes=door.settings.demo_minutes)
    for table, (who, when) in _TABLES.items():
        sql = (
            f"DELETE FROM {{processing:Identifier}}.{table}"  # noqa: S608 - names of this module
            f" WHERE startsWith({who}, {{visitor:String}}) AND {when} < {{before:DateTime('UTC')}}"
        )
        door.command(sql, {"processing": door.settings.processing_db, "visitor": VISITOR, "before": before})


def forget_when_due(door: Door) -> None:
    """`forget` in a demo, at most once a minute a process; raises QueryError."""
    name = door.settings.processing_db
    with _lock:
        due = door.settings.demo and time.monotonic() - _looked.get(name, -EVERY) >= EVERY
        if due:
            _looked[name] = time.monotonic()
    if due:
        forget(door)
