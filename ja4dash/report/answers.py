"""What a report is made from: each answer of the engine, or the failure that stands in its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import urlencode, urlsplit

import pandas as pd

from ja4dash import words
from ja4dash.errors import Category, QueryError
from ja4dash.failures import AWAY
from ja4dash.provenance import Asked
from ja4dash.report.parts import Facts, Failure, Nothing, Part, Report, Section
from ja4dash.report.text import text
from ja4dash.scope import Scope, ScopeError, between

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

WINDOW: Final = "7d"
"""The window of a report where none was chosen."""

Answer: TypeAlias = pd.DataFrame | QueryError
_FATAL: Final = AWAY | {Category.LOCKED, Category.PARAMETER}
"""Failures of everything: a report of nothing but these helps nobody."""


@dataclass(frozen=True)
class Making:
    """When and by whom a report was made, whether of simulated traffic; `base` is the dashboard's address ("" = not known)."""

    at: datetime
    by: str
    simulated: bool
    base: str = ""


def frozen(scope: Scope, now: datetime) -> Scope:
    """The scope with the bounds of its window instead of its length, up to the last whole minute: asked again, it is the same."""
    window = scope.over(WINDOW).window
    assert window is not None  # noqa: S101 - `over` has set it
    return Scope(between(*window.bounds(now - timedelta(minutes=1))), scope.filters)


def bounds(scope: Scope) -> tuple[datetime, datetime]:
    """First and last instant of a frozen scope."""
    window = scope.window
    assert window and window.since and window.until  # noqa: S101 - a frozen scope has both
    return window.since, window.until


def answered(ask: Callable[[], pd.DataFrame]) -> Answer:
    """The answer, or why there is none; raises QueryError where nothing else could be asked either."""
    try:
        return ask()
    except QueryError as error:
        if error.category in _FATAL:
            raise
        return error


def told(answer: Answer, shown: Callable[[pd.DataFrame], tuple[Part, ...]], nothing: str = "") -> tuple[Part, ...]:
    """The parts that tell of an answer; of a failure what failed, of an empty one what there is none of."""
    if isinstance(answer, QueryError):
        return (Failure(answer.title, text(answer.message), answer.advice),)
    if nothing and answer.empty:
        return (Nothing(nothing),)
    return shown(answer)


def reported(
    title: str, found: DataclassInstance, sections: tuple[Section, ...], making: Making, *, scope: Scope, path: str
) -> Report:
    """A report of answers, the fields of `found`: its head is made of them, of the frozen scope and of who makes it."""
    every: tuple[Answer, ...] = tuple(getattr(found, item.name) for item in fields(found))
    statements = asked(every)
    since, until = bounds(scope)
    return Report(
        title=title,
        scope=text(scope.sentence()),
        since=since,
        until=until,
        made_at=making.at,
        fetched_at=min((one.fetched_at for one in statements), default=making.at),
        made_by=text(making.by),
        engine=text(engine(statements)),
        simulated=making.simulated,
        link=making.base + path if making.base else "",
        path=path,
        sections=sections,
        asked=statements,
        missing=missing(every),
    )


def facts(rows: Mapping[str, str]) -> Facts:
    """Facts whose values may hold anything."""
    return Facts(tuple((label, text(value, lines=True)) for label, value in rows.items()))


def asked(answers: tuple[Answer, ...]) -> tuple[Asked, ...]:
    """Every statement behind the answers once, the failed ones too."""
    found: dict[Asked, None] = {}
    for answer in answers:
        if isinstance(answer, QueryError):
            found |= {answer.asked: None} if answer.asked else {}
        else:
            found |= dict.fromkeys(answer.attrs.get("asked", ()))
    return tuple(found)


def engine(statements: tuple[Asked, ...]) -> str:
    """The engine that answered, with its version."""
    return next((one.engine for one in statements if one.rows is not None), words.DASH)


def missing(answers: tuple[Answer, ...]) -> tuple[str, ...]:
    """Columns that the request log lacks here and one of the answers would have shown."""
    frames = [answer for answer in answers if isinstance(answer, pd.DataFrame)]
    return tuple(sorted({column for frame in frames for column in frame.attrs.get("missing", ())}))


def path(page: str, scope: Scope, own: Mapping[str, str]) -> str:
    """Path and parameters of the page that shows this scope."""
    return f"/{page}?{urlencode({**own, **scope.to_query()}, doseq=True)}"


def clean_base(address: str) -> str:
    """The address of a dashboard without last slash, parameters and credentials; raises ScopeError for what is no web address."""
    parts = urlsplit(address.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ScopeError(f"{address[:80]!r} is not the address of a dashboard such as https://ja4dash.example")
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path.rstrip('/')}"
