"""Models: what is known of them, and what they scored (operations 31 to 33). Times are UTC."""

from __future__ import annotations

from typing import Final

import pandas as pd

from ja4dash import db, metadata, severity
from ja4dash.cache import cached
from ja4dash.db import read
from ja4dash.errors import Category, QueryError
from ja4dash.queries import hours
from ja4dash.scope import Scope

WINDOW: Final = "7d"
LEARNER: Final = "analyst-boosting"
"""The model that learns from verdicts."""

_LEARNED: Final = (
    "bots", "legitimate", "sessions", "balanced_accuracy", "average_precision", "precision", "recall", "skill",
)  # fmt: skip


@cached(ttl="1m")
def files() -> pd.DataFrame:
    """Metadata files of the folder `models_dir`, see `ja4dash.metadata.read`; QueryError when it cannot be looked into."""
    folder = db.door().settings.models_dir
    try:
        return metadata.read(folder)
    except OSError as error:
        raise QueryError(Category.RIGHTS, f"cannot look into {folder}: {error.strerror or error}") from error


def learned() -> pd.DataFrame:
    """What the detector learned from verdicts, at most one row: `state` ("used", or why it is not), sources judged `bots` and
    `legitimate` and their `sessions`, cross-validated `balanced_accuracy`, `average_precision`, `precision`, `recall` and `skill`
    (0..1, NaN where nothing was learned), `trained_at`. QueryError as of `files`."""
    known = files()
    rows = known[known["name"] == LEARNER]
    figures = {name: [_figure(metrics.get(name)) for metrics in rows["metrics"]] for name in _LEARNED}
    state = [str(metrics.get("state", error)) for metrics, error in zip(rows["metrics"], rows["error"], strict=True)]
    return pd.DataFrame({"state": state, **figures, "trained_at": rows["trained_at"].to_numpy()}).astype({"state": "str"})


def _figure(value: object) -> float:
    return float(value) if isinstance(value, int | float) else float("nan")


def scored(scope: Scope) -> pd.DataFrame:
    """Scored `sessions` and distinct `sources` by `model_name`, with `first_scored` and `last_scored`."""
    found = _part(scope, "model").sort_values(["sessions", "model_name"], ascending=[False, True], ignore_index=True)
    return found[["model_name", "sessions", "sources", "first_scored", "last_scored"]]


@cached(ttl="1m")
def timeline(scope: Scope) -> pd.DataFrame:
    """`sessions`, `mean_score` (NaN where there are none) and `severe` (CRITICAL or HIGH) by `hour` and `model_name`; a row
    every `queries.hours.step` hours."""
    within = scope.over(WINDOW)
    every = hours.step(within)
    whole = hours.filled(read("models/timeline", within, hours=every), "model_name", every=every)
    return whole.assign(mean_score=whole["mean_score"].where(whole["sessions"] > 0))


def threats(scope: Scope) -> pd.DataFrame:
    """`sessions` and distinct `sources` by `model_name` and `threat_level`, worst level first."""
    found = _part(scope, "level")[["model_name", "threat_level", "sessions", "sources"]]
    ranked = found.assign(place=found["threat_level"].map(severity.place)).sort_values(["model_name", "place"], ignore_index=True)
    return ranked.drop(columns="place")


def _part(scope: Scope, part: str) -> pd.DataFrame:
    frame = _scored(scope)
    return frame[frame["part"] == part]


@cached(ttl="1m")
def _scored(scope: Scope) -> pd.DataFrame:
    return read("models/scored", scope.over(WINDOW))
