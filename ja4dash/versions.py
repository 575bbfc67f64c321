"""Which engines will do."""

from __future__ import annotations

import re
from typing import Final

OLDEST: Final = (24, 8)
"""Of a ClickHouse server: named collections, `groupArraySorted` and the functions of the statements, as tested."""


def too_old(version: str) -> bool:
    """True for a version below the oldest that will do; one that cannot be read is taken for new."""
    parts = re.findall(r"\d+", version)[:2]
    return bool(parts) and tuple(map(int, parts)) < OLDEST
