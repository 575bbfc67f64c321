"""Detections: what fired, when, and what it has in common (operation 4). Times are UTC."""

from __future__ import annotations

from typing import Final

import pandas as pd

from ja4dash.cache import cached
from ja4dash.db import EXPORT, FACETS, INTERACTIVE, Guard, Order, read
from ja4dash.queries import hours, sorts
from ja4dash.queries.checks import bounded
from ja4dash.scope import Scope

WINDOW: Final = "30d"

SORTS: Final = {
    "detected_at": "detected_at",
    "src_ip": "src_ip",
    "ja4": "ja4",
    "host": "host",
    "anomaly_score": sorts.ANOMALY,
    "threat_level": sorts.SEVERITY,
    "recurrence": "recurrence",
    "hits": "hits",
    "hit_velocity": "hit_velocity",
    "fuzzing_index": "fuzzing_index",
    "post_ratio": "post_ratio",
    "campaign_id": "campaign_id",
    "asn_org": "asn_org",
    "country_code": "country_code",
    "bot_name": "bot_name",
    "browser_family": "browser_family",
}
"""What detections can be sorted by. Addresses sort as numbers; a level descending and a score ascending are worst first."""


@cached(ttl="30s")
def listing(scope: Scope, *, order: Order | None = None, limit: int = 50, offset: int = 0) -> pd.DataFrame:
    """One page (1 to 500) of detections, newest first unless ordered; `totals` counts them all.

    Columns: detected_at, ip, ja4, host, model_name, anomaly_score, raw_anomaly_score, threat_level, hits (requests),
    hit_velocity (requests/s), fuzzing_index, post_ratio (0..1), asn_number, asn_org, country_code, bot_name,
    browser_family, recurrence (hours with a detection), port_exhaustion_ratio, orphan_ratio (0..1), campaign_id
    (-1 = none), reason.
    """
    limit, offset = bounded("limit", limit, 1, 500), bounded("offset", offset, 0, 10**9)
    return _rows(scope, order, limit, offset)


def extract(scope: Scope, most: int, *, order: Order | None = None) -> pd.DataFrame:
    """The first detections (1 to 100,000) for an export, columns as in `listing`; asked anew each time."""
    return _rows(scope, order, bounded("most", most, 1, EXPORT.rows), 0, EXPORT)


def _rows(scope: Scope, order: Order | None, limit: int, offset: int, guard: Guard = INTERACTIVE) -> pd.DataFrame:
    return read("detections/listing", scope.over(WINDOW), guard=guard, order=order, sorts=SORTS, limit=limit, offset=offset)


@cached(ttl="30s")
def totals(scope: Scope) -> pd.DataFrame:
    """One row, each with `_before`: detections, distinct sources, critical, high, known_bots, distinct campaigns."""
    return read("detections/totals", scope.over(WINDOW))


@cached(ttl="1m")
def per_hour(scope: Scope) -> pd.DataFrame:
    """`detections` by `hour` and `threat_level`, zero where a level has none; a row every `queries.hours.step` hours."""
    within = scope.over(WINDOW)
    frame = read("detections/per_hour", within, hours=hours.step(within))
    return frame[(frame["threat_level"] != "") | (frame["detections"] > 0)]  # without any the engine fills hours of no level


@cached(ttl="1m")
def facets(scope: Scope, limit: int = 10) -> pd.DataFrame:
    """The commonest `value`s with their `detections` by `facet`, which is a filter's name: level, model, country, asn
    (with its `asn_org`), ja4, host, bot, family. An empty value is unknown or none."""
    return read("detections/facets", scope.over(WINDOW), guard=FACETS, limit=bounded("limit", limit, 1, 100))
