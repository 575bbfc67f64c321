"""Views: pages with their scope that a person keeps under a name."""

from __future__ import annotations

from typing import Final

import pandas as pd

from ja4dash.cache import cached
from ja4dash.db import read

MOST: Final = 200
"""Starred views of one person."""


@cached(ttl="10s")
def starred(analyst: str) -> pd.DataFrame:
    """Views that somebody starred, by name: page (its file's name), query (its URL parameters), name."""
    return read("views/starred", analyst=analyst, limit=MOST)


def names(found: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Starred views as name by page and query."""
    return {(page, query): name for page, query, name in found.to_numpy().tolist()}
