"""Traffic: the raw requests, when they came and what they have in common (operations 6 and 7). Times are UTC."""

from __future__ import annotations

from typing import Final

import pandas as pd

from ja4dash.cache import cached
from ja4dash.db import EXPORT, INTERACTIVE, Guard, Order, read
from ja4dash.provenance import bare, told_by
from ja4dash.queries import hours
from ja4dash.queries.checks import bounded
from ja4dash.scope import Scope, address

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

NEWEST: Final = Order("time")
"""The order of the statement itself, which needs to read the newest hours only."""


_FACETS: Final = {
    127: "method",
    191: "host",
    223: "http",
    239: "status",
    247: "country",
    251: "ja4",
    253: "agent",
    254: "hour",
    255: "ip",
}
"""What `sql/traffic/figures.sql` calls a column."""

_DISTINCT: Final = {"ip": "sources", "host": "hosts", "ja4": "ja4s", "agent": "user_agents"}
_ERROR: Final = 4


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
    own = None if order == NEWEST else order
    return read("traffic/listing", scope.over(WINDOW), guard=guard, order=own, sorts=SORTS, limit=limit, offset=offset)


def figures(scope: Scope, limit: int = 10) -> dict[str, pd.DataFrame]:
    """What a page says of all requests, from one read of the log: `totals`, `per_hour` and `facets`, each as the function of
    that name gives it."""
    return _figures(scope, limit)


@cached(ttl="30s")
def _figures(scope: Scope, limit: int) -> dict[str, pd.DataFrame]:
    limit = bounded("limit", limit, 1, 100)
    frame = read("traffic/figures", scope.over(WINDOW), limit=limit)
    frame["facet"] = frame["facet"].map(_FACETS).astype("str")
    return {"totals": _totals(frame), "per_hour": _per_hour(frame), "facets": _facets(frame, limit)}


def totals(scope: Scope) -> pd.DataFrame:
    """One row, each with `_before`: requests, and distinct sources, hosts, ja4s, user_agents; errors are status 400 and up."""
    return figures(scope)["totals"]


def facets(scope: Scope, limit: int = 10) -> pd.DataFrame:
    """The commonest `value`s with their `requests` by `facet`, which is a filter's name; a status is its class ("4")."""
    return figures(scope, limit)["facets"]


@cached(ttl="30s")
def per_hour(scope: Scope) -> pd.DataFrame:
    """`requests` by `hour` and `http_version`, zero where a version has none; odd versions are "other"."""
    frame = compared(scope)
    return hours.filled(frame.loc[frame["inside"] == 1, ["hour", "http_version", "requests"]], "http_version")


@cached(ttl="30s")
def compared(scope: Scope) -> pd.DataFrame:
    """`requests` of the window (`inside` 1) by `hour` and `http_version`, and of the period before (0) by version alone."""
    return read("traffic/per_hour", scope.over(WINDOW))


def _totals(frame: pd.DataFrame) -> pd.DataFrame:
    counted, values = frame[frame["facet"] == "hour"], frame.drop_duplicates("facet").set_index("facet")
    failed = frame[(frame["facet"] == "status") & (frame["number"] >= _ERROR)]
    row = {name: counted[name].sum() for name in ("requests", "requests_before")}
    for facet, name in _DISTINCT.items():
        row |= {f"{name}{when}": values[f"known{when}"].get(facet, 0) for when in ("", "_before")}
    row |= {f"errors{when}": failed[f"requests{when}"].sum() for when in ("", "_before")}
    return told_by(pd.DataFrame([row], dtype="uint64"), frame)


def _per_hour(frame: pd.DataFrame) -> pd.DataFrame:
    found = frame[(frame["facet"] == "hour") & (frame["requests"] > 0)].rename(columns={"value": "http_version"})
    return hours.filled(found[["hour", "http_version", "requests"]], "http_version")


def _facets(frame: pd.DataFrame, limit: int) -> pd.DataFrame:
    plain = bare(frame)
    shown = plain[~plain["facet"].isin(("agent", "hour")) & (plain["requests"] > 0)].groupby("facet").head(limit)
    status, ip = shown["facet"] == "status", shown["facet"] == "ip"
    value = shown["value"].mask(status, shown["number"].astype("str")).mask(ip, shown["address"].astype("str").map(address))
    return told_by(shown.assign(value=value)[["facet", "value", "requests"]].reset_index(drop=True), frame)


@cached(ttl="5m")
def heatmap(scope: Scope) -> pd.DataFrame:
    """`requests` by `weekday` (1 = Monday) and `hour` (0 to 23), UTC, all 168 cells."""
    found = read("traffic/heatmap", scope.over(WEEK))
    cells = pd.MultiIndex.from_product([range(1, 8), range(24)], names=["weekday", "hour"])
    return told_by(found.set_index(["weekday", "hour"]).reindex(cells, fill_value=0).reset_index(), found)
