"""How finely a stretch of time is cut, so that a chart of any window has at most some two hundred steps; the last hour."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from ja4dash.scope import Scope, Window

_STEPS: Final = ((timedelta(days=8), 1), (timedelta(days=31), 6))
_LONGEST: Final = 24


def step(scope: Scope) -> int:
    """Hours between two points of a timeline: 1 up to 8 days, 6 up to 31 days, 24 for longer windows."""
    length = scope.window.length if scope.window else timedelta()
    return next((hours for longest, hours in _STEPS if length <= longest), _LONGEST)


def last(scope: Scope) -> Scope:
    """The scope's filters over the last hour, which is all that the feature views look at."""
    return Scope(Window("1h"), scope.filters)
