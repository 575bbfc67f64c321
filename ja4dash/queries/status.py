"""Status: the engine, how old its data is, and what it lacks."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import UTC, datetime, timedelta
from typing import Final

import pandas as pd

from ja4dash import db
from ja4dash.cache import cached
from ja4dash.db import read
from ja4dash.schema import Missing, missing_objects

_RECENT: Final = timedelta(hours=1)
_EVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


@cached(ttl="1m")
def engine() -> pd.DataFrame:
    """One row: `version`, `now` (the engine's clock), `uptime_seconds`, `zone`."""
    return read("status/engine")


@cached(ttl="5s")
def freshness() -> pd.DataFrame:
    """One row: `newest_request`, `newest_score`, `newest_detection` (1970 = never), and the rows of their tables
    (`requests`, `scores`, `detections`; none on a cluster, where no table knows), with the engine's clock and version when it
    said so (`now`, `version`). Only looks back further than an hour for what the last hour does not have."""
    frame = _newest(*[db.now() - _RECENT] * 3)
    found = [frame[column].iloc[0].to_pydatetime() for column in ("newest_request", "newest_score", "newest_detection")]
    return frame if min(found) > _EVER else _newest(*found)


def _newest(requests: datetime, scores: datetime, detections: datetime) -> pd.DataFrame:
    return read("status/freshness", requests_since=requests, scores_since=scores, detections_since=detections)


@cached(ttl="1m")
def simulated() -> pd.DataFrame:
    """One row: whether simulated requests were ever written here (`simulated`)."""
    return read("status/simulated")


@cached(ttl="1m")
def missing() -> pd.DataFrame:
    """What the schema expects and is not there: `kind`, `name`, the `migration` that makes it, `optional` (done without)."""
    lacking = [asdict(item) for item in missing_objects(db.door())]
    return pd.DataFrame(lacking, columns=[field.name for field in fields(Missing)])
