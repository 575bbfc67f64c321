"""Verdicts: what models say of sources that analysts decided about, and the sessions of these as training data.

A model detects a source when it gives one of its sessions MEDIUM or worse. A false positive is detected and judged legitimate,
a miss is judged a bot and not detected; what it knows as a bot is no miss. `suspicious` is counted apart. Rates over fewer than
FEWEST judged sources are NaN: too few to say. The verdict that counts is the latest, until it expires or is taken back.
"""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
import pandas as pd

from ja4dash import severity
from ja4dash.cache import cached
from ja4dash.db import EXPORT, INTERACTIVE, Guard, Order, read
from ja4dash.provenance import told_by
from ja4dash.queries import feedback, sorts
from ja4dash.queries.checks import bounded
from ja4dash.scope import Scope

WINDOW: Final = "30d"
FEWEST: Final = 5
DETECTED: Final = "MEDIUM"
MOST: Final = 500
SIGNAL: Final = "signal_"

SORTS: Final = {
    "detected_at": "detected_at",
    "verdict": "verdict",
    "src_ip": "src_ip",
    "threat_level": "-transform(scores.threat_level, {levels:Array(String)}, {ranks:Array(UInt8)}, 45)",
    "xgb_prob": "xgb_prob",
    "anomaly_score": sorts.ANOMALY,
}
"""What labelled sessions can be sorted by."""

Group = Literal["model", "ja4", "asn"]

_COUNTS: Final = ["sources", "bots", "legitimate", "suspicious", "missed", "false_positives", "compared", "agreed"]
_RATES: Final = ["agreement", "false_positive_rate", "missed_rate"]


@cached(ttl="1m")
def _compared(scope: Scope) -> pd.DataFrame:
    detected = severity.rank(DETECTED)
    return read("verdicts/agreement", scope.over(WINDOW), fewest=FEWEST, detected=detected, limit=MOST)


def totals(scope: Scope) -> pd.DataFrame:
    """One row: `decided_sources` in all, of which `sources` were scored in the window; counts and rates as in `agreement`, and
    `sessions` of these sources. `rated` (compared), `rated_bots` and `rated_legitimate` are 0 where they are too few."""
    decided, frame = feedback.stats(), _compared(scope)
    found = _of(frame, "all")[["sessions", *_COUNTS, *_RATES]]
    row = found if len(found) else found.reindex([0]).fillna(0)
    known = int(decided["all_addresses"].iloc[0]) if len(decided) else 0
    enough = {f"rated_{name}": row[name].where(row[name] >= FEWEST, 0) for name in ("bots", "legitimate")}
    rated = row["compared"].where(row["agreement"].notna(), 0)
    return told_by(row.assign(decided_sources=known, rated=rated, **enough), frame, decided)


def agreement(scope: Scope, by: Group) -> pd.DataFrame:
    """Sources that somebody decided about by model, JA4 or network, most disagreement first, at most 500 rows.

    Columns: `judged_model`, `judged_ja4` or `judged_asn` (with `org`); distinct `sources`, of which `bots`, `legitimate`,
    `suspicious`; `missed` bots, `false_positives`, `compared` (bots and legitimate) and `agreed`; `agreement`,
    `false_positive_rate`, `missed_rate` (0..1, NaN = too few).
    """
    frame = _of(_compared(scope), by).rename(columns={"value": f"judged_{by}"})
    return frame[[f"judged_{by}", *(["org"] if by == "asn" else []), *_COUNTS, *_RATES]]


def disagreements(scope: Scope) -> pd.DataFrame:
    """Sources about which models and analysts disagree, at most 500: ip, verdict, `worst_level` a model gave it, that
    model_name with ja4 and asn_number, `last_decided`."""
    frame = _of(_compared(scope), "source").rename(columns={"value": "ip", "verdict_of_one": "verdict"})
    return frame[["ip", "verdict", "worst_level", "model_name", "ja4", "asn_number", "last_decided"]]


def _of(frame: pd.DataFrame, dimension: str) -> pd.DataFrame:
    return frame[frame["dimension"] == dimension].reset_index(drop=True)


@cached(ttl="1m")
def labelled(scope: Scope, *, order: Order | None = None, limit: int = 50, offset: int = 0) -> pd.DataFrame:
    """One page (1 to 500) of the sessions of sources that somebody decided about, newest first unless ordered: a row a session
    and model; `totals` counts their `sessions`.

    Columns: detected_at, ip, verdict, decided_at, what ml_all_scores says of the session, `own_level` (what our detector says
    whatever was decided, "" for other models), then what our detector saw of it when it scored it: `feature_…` (NaN unknown)
    and `signal_…` (0..1), all NaN where it did not.
    """
    limit, offset = bounded("limit", limit, 1, 500), bounded("offset", offset, 0, 10**9)
    return _labelled(scope, order, limit, offset)


def extract(scope: Scope, most: int, *, order: Order | None = None) -> pd.DataFrame:
    """The first sessions (1 to 100,000) for an export, columns as in `labelled`; asked anew each time."""
    return _labelled(scope, order, bounded("most", most, 1, EXPORT.rows), 0, EXPORT)


def _labelled(scope: Scope, order: Order | None, limit: int, offset: int, guard: Guard = INTERACTIVE) -> pd.DataFrame:
    within = scope.over(WINDOW)
    named = read("verdicts/seen", within, guard=guard)
    names = named["name"].tolist()
    frame = read("verdicts/labelled", within, guard=guard, order=order, sorts=SORTS, names=names, limit=limit, offset=offset)
    vectors = np.array(frame["vector"].tolist(), np.float32).reshape(len(frame), len(names))
    kept = frame["kept"].to_numpy(bool)[:, None]
    signals = np.array([name.startswith(SIGNAL) for name in names], bool)
    seen = np.where(signals & kept, np.nan_to_num(vectors), vectors)
    columns = [name if name.startswith(SIGNAL) else f"feature_{name}" for name in names]
    wide = pd.concat([frame.drop(columns=["vector", "kept"]), pd.DataFrame(seen, frame.index, columns)], axis=1)
    return told_by(wide, frame, named)
