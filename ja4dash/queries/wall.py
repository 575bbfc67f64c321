"""The wall: what its scenes are made of, read by one feed for all screens that show the same.

Values of the readings are the results of the queries named here; ages are by the engine's clock.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import pandas as pd

from ja4dash import feed
from ja4dash.feed import Reading, Readings
from ja4dash.queries import campaigns, geography, health, overview, status
from ja4dash.scope import Scope
from ja4dash.stamp import Stamp

Query = Callable[[Scope], Any]

WINDOW: Final = overview.WINDOW
ALERTS: Final = 20
SOURCES: Final = 16
FRESH: Final = timedelta(minutes=2)
"""How long an alert that came is new."""

ALWAYS: Final[Mapping[str, Query]] = {
    "freshness": lambda _: status.freshness(),
    "health": health.summary,
    "totals": overview.totals,
    "trend": overview.scored_per_hour,
    "alerts": lambda scope: overview.alerts(scope, ALERTS),
}
"""What every scene shows."""

OF_SCENE: Final[Mapping[str, Mapping[str, Query]]] = {
    "overview": {
        "timeline": overview.timeline_detail,
        "geography": geography.tables,
        "campaigns": lambda scope: campaigns.listing(scope.over(WINDOW)),
        "sources": lambda scope: overview.top_sources(scope, SOURCES),
    },
    "campaigns": {
        "campaigns": lambda scope: campaigns.listing(scope.over(WINDOW)),
        "sources": lambda scope: overview.top_sources(scope, SOURCES),
    },
    "map": {"geography": geography.tables},
}
"""What a scene shows besides."""


def readings(scope: Scope, scenes: tuple[str, ...], every: timedelta) -> Readings:
    """The readings of all that these scenes show, by the names above; at most `every` and the time of a round old."""
    wanted = {**ALWAYS}
    for scene in scenes:
        wanted |= OF_SCENE[scene]
    sources = {name: _bound(query, scope) for name, query in wanted.items()}
    sources["alerts"] = _marked(sources["alerts"], Arrivals())
    return feed.look(("wall", scope, tuple(wanted)), sources, every)


def _bound(query: Query, scope: Scope) -> Callable[[], Any]:
    return lambda: query(scope)


def _marked(query: Callable[[], Any], arrivals: Arrivals) -> Callable[[], pd.DataFrame]:
    return lambda: arrivals.marked(query())


class Arrivals:
    """Tells which alerts just came: sources, JA4s and hosts that an earlier reading did not have at that level.

    A detector that scores an hour again writes the same alert with a later time: that is no news.
    """

    def __init__(self) -> None:
        self._seen: dict[tuple[object, ...], Stamp | None] = {}
        self._first = True

    def marked(self, alerts: pd.DataFrame) -> pd.DataFrame:
        """The alerts with `fresh`."""
        keys = list(alerts[["ip", "ja4", "host", "threat_level"]].itertuples(index=False, name=None))
        came = None if self._first else Stamp.now()
        self._seen = {key: self._seen.get(key, came) for key in keys}
        self._first = False
        return alerts.assign(fresh=[at is not None and at.age() < FRESH for at in map(self._seen.get, keys)])


def engine_time(freshness: Reading) -> datetime | None:
    """The engine's clock now, as far as its last answer tells; None before the first one."""
    if freshness.stamp is None:
        return None
    told: datetime = freshness.value["now"].iloc[0].to_pydatetime()
    return told + freshness.stamp.age()
