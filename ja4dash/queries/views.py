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
