"""Benefit: what some verdicts change in the hours after them, for sources that nobody decided about.

A simulated day is detected up to its last hours; then somebody who knows the truth decides about some sources, and those hours
are detected twice from there, without the verdicts and with them. Only this module and `evaluate` read the truth.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pandas as pd
import pyarrow as pa
from sklearn.metrics import average_precision_score  # type: ignore[import-untyped]

from ja4dash import severity
from ja4dash.detect import evaluate, store
from ja4dash.detect.cycle import DETECTED, Detector, run_cycle
from ja4dash.detect.models import BOOSTING
from ja4dash.schema import migrate
from ja4dash.simulate.command import run as simulate

if TYPE_CHECKING:
    from ja4dash.db import Door

How = Literal["triage", "drawn"]
"""Whom somebody decides about: the head of the queue of detected sources, worst first, or any sources at random."""

HOWS: Final[tuple[How, ...]] = ("triage", "drawn")
LAST_HOURS: Final = 6
FOLDS: Final = 5
HARMLESS: Final = ("human_browser", "tool", "declared_bot")
"""Captured classes that nobody would call a bot for what they did."""

_TIME: Final = {"ml_performance_metrics": "cycle_at"}


@dataclass(frozen=True)
class Figures:
    """How well sources were told apart, 0..1: precision and recall of those at HIGH or worse and at MEDIUM or worse, and the
    average precision of their ranking by score."""

    precision_high: float
    recall_high: float
    precision_medium: float
    recall_medium: float
    average_precision: float

    @classmethod
    def of(cls, sources: pd.DataFrame) -> Figures:
        """Figures of sources (`level`, `score`, `malicious`)."""
        bad = sources["malicious"] == 1
        high, medium = (_told_apart(bad, sources["level"].isin(severity.SCALE[:most])) for most in (2, 3))
        return cls(*high, *medium, float(average_precision_score(bad, -sources["score"])) if bad.any() else 1.0)

    def sentence(self) -> str:
        """For people."""
        return (
            f"HIGH or worse: precision {self.precision_high:.3f}, recall {self.recall_high:.3f};"
            f" MEDIUM or worse: precision {self.precision_medium:.3f}, recall {self.recall_medium:.3f};"
            f" average precision {self.average_precision:.3f}"
        )


def _told_apart(bad: pd.Series, flagged: pd.Series) -> tuple[float, float]:
    """Precision and recall; 1 where there is nothing to be wrong about."""
    precision = float(bad[flagged].mean()) if flagged.any() else 1.0
    return precision, float(flagged[bad].mean()) if bad.any() else 1.0


@dataclass(frozen=True)
class Benefit:
    """One trial: how sources were chosen, how many of them were called bot and legitimate, what the judge made of it, and the
    sources nobody decided about before and after (address, level, score, class, malicious)."""

    name: str
    how: str
    bots: int
    legitimate: int
    judge: Mapping[str, Any]
    before: pd.DataFrame
    after: pd.DataFrame

    def sentence(self) -> str:
        """For people."""
        said = ", ".join(
            f"{name} {value:.3g}" if isinstance(value, float) else f"{name} {value}" for name, value in self.judge.items()
        )
        return (
            f"{self.name}: {self.bots} called bot, {self.legitimate} legitimate; {len(self.before):,} other sources,"
            f" {int(self.before['malicious'].sum())} of them malicious\n  judge: {said}\n"
            f"  before: {Figures.of(self.before).sentence()}\n  after:  {Figures.of(self.after).sentence()}"
        )

    def by_class(self) -> pd.DataFrame:
        """Sources at MEDIUM or worse by class, before and after."""
        tables = {}
        for name, sources in (("before", self.before), ("after", self.after)):
            raised = sources["level"].isin(severity.SCALE[:3])
            tables[name] = raised.groupby([sources["malicious"], sources["class"]]).sum()
        return pd.DataFrame(tables | {"sources": self.before.groupby(["malicious", "class"]).size()})


def mean(how: str, trials: Sequence[Benefit]) -> str:
    """For people: the mean figures of some trials."""
    lines = [f"mean of {len(trials)}, {how}"]
    for name, parts in (("before", [trial.before for trial in trials]), ("after", [trial.after for trial in trials])):
        rows = np.array([astuple(Figures.of(sources)) for sources in parts])
        lines.append(f"  {name + ':':7} {Figures(*rows.mean(axis=0).tolist()).sentence()}")
    return "\n".join(lines)


def simulated(
    door: Door, seed: int, *, rate: float, mistaken: float, verdicts: int, hours: float, until: datetime
) -> Iterator[Benefit]:
    """Simulate a seed, `mistaken` of it (0..1) by visitors that are easily mistaken, into the door's databases, which are made
    here; then a trial for each way to choose whom to decide about. Raises QueryError."""
    migrate(door)
    simulate(door, days=hours / 24, rate=rate, seed=seed, until=until, mistaken=mistaken)
    prepared(door, hours=hours, until=until)
    truth = evaluate.truth_of(door, seed)
    for how in HOWS:
        yield tried(door, truth, how, verdicts=verdicts, hours=hours, until=until, seed=seed)


def captured(door: Door, before: pd.DataFrame, since: datetime, until: datetime) -> Benefit:
    """Captured sources (`before`: address, class, level, score), detected once: decide about four fifths of them and detect
    again, for each fifth in turn; what is said of a source is said by verdicts about others. Raises QueryError."""
    known = before.drop_duplicates("address", keep=False).assign(
        malicious=lambda frame: (~frame["class"].isin(HARMLESS)).astype(int)
    )
    known = known.sample(frac=1, random_state=0).sort_values("malicious", kind="stable").reset_index(drop=True)
    truth = known[["address", "class", "malicious"]]
    parts, judged = [], []
    for fold in range(FOLDS):
        chosen = known[known.index % FOLDS != fold]
        _forget_verdicts(door)
        _decide(door, chosen, since)
        detector = Detector(door)
        for window, _ in detector.due(since, until):
            detector.score(window)
        found = evaluate.outcome(door, since, until).merge(truth, on="address")
        parts.append(found[~found["address"].isin(chosen["address"])])
        judged.append(_told(door))
    said = {name: float(np.mean([one[name] for one in judged])) for name in ("balanced_accuracy", "average_precision", "skill")}
    bots = int(known["malicious"].sum())
    after = pd.concat(parts, ignore_index=True)
    return Benefit("captures, each fifth by the others", "captures", bots, len(known) - bots, said, known, after)


def prepared(door: Door, *, hours: float, until: datetime) -> None:
    """Detect up to the last hours, from nothing. Raises QueryError."""
    for table in (*store.TABLES, "soc_feedback"):
        door.command(f"TRUNCATE TABLE {{processing:Identifier}}.{table}", {"processing": door.settings.processing_db})
    run_cycle(door, until - timedelta(hours=hours), until - timedelta(hours=LAST_HOURS), force=True)


def tried(door: Door, truth: pd.DataFrame, how: How, *, verdicts: int, hours: float, until: datetime, seed: int) -> Benefit:
    """Decide about some sources of the hours before the last, and detect the last hours without and with that.

    `truth`: address, class, malicious. `prepared` went before. Raises QueryError.
    """
    since = until - timedelta(hours=LAST_HOURS)
    known = evaluate.outcome(door, until - timedelta(hours=hours), since).merge(truth, on="address")
    chosen = _chosen(known, how, verdicts, seed)
    _forget(door, since)
    before = _seen(door, truth, since, until, chosen)
    _forget(door, since)
    _decide(door, chosen, since)
    after = _seen(door, truth, since, until, chosen)
    bots = int(chosen["malicious"].sum())
    name = f"seed {seed}, {len(chosen)} verdicts, {how}"
    return Benefit(name, how, bots, len(chosen) - bots, _told(door), before, after)


def _told(door: Door) -> dict[str, Any]:
    """What the judge's file says of it."""
    document: dict[str, dict[str, Any]] = json.loads((door.settings.models_dir / f"{BOOSTING}.json").read_text("utf-8"))
    return document["metrics"]


def _chosen(known: pd.DataFrame, how: How, verdicts: int, seed: int) -> pd.DataFrame:
    if how == "drawn":
        return known.sample(min(verdicts, len(known)), random_state=seed)
    queue = known[known["level"].isin(DETECTED)]
    return queue.assign(rank=queue["level"].map(severity.rank)).sort_values(["rank", "score", "address"]).head(verdicts)


def _seen(door: Door, truth: pd.DataFrame, since: datetime, until: datetime, chosen: pd.DataFrame) -> pd.DataFrame:
    run_cycle(door, since, until, detector=Detector(door), force=True)
    found = evaluate.outcome(door, since, until).merge(truth, on="address")
    return found[~found["address"].isin(chosen["address"])].reset_index(drop=True)


def _forget(door: Door, since: datetime) -> None:
    """All that was found from a moment on, and every verdict."""
    own = {"processing": door.settings.processing_db, "since": since}
    for table in store.TABLES:
        where = f"WHERE {_TIME.get(table, 'detected_at')} >= {{since:DateTime('UTC')}}"
        door.command(f"DELETE FROM {{processing:Identifier}}.{table} {where}", own)  # noqa: S608 - names of ours
    _forget_verdicts(door)


def _forget_verdicts(door: Door) -> None:
    door.command("TRUNCATE TABLE {processing:Identifier}.soc_feedback", {"processing": door.settings.processing_db})


def _decide(door: Door, chosen: pd.DataFrame, at: datetime) -> None:
    rows = pa.table(
        {
            "created_at": pa.array([int(at.timestamp())] * len(chosen), pa.uint32()),
            "src_ip": pa.array(store.packed(chosen["address"]), pa.binary(16)),
            "classification": ["bot" if malicious else "legitimate" for malicious in chosen["malicious"]],
        }
    )
    door.insert(door.settings.processing_db, "soc_feedback", rows)
