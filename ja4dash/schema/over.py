"""A view of the last hour as a statement over any stretch of time: the same text, so the same definitions."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from ja4dash.schema.definition import Definition, definitions
from ja4dash.schema.render import filled

if TYPE_CHECKING:
    from ja4dash.settings import Settings

_HOUR: Final = 3600
_NOW: Final = re.compile(r"now\(\)(?: - (\d+))?")
_COMMENTS: Final = re.compile(r"--[^\n]*|/\*.*?\*/", re.S)


def view_over(
    name: str, since: datetime, until: datetime, settings: Settings, *, missing: Collection[str] = ()
) -> tuple[str, dict[str, object]]:
    """SELECT text and parameters of a view for the requests with since <= time < until (aware, whole seconds).

    In the view's text `now()` is the end of the stretch and 3600 its length; what reaches further back keeps its distance.
    Views that it reads are taken over the same stretch. `missing`: columns that http_logs lacks. Raises KeyError for no view.
    """
    sql = _select(name, settings, frozenset(missing))
    last = until - timedelta(seconds=1)
    return sql, {"over_end": last, "over_seconds": int((until - since).total_seconds())}


def _select(name: str, settings: Settings, missing: frozenset[str]) -> str:
    definition = _views()[name]
    body = filled(definition, settings, missing=missing).split(" AS\n", 1)[1]
    body = _NOW.sub(lambda found: _moved(int(found[1] or 0)), body)
    for other in _views():
        named = f"`{settings.processing_db}`.{other}"
        if re.search(rf"{re.escape(named)}\b", _COMMENTS.sub(" ", body)):
            body = re.sub(rf"{re.escape(named)}\b", lambda _, other=other: f"({_select(other, settings, missing)})", body)  # type: ignore[misc]
    return body


def _moved(seconds: int) -> str:
    end = "{over_end:DateTime('UTC')}"
    if not seconds:
        return end
    further = f" - {seconds - _HOUR}" if seconds > _HOUR else ""
    return f"{end} - {{over_seconds:UInt32}}{further}"


def _views() -> dict[str, Definition]:
    return {definition.object: definition for definition in definitions() if definition.kind == "view"}
