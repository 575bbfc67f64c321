"""JA4 fingerprints of the last hour by kind of network, and those of known bots (operation 14).

All answers come from one reading of view_ai_features_1h; a chosen window does not apply, filters do.
"""

from __future__ import annotations

import pandas as pd

from ja4dash.cache import cached
from ja4dash.db import HEAVY, read
from ja4dash.provenance import bare, told_by
from ja4dash.queries import hours
from ja4dash.queries.checks import bounded
from ja4dash.scope import Scope

_FINGERPRINT, _BOT, _LABEL, _TOTAL = 1, 2, 5, 7
"""What `sql/fingerprints/groups.sql` has summed up in a row."""
_RENAMED = {
    "ja4_family": "browser_family",
    "requests": "hits",
    "velocity": "hit_velocity",
    "fuzzing": "fuzzing_index",
    "points": "modern_browser_score",
}
_MEASURES = ["sessions", "sources", "hits", "hit_velocity", "fuzzing_index", "modern_browser_score"]


def listing(scope: Scope, limit: int = 100) -> pd.DataFrame:
    """The pairs of JA4 and kind of network (1 to 500) with most sessions: ja4, asn_label, browser_family and ja4_bot_name
    (by JA4), sessions, sources (distinct), hits (requests), and means over sessions of hit_velocity (requests/s),
    fuzzing_index (distinct paths a first segment) and modern_browser_score (0..100). Sessions without a JA4 are left out."""
    return _part(scope, _FINGERPRINT, ["ja4", "asn_label", "browser_family", "ja4_bot_name", *_MEASURES], limit)


def bots(scope: Scope, limit: int = 100) -> pd.DataFrame:
    """JA4s of sessions known as a bot's, by address range or by JA4, most sessions first: ja4, bot_name, ja4_bot_name (what
    dict_bot_ja4 says; empty = known by address only), and the measures of `listing`."""
    return _part(scope, _BOT, ["ja4", "bot_name", "ja4_bot_name", *_MEASURES], limit)


def labels(scope: Scope) -> pd.DataFrame:
    """Kinds of networks (`asn_label`) with most sessions first, and the measures of `listing`, sessions without JA4 too."""
    return _part(scope, _LABEL, ["asn_label", *_MEASURES, "ja4s"], 500)


def totals(scope: Scope) -> pd.DataFrame:
    """One row: sessions, sources, hits, distinct ja4s and bots, of_bots and without_ja4 (sessions)."""
    return _part(scope, _TOTAL, ["sessions", "sources", "hits", "ja4s", "bots", "of_bots", "without_ja4"], 1)


def _part(scope: Scope, summed: int, columns: list[str], limit: int) -> pd.DataFrame:
    groups = _groups(hours.last(scope))
    found = bare(groups).loc[groups["summed"] == summed, columns].head(bounded("limit", limit, 1, 500))
    return told_by(found.reset_index(drop=True), groups)


@cached(ttl="1m")
def _groups(scope: Scope) -> pd.DataFrame:
    return read("fingerprints/groups", scope, guard=HEAVY, limit=500).rename(columns=_RENAMED)
