"""Scores: every session that was scored, whatever its level (operation 5). Times are UTC."""

from __future__ import annotations

from typing import Final

import pandas as pd

from ja4dash import severity
from ja4dash.cache import cached
from ja4dash.db import EXPORT, FACETS, INTERACTIVE, Guard, Order, read
from ja4dash.queries import hours, sorts
from ja4dash.queries.checks import bounded
from ja4dash.scope import Scope

WINDOW: Final = "3d"

SORTS: Final = {
    "detected_at": "detected_at",
    "window_start": "window_start",
    "src_ip": "src_ip",
    "ja4": "ja4",
    "host": "host",
    "anomaly_score": sorts.ANOMALY,
    "raw_anomaly_score": sorts.RAW_ANOMALY,
    "xgb_prob": "xgb_prob",
    "ae_recon_error": "ae_recon_error",
    "threat_level": sorts.SEVERITY,
    "hits": "hits",
    "hit_velocity": "hit_velocity",
    "fuzzing_index": "fuzzing_index",
    "post_ratio": "post_ratio",
    "asn_org": "asn_org",
    "country_code": "country_code",
    "bot_name": "bot_name",
    "browser_family": "browser_family",
}
"""What scores can be sorted by. Addresses sort as numbers; a level descending and a score ascending are worst first."""


@cached(ttl="30s")
def listing(scope: Scope, *, order: Order | None = None, limit: int = 50, offset: int = 0) -> pd.DataFrame:
    """One page (1 to 500) of scored sessions, newest first unless ordered; `totals` counts them all.

    Columns: detected_at, window_start, ip, ja4, host, model_name, anomaly_score, raw_anomaly_score, ae_recon_error,
    xgb_prob (0..1, 0 = no classifier yet), threat_level, hits (requests), hit_velocity (requests/s), fuzzing_index,
    post_ratio (0..1), asn_number, asn_org, country_code, bot_name, browser_family.
    """
    limit, offset = bounded("limit", limit, 1, 500), bounded("offset", offset, 0, 10**9)
    return _rows(scope, order, limit, offset)


def extract(scope: Scope, most: int, *, order: Order | None = None) -> pd.DataFrame:
    """The first scores (1 to 100,000) for an export, columns as in `listing`; asked anew each time."""
    return _rows(scope, order, bounded("most", most, 1, EXPORT.rows), 0, EXPORT)


def _rows(scope: Scope, order: Order | None, limit: int, offset: int, guard: Guard = INTERACTIVE) -> pd.DataFrame:
    return read("scores/listing", scope.over(WINDOW), guard=guard, order=order, sorts=SORTS, limit=limit, offset=offset)


@cached(ttl="30s")
def totals(scope: Scope) -> pd.DataFrame:
    """One row, each with `_before`: sessions, distinct sources, severe (CRITICAL or HIGH), known_bots, browsers."""
    return read("scores/totals", scope.over(WINDOW))


@cached(ttl="1m")
def per_hour(scope: Scope) -> pd.DataFrame:
    """`sessions` by `hour` and `threat_level`, zero where a level has none; a row every `queries.hours.step` hours."""
    within = scope.over(WINDOW)
    every = hours.step(within)
    found = read("scores/per_hour", within, hours=every)
    return hours.filled(found, "threat_level", sorted(found["threat_level"].unique(), key=severity.place), every=every)


@cached(ttl="1m")
def facets(scope: Scope, limit: int = 10) -> pd.DataFrame:
    """The commonest `value`s with their `sessions` by `facet`, which is a filter's name: level, model, country, asn
    (with its `asn_org`), ja4, host, bot, family. An empty value is unknown or none."""
    return read("scores/facets", scope.over(WINDOW), guard=FACETS, limit=bounded("limit", limit, 1, 100))
