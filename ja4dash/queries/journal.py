"""The journal: what people wrote, when, and what became of it. Times are UTC."""

from __future__ import annotations

from typing import Final

import pandas as pd

from ja4dash.cache import cached
from ja4dash.db import Order, read
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
    """Entries (1 to 500) of a window, newest first unless ordered; `text` is taken literally, every spelling of an address is one.

    Columns: at, who, role, action, ip (a source), thing (any other target), before, after (in words, "" = nothing), batch,
    outcome (`done`, `failed`, `begun` = cut off or under way), note (why it failed), matching (entries on all pages).
    The scope's filters do not apply.
    """
    limit, offset = bounded("limit", limit, 1, 500), bounded("offset", offset, 0, 10**9)
    return read(
        "journal/listing",
        scope.over(WINDOW),
        order=order,
        sorts=SORTS,
        who=who,
        action=action,
        text=text.strip()[:200],
        address=_spelled(text),
        limit=limit,
        offset=offset,
    )


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
