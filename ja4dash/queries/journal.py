"""The journal: what people wrote, when, and what became of it. Times are UTC."""

from __future__ import annotations

from typing import Final

import pandas as pd

from ja4dash.cache import cached
from ja4dash.db import EXPORT, INTERACTIVE, Guard, Order, read
from ja4dash.queries.checks import bounded
from ja4dash.scope import Scope, ScopeError, address

WINDOW: Final = "30d"

SORTS: Final = {"at": "at", "who": "who", "action": "action", "target": "target"}
"""What entries can be sorted by."""


@cached(ttl="10s")
def listing(
    scope: Scope,
    *,
    who: str = "",
    action: str = "",
    text: str = "",
    order: Order | None = None,
    limit: int = 100,
    offset: int = 0,
) -> pd.DataFrame:
    """Entries (1 to 500) of a window, newest first unless ordered; `text` is taken literally, an address in every spelling.

    Columns: at, who, role, action, ip (a source), thing (any other target), before, after (in words, "" = nothing), batch,
    outcome (`done`, `failed`, `begun` = cut off or under way), note (why it failed), matching (entries on all pages).
    The scope's filters do not apply.
    """
    limit, offset = bounded("limit", limit, 1, 500), bounded("offset", offset, 0, 10**9)
    return _rows(scope, _wanted(who, action, text), order, limit, offset)


def extract(
    scope: Scope, most: int, *, who: str = "", action: str = "", text: str = "", order: Order | None = None
) -> pd.DataFrame:
    """The first entries (1 to 100,000) for an export, columns as in `listing`; asked anew each time."""
    most = bounded("most", most, 1, EXPORT.rows)
    return _rows(scope, _wanted(who, action, text), order, most, 0, guard=EXPORT)


def _rows(
    scope: Scope, wanted: dict[str, str], order: Order | None, limit: int, offset: int, *, guard: Guard = INTERACTIVE
) -> pd.DataFrame:
    within = scope.over(WINDOW)
    return read("journal/listing", within, guard=guard, order=order, sorts=SORTS, limit=limit, offset=offset, **wanted)


def _wanted(who: str, action: str, text: str) -> dict[str, str]:
    return {"who": who, "action": action, "text": text.strip()[:200], "address": _spelled(text)}


@cached(ttl="10s")
def totals(scope: Scope) -> pd.DataFrame:
    """One row, each with `_before`: writes (batches), targets, people, undos, failed; and the lists `everybody` and `actions`
    of all that is kept."""
    return read("journal/totals", scope.over(WINDOW))


def _spelled(text: str) -> str:
    try:
        return address(text)
    except ScopeError:
        return ""
