"""Evasion: sources that hammer forms, change what they look like, or come back (operations 25 to 28). Times are UTC.

The first three look at the last hour of requests, recurrence at all detections that are kept; none takes a scope.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from ja4dash import rotation
from ja4dash.cache import cached
from ja4dash.db import read
from ja4dash.queries.checks import bounded

_FOLDED: Final = 2000
"""Sources whose JA4s are looked through: those with most of them as observed."""

_LISTED: Final = 20


@cached(ttl="1m")
def brute_force(limit: int = 100) -> pd.DataFrame:
    """Sources (1 to 500) with most posts to a host's forms: ip, host, post_count, distinct_paths, first_seen, last_seen."""
    return read("evasion/brute_force", limit=bounded("limit", limit, 1, 500))


@cached(ttl="1m")
def ja4_rotation(limit: int = 100) -> pd.DataFrame:
    """Sources (1 to 500) that showed one host most JA4s: ip, host, distinct_ja4, observed_ja4, ja4_list (at most 20),
    total_hits (requests).

    `distinct_ja4` counts probable resumption siblings as one, see `ja4dash.rotation.clients`; `observed_ja4` counts every
    JA4. Ranked by the former, out of the 2,000 sources with most of the latter.
    """
    limit = bounded("limit", limit, 1, 500)
    frame = read("evasion/ja4_rotation", limit=_FOLDED)
    beyond = frame["observed_ja4"].astype("int64") - frame["ja4s"].map(len).astype("int64")
    found = frame.assign(
        distinct_ja4=frame["ja4s"].map(rotation.clients).astype("int64") + beyond,
        ja4_list=frame["ja4s"].map(lambda ja4s: list(ja4s)[:_LISTED]),
    )
    found = found.sort_values("distinct_ja4", ascending=False, kind="stable").head(limit).reset_index(drop=True)
    return found[["ip", "host", "distinct_ja4", "observed_ja4", "ja4_list", "total_hits"]]


@cached(ttl="1m")
def ua_rotation(limit: int = 100) -> pd.DataFrame:
    """Sources (1 to 500) that showed most User-Agents, at least two, on one JA4: ip, ja4, distinct_ua_count, ua_samples (at
    most five), total_requests."""
    return read("evasion/ua_rotation", limit=bounded("limit", limit, 1, 500))


@cached(ttl="1m")
def recurrence(limit: int = 100) -> pd.DataFrame:
    """Sources (1 to 500) detected in most hours, then by worst score: ip, recurrence (hours), worst_score, worst_threat (by
    severity), first_seen, last_seen, top_ja4, top_host."""
    return read("evasion/recurrence", limit=bounded("limit", limit, 1, 500))
