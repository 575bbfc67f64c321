"""Novelty: fingerprints that are new or newly popular, and whether the collector counts as it did. Times are UTC."""

from __future__ import annotations

from typing import Final

import pandas as pd

from ja4dash import collector, novelty
from ja4dash.cache import cached
from ja4dash.db import HEAVY, read
from ja4dash.provenance import told_by
from ja4dash.queries import hours
from ja4dash.queries.checks import bounded
from ja4dash.scope import Scope

WINDOW: Final = "24h"
LOOK_BACK: Final = 30
"""Days before the window in which a fingerprint is looked for."""

_STACKS: Final = 50


@cached(ttl="5m")
def found(scope: Scope, limit: int = 100) -> dict[str, pd.DataFrame]:
    """Fingerprints (at most `limit`, 1 to 500, of each sort) that are `new`: not seen in the 30 days before the window; and
    `popular`: with at least 20 requests and twice the share of requests that they had in the period before.

    Columns: kind ("ja4" or "h2"), fingerprint, first_seen, requests, requests_before (in the period before), share_pct,
    share_before_pct (of all requests of the scope, 0..100), growth, sources (distinct addresses), networks (distinct ASNs;
    addresses of none count by their /16 or /32), detected (sources with a detection in the window), ja4 and h2_fingerprint
    (itself, and the one most used with it), browser_family, bot_name (by JA4), h2_family (by HTTP/2), line_known (1 when a
    JA4 with the same protocol, ciphers and ALPN was there before), user_agent_family, product, product_pct, verdict, why:
    see `ja4dash.novelty.judged`. What to look at first is on top, then most requests.
    `totals`: see `ja4dash.novelty.totalled`. A log that begins in the window makes everything new.
    """
    within = scope.over(WINDOW)
    listed = read(
        "novelty/fingerprints",
        within,
        guard=HEAVY,
        days=LOOK_BACK,
        limit=bounded("limit", limit, 1, 500),
        growth=novelty.GROWTH,
        minimum=novelty.FEWEST,
    )
    ja4s, h2s = (of_kind(listed, kind)["fingerprint"].tolist() for kind in ("ja4", "h2"))
    counted = read("novelty/sources", within, guard=HEAVY, ja4s=ja4s, h2s=h2s)
    told = novelty.judged(novelty.with_sources(listed, counted))
    new, popular = (told[told["new"] == flag].reset_index(drop=True) for flag in (1, 0))
    frames = {"new": new, "popular": popular, "totals": novelty.totalled(new, popular)}
    return {name: told_by(frame, listed, counted) for name, frame in frames.items()}


@cached(ttl="5m")
def extensions(scope: Scope) -> tuple[pd.DataFrame, list[collector.Shift]]:
    """Mean and median number of TLS extensions by hour (see `ja4dash.collector.per_hour`), and the collector faults in it.

    Over all traffic of the window, whatever the filters; hours as `queries.hours.step` cuts them.
    """
    within = Scope(scope.over(WINDOW).window)
    counted = read("novelty/extensions", within, guard=HEAVY, stacks=_STACKS, hours=hours.step(within))
    return told_by(collector.per_hour(counted), counted), collector.shifts(counted)


def of_kind(fingerprints: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Those of `found`'s fingerprints that are JA4s ("ja4") or HTTP/2 fingerprints ("h2")."""
    return fingerprints[fingerprints["kind"] == kind].reset_index(drop=True)
