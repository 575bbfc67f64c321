"""Discovery: what the clients behind each JA4 send, known to a reference list or not (operation 20). Times are UTC."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import pandas as pd

from ja4dash import discovery
from ja4dash.cache import cached
from ja4dash.db import HEAVY, Order, read
from ja4dash.errors import Category, QueryError
from ja4dash.provenance import told_by
from ja4dash.queries.checks import bounded
from ja4dash.scope import Scope

WINDOW: Final = "7d"
LONGEST: Final = timedelta(days=30)

SORTS: Final = (
    "hits",
    "ips",
    "user_agents",
    "ja4",
    "user_agent_family",
    "family_pct",
    "browser_family",
    "bot_name",
    "h2_fingerprint",
    *discovery.SHARES,
)
"""What profiles can be sorted by."""


@cached(ttl="5m")
def found(scope: Scope, *, minimum: int = 10, limit: int = 300) -> dict[str, pd.DataFrame]:
    """JA4s with at least `minimum` (1 to 100,000) requests over 7 days (at most 30), the `limit` (10 to 1,000) with most.

    Requests without a JA4 are not a profile: `totals` counts them. All counts and shares are exact; what is most used is exact
    up to 2,000 different values of a JA4, and a family is decided by its 200 most used User-Agents. Shares (`_pct`) are of
    requests, 0..100.

    `profiles`, most requests first: ja4, hits, ips, user_agents (distinct, empty not counted), user_agent_family,
    family_pct (of requests), user_agent_samples, tls_version, alpn; h2_fingerprint (most used, with its h2_settings_fp,
    h2_window_update, h2_pseudo_order), h2_fingerprints (distinct); h2_pct, sec_ch_ua_pct, sec_fetch_pct,
    accept_language_pct, zstd_pct, br_pct, gzip_pct (named in Accept-Encoding), x_forwarded_for_pct; sec_ch_ua_samples,
    platform_samples, mobile_samples (at most 3, most used first), accept_encoding (most used); browser_family, bot_name
    (by JA4), h2_family, h2_tool (by HTTP/2), known (1 or 0). Empty text is none or unknown.
    `families` and `totals`: see `ja4dash.discovery.grouped` and `totalled`. From two reads of http_logs.
    """
    within = scope.over(WINDOW)
    if within.window and within.window.length > LONGEST:
        raise QueryError(Category.PARAMETER, f"Discovery looks at {LONGEST.days} days at most, not at the {within.when()}")
    counted = read(
        "discovery/profiles",
        within,
        guard=HEAVY,
        minimum=bounded("minimum", minimum, 1, 100_000),
        limit=bounded("limit", limit, 10, 1000),
    )
    told = discovery.profiled(counted)
    sources = read(
        "discovery/sources",
        within,
        guard=HEAVY,
        ja4s=["", *told["ja4"]],
        families=["", *told["user_agent_family"]],
    )
    ips = sources[sources["of_ja4"] == 1].set_index("fingerprint")["ips"]
    profiles = told.assign(ips=told["ja4"].map(ips).astype("int64"))
    families = discovery.grouped(profiles, sources)
    totals = discovery.totalled(profiles, families, sources)
    frames = {"profiles": profiles[list(_PROFILES)], "families": families, "totals": totals}
    return {name: told_by(frame, counted, sources) for name, frame in frames.items()}


_PROFILES: Final = (
    "ja4",
    "user_agent_family",
    "family_pct",
    "hits",
    "ips",
    "user_agents",
    "user_agent_samples",
    "tls_version",
    "alpn",
    "h2_fingerprint",
    "h2_settings_fp",
    "h2_window_update",
    "h2_pseudo_order",
    "h2_fingerprints",
    *discovery.SHARES,
    "sec_ch_ua_samples",
    "platform_samples",
    "mobile_samples",
    "accept_encoding",
    "browser_family",
    "bot_name",
    "h2_family",
    "h2_tool",
    "known",
)


def chosen(profiles: pd.DataFrame, order: Order, *, family: str = "", known: bool | None = None) -> pd.DataFrame:
    """Profiles of one User-Agent family, known to a reference list or not, sorted; QueryError for another column than SORTS."""
    if order.column not in SORTS:
        raise QueryError(Category.PARAMETER, f"cannot sort by {order.column!r}; choose one of {', '.join(SORTS)}")
    kept = profiles[(profiles["user_agent_family"] == family) | (family == "")]
    kept = kept[(kept["known"] == known) | (known is None)]
    return kept.sort_values([order.column, "ja4"], ascending=[not order.descending, True], ignore_index=True)
