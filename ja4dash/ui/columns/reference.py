"""Headings of columns: reference data."""

from __future__ import annotations

from typing import Final

from ja4dash.column import Column

DICTIONARIES: Final = {
    "name": Column("Dictionary", width=170),
    "state": Column("State", "state", 80),
    "elements": Column("Entries", "count", 80),
    "layout": Column("Layout", width=130),
    "keys": Column("Looked up by", width=110),
    "attributes": Column("Gives", width=280),
    "bytes": Column("Memory, bytes", "count", 105),
    "last_load": Column("Last loaded, UTC", "time", 142),
    "error": Column("Error", width=260),
}
