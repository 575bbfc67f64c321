"""Views: pages with their scope that a person keeps under a name."""

from __future__ import annotations

from typing import Final

import pandas as pd

from ja4dash.cache import cached
from ja4dash.db import read
from ja4dash.queries.checks import bounded

MOST: Final = 200
"""Starred views of one person."""


@cached(ttl="10s")
def starred(analyst: str, limit: int = MOST) -> pd.DataFrame:
    """Views (1 to 200) that somebody starred, by name: page (its file's name), query (its URL parameters), name."""
    return read("views/starred", analyst=analyst, limit=bounded("limit", limit, 1, MOST))
