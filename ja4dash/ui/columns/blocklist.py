"""Headings of columns: whom a blocklist would hit."""

from __future__ import annotations

from typing import Final

from ja4dash.column import Column

HIT: Final = {
    "kind": Column("Kind", width=70),
    "value": Column("Entry", width=290),
    "sources": Column("Sources", "count", 70, help="Distinct sources that this entry would have hit."),
    "browsers": Column("Coherent browsers", "count", 120, help="Sources with a coherent browser and nothing against it."),
    "legitimate": Column("Judged legitimate", "count", 115),
    "crawlers": Column("Known crawlers", "count", 105),
    "requests": Column("Requests", "count", 75),
    "crawler_names": Column("Which crawlers", "list", 160),
}
