"""Blocklists: whom a scope's detections name, and what blocking addresses and JA4s would hit. Times are UTC."""

from __future__ import annotations

from typing import Final

import pandas as pd

from ja4dash.blocklist.entries import MAX_ENTRIES, EntryError, Kind, clean
from ja4dash.cache import cached
from ja4dash.db import read
from ja4dash.errors import Category, QueryError
from ja4dash.queries.checks import bounded
from ja4dash.scope import Scope

WINDOW: Final = "7d"


@cached(ttl="1m", max_entries=16)
def detected(scope: Scope, limit: int = MAX_ENTRIES) -> pd.DataFrame:
    """Detected sources (1 to 5,000) of a scope, worst first: ip, worst_level, detections, ja4_list (at most 50 a source).

    `attrs["total"]` counts the sources there are.
    """
    frame = read("blocklist/detected", scope.over(WINDOW), limit=bounded("limit", limit, 1, MAX_ENTRIES))
    frame.attrs["total"] = int(frame["total"].iloc[0]) if len(frame) else 0
    return frame.drop(columns="total")


@cached(ttl="1m", max_entries=16)
def radius(addresses: tuple[str, ...], ja4s: tuple[str, ...], scope: Scope) -> pd.DataFrame:
    """What blocking these (5,000 at most) would have hit in the scope's window, whatever its filters.

    The first row is everything (kind "all"), then one an entry that was seen (kind "address" or "ja4", value), most
    bystanders first. Columns: sessions (source × JA4 × host × hour), requests; distinct sources: sources, browsers (a
    coherent browser with nothing at MEDIUM or worse against it), legitimate (by an analyst's latest decision), crawlers (in
    a known bot's published range), bystanders (any of the three), scored (known to the detector); crawler_names (at most
    5), asn_label of an address (isp, datacenter, hosting, …). Raises QueryError when a value is no address or JA4.
    """
    if len(addresses) + len(ja4s) > MAX_ENTRIES:
        raise QueryError(Category.PARAMETER, f"a blocklist holds at most {MAX_ENTRIES:,} values")
    ips, fingerprints = _cleaned(Kind.ADDRESS, addresses), _cleaned(Kind.JA4, ja4s)
    return read("blocklist/radius", Scope(scope.window).over(WINDOW), limit=MAX_ENTRIES + 1, ips=ips, ja4s=fingerprints)


def _cleaned(kind: Kind, values: tuple[str, ...]) -> list[str]:
    try:
        return [clean(kind, value) for value in values]
    except EntryError as error:
        raise QueryError(Category.PARAMETER, str(error)) from error
