"""Feedback: what analysts decided about addresses, and whom to look at next (operations 36 to 38).

The latest decision of an address counts until it expires or is undone; earlier ones stay as its history. Times are UTC.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from ja4dash.cache import cached
from ja4dash.db import read
from ja4dash.queries.checks import bounded
from ja4dash.scope import Scope

WINDOW: Final = "3d"

_OF_THE_NEWEST: Final = {
    "newest_ja4": "ja4",
    "newest_host": "host",
    "newest_asn": "asn_number",
    "newest_org": "asn_org",
    "newest_country": "country_code",
    "newest_bot": "bot_name",
    "newest_campaign": "campaign_id",
    "newest_reason": "reason",
}
"""What a statement says of a source's newest detection, in the schema's names, which mean any of its rows there."""


@cached(ttl="10s")
def stats() -> pd.DataFrame:
    """Distinct `addresses` by the `classification` that counts, with `all_addresses` and `decisions` (history included, undos
    not). No row when no decision counts."""
    return read("feedback/stats")


@cached(ttl="10s")
def suggested(scope: Scope, limit: int = 20) -> pd.DataFrame:
    """Detected sources (1 to 500) without a decision that counts, worst level first, then worst score.

    Columns: ip, worst_level, worst_score, detections, first_seen, last_seen; of the newest detection ja4, host, asn_number,
    asn_org, country_code, bot_name, campaign_id, reason; `lapsed`, a decision that expired or was taken back (`undecided`), ""
    if there was none; `waiting`, how many there are in all.
    """
    frame = read("feedback/suggested", scope.over(WINDOW), limit=bounded("limit", limit, 1, 500))
    return frame.rename(columns=_OF_THE_NEWEST)


@cached(ttl="10s")
def newest(limit: int = 50) -> pd.DataFrame:
    """Decisions (1 to 500), newest first: created_at, ip, classification (`undecided`: taken back), comment, analyst, undo (1 =
    it takes one back), expires (NaT = never), decision (its name, for `writes.feedback.undo`), counts (1 = it says what the
    address is now)."""
    return read("feedback/newest", limit=bounded("limit", limit, 1, 500))
