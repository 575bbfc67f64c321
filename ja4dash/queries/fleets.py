"""Fleets: JA4s and networks that act together (operation 30). Times are UTC."""

from __future__ import annotations

from typing import Final

import pandas as pd

from ja4dash.cache import cached
from ja4dash.db import read
from ja4dash.queries.checks import bounded
from ja4dash.scope import Scope

WINDOW: Final = "7d"


@cached(ttl="1m")
def listing(scope: Scope, limit: int = 100) -> pd.DataFrame:
    """Communities (1 to 500) of the scope's window, best score first; its filters do not apply.

    A community's number is only good for one cycle, so the same JA4s and networks in several cycles are one row:
    community_id (newest), fleet_score and n_ips (greatest), ja4_set, asn_set (sorted), ip_sample (newest), cycles (with
    it), first_seen, last_seen, current (1 = in the window's latest cycle that found any).
    """
    return read("fleets/listing", scope.over(WINDOW), limit=bounded("limit", limit, 1, 500))
