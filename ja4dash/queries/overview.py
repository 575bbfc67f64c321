"""Overview: how much happened, when, who, and how bad (operations 1 to 3).

Each table is read once (`_scored`, `_detected`, `traffic.compared`), for 30 s; what is made of it is kept for as long, so that
no session makes it again. Sessions are scored sessions, one row of ml_all_scores each; browsers are those scored
LEGITIMATE_BROWSER. Sources are distinct detected addresses, counted once in the whole window. Times are UTC.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from ja4dash import severity
from ja4dash.cache import cached
from ja4dash.db import read
from ja4dash.provenance import told_by
from ja4dash.queries import hours, traffic
from ja4dash.queries.checks import bounded
from ja4dash.scope import Scope

WINDOW: Final = "24h"


@cached(ttl="30s")
def totals(scope: Scope) -> pd.DataFrame:
    """Key figures, each with `_before`: requests, sessions, detections, sources, critical, high, browsers (one row)."""
    asked, scored, detected = traffic.compared(scope), _scored(scope), _detected(scope)
    parts = {
        "requests": (asked, "requests"),
        "sessions": (_part(scored, "hour"), "sessions"),
        "detections": (_part(detected, "total"), "detections"),
        "sources": (_part(detected, "total"), "sources"),
        "critical": (_part(detected, "total"), "critical"),
        "high": (_part(detected, "total"), "high"),
        "browsers": (_part(scored, "hour"), "browsers"),
    }
    row = {}
    for name, (part, column) in parts.items():
        row[name] = part.loc[part["inside"] == 1, column].sum()
        row[f"{name}_before"] = part.loc[part["inside"] == 0, column].sum()
    return told_by(pd.DataFrame([row], dtype="uint64"), scored, asked, detected)


@cached(ttl="30s")
def scored_per_hour(scope: Scope) -> pd.DataFrame:
    """The key figures but requests by `hour`, empty hours as zero; the request log is not read."""
    scored, detected = _scored(scope), _detected(scope)
    parts = [_part(frame, "hour").query("inside == 1").set_index("hour") for frame in (scored, detected)]
    both = parts[0][["sessions", "browsers"]].join(parts[1][["detections", "sources", "critical", "high"]], how="outer")
    figures = ["sessions", "detections", "sources", "critical", "high", "browsers"]
    found = both.reindex(hours.begun(scored)).fillna(0).astype("uint64")[figures].reset_index()
    return told_by(found, scored, detected)


@cached(ttl="30s")
def per_hour(scope: Scope) -> pd.DataFrame:
    """The key figures by `hour`, empty hours as zero; requests are those of `queries.traffic.per_hour`."""
    frame, asked = scored_per_hour(scope), traffic.per_hour(scope)
    requests = asked.groupby("hour")["requests"].sum().reindex(frame["hour"], fill_value=0)
    found = frame.copy()
    found.insert(1, "requests", requests.to_numpy())
    return told_by(found, frame, asked)


@cached(ttl="1m")
def timeline_detail(scope: Scope) -> pd.DataFrame:
    """Detections by `hour` and `threat_level`, zero for every level in every hour that has none."""
    found = read("overview/timeline_detail", scope.over(WINDOW))
    levels = sorted({*severity.LEVELS, *found["threat_level"]}, key=severity.place)
    return hours.filled(found, "threat_level", levels)


@cached(ttl="30s")
def levels(scope: Scope) -> pd.DataFrame:
    """`detections`, `sources` and `worst_score` by `threat_level`, worst level first, levels that are not ours included."""
    frame = _part(_detected(scope), "level").query("inside == 1")
    found = frame.sort_values("threat_level", key=lambda level: level.map(severity.place), ignore_index=True)
    return found[["threat_level", "detections", "sources", "worst_score"]]


@cached(ttl="1m")
def top_sources(scope: Scope, limit: int = 10) -> pd.DataFrame:
    """Sources with most detections: `ip`, `detections`, `worst_score`, `worst_level`, network, `last_seen`."""
    found = read("overview/top_sources", scope.over(WINDOW), limit=bounded("limit", limit, 1, 100))
    return found.rename(columns={"network": "asn_number", "org": "asn_org", "country": "country_code"})


@cached(ttl="30s")
def models(scope: Scope) -> pd.DataFrame:
    """Scored `sessions` by `model_name`, with `first_scored` and `last_scored`."""
    found = _part(_scored(scope), "model").query("inside == 1").reset_index(drop=True)
    return found[["model_name", "sessions", "first_scored", "last_scored"]]


@cached(ttl="30s")
def families(scope: Scope) -> pd.DataFrame:
    """Scored `sessions` by `browser_family`; an empty family is a client of no known browser."""
    found = _part(_scored(scope), "family").query("inside == 1").reset_index(drop=True)
    return found[["browser_family", "sessions"]]


@cached(ttl="30s")
def _scored(scope: Scope) -> pd.DataFrame:
    """All that the scores say here, from one read."""
    return read("overview/scored", scope.over(WINDOW))


@cached(ttl="30s")
def _detected(scope: Scope) -> pd.DataFrame:
    """All that the detections say here but times of levels and whose they are, from one read."""
    return read("overview/detected", scope.over(WINDOW))


def _part(frame: pd.DataFrame, part: str) -> pd.DataFrame:
    return frame[frame["part"] == part]


@cached(ttl="10s")
def alerts(scope: Scope, limit: int = 20) -> pd.DataFrame:
    """Newest detections (1 to 100) of level CRITICAL, HIGH or KNOWN_BOT, with network, campaign and reason."""
    return read("overview/alerts", scope.over(WINDOW), limit=bounded("limit", limit, 1, 100))
