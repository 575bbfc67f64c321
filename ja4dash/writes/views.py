"""Starred views: a page with its URL parameters, kept for one person under a name. Append-only, the latest row counts."""

from __future__ import annotations

from datetime import UTC
from typing import Final
from uuid import uuid4

import pyarrow as pa

from ja4dash import cache, db
from ja4dash.errors import Category, FieldError, QueryError
from ja4dash.queries import views
from ja4dash.rights import UNPRINTABLE, Person, Right, require
from ja4dash.writes.journal import Entry, journalled

TABLE: Final = "saved_views"
MAX_NAME: Final = 80
MAX_QUERY: Final = 8000


def star(page: str, query: str, name: str, *, who: Person) -> list[str]:
    """Keep a view under a name of 1 to 80 characters, or rename it; read back. Returns sentences that a person must see.

    `page` is its file's name, `query` its URL parameters. Raises RightsError; FieldError naming name or query; QueryError.
    """
    require(who, Right.KEEP)
    clean = clean_name(name)
    if len(query) > MAX_QUERY:
        raise FieldError("query", f"a view's address takes at most {MAX_QUERY:,} characters, not {len(query):,}")
    before = _kept(who)
    if (page, query) not in before and len(before) >= views.MOST:
        raise FieldError("name", f"{views.MOST} views are starred already: let go of one first")
    action = "rename" if (page, query) in before else "star"
    return _append(action, (page, query), before.get((page, query), ""), clean, who)


def unstar(page: str, query: str, *, who: Person) -> list[str]:
    """Let go of a view; raises and returns like `star`, FieldError when it is not starred."""
    require(who, Right.KEEP)
    before = _kept(who)
    if (page, query) not in before:
        raise FieldError("name", "this view is not starred: it was let go of already")
    return _append("unstar", (page, query), before[page, query], "", who)


def clean_name(text: str) -> str:
    """A name as it is written down; raises FieldError."""
    name = " ".join(text.split())
    if not 0 < len(name) <= MAX_NAME:
        raise FieldError("name", f"a name takes 1 to {MAX_NAME} characters, not {len(name):,}")
    if UNPRINTABLE.search(name):
        raise FieldError("name", "a name cannot hold control characters")
    return name


def _kept(who: Person) -> dict[tuple[str, str], str]:
    """Names of a person's views by page and query, as they are now; raises rather than return those of before."""
    cache.forget(views.starred)
    with cache.anew():
        return views.names(views.starred(who.name))


def _append(action: str, view: tuple[str, str], before: str, after: str, who: Person) -> list[str]:
    page, query = view
    batch = uuid4().hex
    row = pa.table(
        {
            "at": pa.array([db.now().astimezone(UTC)], pa.timestamp("us", "UTC")),
            "analyst": [who.name],
            "page": [page],
            "query": [query],
            "name": [after or before],
            "starred": pa.array([int(bool(after))], pa.uint8()),
            "batch": [batch],
        }
    )
    with journalled(who, action, batch, [Entry("view", f"{page}?{query}", before, after)]) as notes:
        db.insert(db.door().settings.processing_db, TABLE, row, token=batch)
        if _kept(who).get((page, query), "") != after:
            raise QueryError(Category.CONFLICT, "this view was changed elsewhere at the same moment: look at it again")
    return notes
