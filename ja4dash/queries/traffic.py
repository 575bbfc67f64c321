"""Traffic: the raw requests, when they came and what they have in common (operations 6 and 7). Times are UTC."""

from __future__ import annotations

from typing import Final

import pandas as pd

from ja4dash.cache import cached
from ja4dash.db import EXPORT, INTERACTIVE, Guard, Order, read
from ja4dash.queries.checks import bounded
from ja4dash.scope import Scope

WINDOW: Final = "24h"
WEEK: Final = "7d"

SORTS: Final = {
    "time": "time",
    "src_ip": "src_ip",
    "method": "method",
    "host": "host",
    "path": "path",
    "http_version": "http_version",
    "header_user_agent": "header_user_agent",
    "ja4": "ja4",
    "src_country_code": "src_country_code",
}
"""What the requests can be sorted by."""


@cached(ttl="30s")
def listing(scope: Scope, *, order: Order | None = None, limit: int = 50, offset: int = 0) -> pd.DataFrame:
    """One page (1 to 500) of requests, newest first unless ordered; `totals` counts them all.

    Columns: time, ip, method, host, path, query, status (0 = unknown), http_version, header_user_agent, ja4,
    h2_fingerprint, src_asn, src_as_name, src_country_code.
    """
    limit, offset = bounded("limit", limit, 1, 500), bounded("offset", offset, 0, 10**9)
    return _rows(scope, order, limit, offset)


def extract(scope: Scope, most: int, *, order: Order | None = None) -> pd.DataFrame:
    """The first requests (1 to 100,000) for an export, columns as in `listing`; asked anew each time."""
    return _rows(scope, order, bounded("most", most, 1, EXPORT.rows), 0, EXPORT)


def _rows(scope: Scope, order: Order | None, limit: int, offset: int, guard: Guard = INTERACTIVE) -> pd.DataFrame:
    return read("traffic/listing", scope.over(WINDOW), guard=guard, order=order, sorts=SORTS, limit=limit, offset=offset)


@cached(ttl="30s")
def totals(scope: Scope) -> pd.DataFrame:
    """One row, each with `_before`: requests, and distinct sources, hosts, ja4s, user_agents; errors are status 400 and up."""
    return read("traffic/totals", scope.over(WINDOW))


@cached(ttl="1m")
def per_hour(scope: Scope) -> pd.DataFrame:
    """`requests` by `hour` and `http_version`, zero where a version has none; odd versions are "other"."""
    frame = read("traffic/per_hour", scope.over(WINDOW))
    return frame[frame["http_version"] != ""]  # without any request the engine fills the hours of no version


@cached(ttl="1m")
def facets(scope: Scope, limit: int = 10) -> pd.DataFrame:
    """The commonest `value`s with their `requests` by `facet`, which is a filter's name; a status is its class ("4")."""
    return read("traffic/facets", scope.over(WINDOW), limit=bounded("limit", limit, 1, 100))


@cached(ttl="5m")
def heatmap(scope: Scope) -> pd.DataFrame:
    """`requests` by `weekday` (1 = Monday) and `hour` (0 to 23), UTC, all 168 cells."""
    return read("traffic/heatmap", scope.over(WEEK))
