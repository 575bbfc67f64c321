"""The cycle: score each window that is due, oldest first, and write what was found."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import pandas as pd

from ja4dash.detect import campaigns, counter, crawlers, features, fleets, judge, models, scoring, store
from ja4dash.detect.baseline import Baseline, Rows, together
from ja4dash.detect.features import SESSION, History, Observed
from ja4dash.detect.judge import Learned, Learner
from ja4dash.detect.lease import lease
from ja4dash.detect.models import FOREST, Matrix, Models
from ja4dash.detect.signals import ramp
from ja4dash.detect.windows import HOUR, LOOK_BACK, Window, hour_of, hours

if TYPE_CHECKING:
    from ja4dash.db import Door
    from ja4dash.detect.fleets import Fleet

RETRAIN: Final = 6 * HOUR
"""A model serves the windows of so much time, and is trained anew then."""

COLD_HOURS: Final = 3
"""So many earlier hours make the first baseline."""

DRIFTED: Final = 0.3
"""Share of features that moved from which on a cycle raises the drift alert."""

DETECTED: Final = ("CRITICAL", "HIGH", "MEDIUM", "LOW", "KNOWN_BOT")
"""Levels that make a session a detection."""

_ON_SCALE: Final = ("CRITICAL", "HIGH", "MEDIUM", "LOW")
_DOUBTFUL: Final = 0.4
_SHORTEST: Final = timedelta(seconds=10)


class ForeignDetectorError(RuntimeError):
    """The deployment has a detector of its own."""


@dataclass(frozen=True)
class Scored:
    """One window: when, how many sessions, detections and those at HIGH or worse, campaigns and fleets, seconds it took."""

    window: Window
    sessions: int
    detections: int
    high: int
    campaigns: int
    fleets: int
    seconds: float


@dataclass(frozen=True)
class CycleReport:
    """What a run did: windows in the order they were scored, and how many of those asked for were up to date."""

    scored: tuple[Scored, ...] = ()
    up_to_date: int = 0
    seconds: float = 0.0

    def sentence(self) -> str:
        """For people."""
        if not self.scored:
            return "nothing to do: every window is scored" if self.up_to_date else "nothing to do: no requests in this time"
        sessions, detections = sum(one.sessions for one in self.scored), sum(one.detections for one in self.scored)
        return (
            f"scored {sessions:,} sessions of {len(self.scored)} {'hour' if len(self.scored) == 1 else 'hours'} in"
            f" {self.seconds:.1f} s: {detections:,} detections, {sum(one.high for one in self.scored):,} at HIGH or worse"
        )


@dataclass
class _Judged:
    """A window while it is judged."""

    seen: Observed
    matrix: Matrix
    standard: Matrix
    models: Models
    learned: Learned
    sessions: pd.DataFrame
    strong: pd.DataFrame
    fleets: list[Fleet] = field(default_factory=list)


class Detector:
    """Scores windows of one deployment. Holds the baseline, the models and a day of history between them.

    `without`: signals (by name) that are not looked at, for measuring what each carries.
    """

    def __init__(self, door: Door, *, without: Collection[str] = ()) -> None:
        self._door = door
        self._without = frozenset(without)
        self._history = History(door)
        self._baseline = Baseline()
        self._models: tuple[datetime, Models] | None = None
        self._learner = Learner(door)

    def due(self, since: datetime, until: datetime) -> Iterator[tuple[Window, bool]]:
        """Each window with requests, oldest first, and whether its scores do not account for all of them."""
        there = features.counted_by_hour(self._door, since, until)
        done = store.scored_by_hour(self._door, since, until + HOUR)
        for window in hours(since, until):
            if there.get(window.since) and window.seen - window.since >= _SHORTEST:
                yield window, there[window.since] != done.get(window.since, 0)

    def score(self, window: Window) -> Scored:
        """Score a window and write it, for what was there; nothing is written before all is computed. Raises QueryError."""
        begun = time.perf_counter()
        requests = features.counted_by_hour(self._door, window.since - LOOK_BACK, window.since)
        seen = features.observe(self._door, window, self._history, requests)
        judged = self._judged(seen, requests)
        rows, found = self._rows(judged)
        seconds = time.perf_counter() - begun
        rows["ml_performance_metrics"] = self._record(judged, seconds)
        store.replace(self._door, window, rows)
        self._remember(judged)
        return found(time.perf_counter() - begun)

    # --- judging ------------------------------------------------------------------------------------------------------

    def _judged(self, seen: Observed, requests: dict[datetime, int]) -> _Judged:
        sessions = seen.sessions
        matrix = models.matrix(sessions)
        trained = self._trained(seen.window, _rows(sessions, sessions["bot_name"] == ""), requests)
        standard = trained.standard(matrix)
        sessions["raw_anomaly_score"] = trained.raw(standard)
        sessions["ae_recon_error"] = trained.error(standard)
        sessions["odd"] = trained.odd(sessions["raw_anomaly_score"].to_numpy())
        decided = judge.decided(self._door)
        sessions["verdict"] = sessions["address"].map(decided).astype("object").fillna("").astype("str")
        clients = self._clients(seen)
        strong = scoring.strengths(clients, self._without)
        sessions, learned = self._asked(seen.window, sessions, decided, clients, strong)
        strong, found = self._with_fleets(clients, strong, seen.window)
        doubted = scoring.of_sessions(clients, scoring.doubts(strong))
        worst = clients.loc[doubted["worst"], ["verified_bot", "browser"]].reset_index(drop=True)
        sessions = sessions.merge(pd.concat([doubted, worst], axis=1), on=SESSION, how="left")
        sessions["known_browser"] = (sessions["browser_family"] != "") | (sessions["h2_dict_family"] != "")
        sessions["known_browser"] &= sessions["browser"] & (sessions["fingerprint_coherence_score"] >= 0.99)
        sessions["own_level"] = scoring.levels(sessions)
        sessions[["doubt", "hard"]] = scoring.decided(sessions)
        sessions["threat_level"] = scoring.levels(sessions)
        judged = _Judged(seen, matrix, standard, trained, learned, sessions, strong, found)
        judged.seen.clients[clients.columns] = clients
        return judged

    def _clients(self, seen: Observed) -> pd.DataFrame:
        own = ["asn_label", "asn_number", "interarrival_cv", "interarrival_mean_s", "hits", "odd"]
        frame = seen.clients.merge(seen.sessions[[*SESSION, *own]], on=SESSION, how="left")
        frame["claimed_crawler"] = crawlers.claimed(frame["header_user_agent"], crawlers.known(self._door))
        frame["fleet_size"], frame["xgb_prob"], frame["skill"] = 0, 0.0, 0.0
        return frame

    def _asked(
        self, window: Window, sessions: pd.DataFrame, decided: pd.Series, clients: pd.DataFrame, strong: pd.DataFrame
    ) -> tuple[pd.DataFrame, Learned]:
        """The sessions with what is kept of them and what the judge says; it is also told to `clients` and `strong`."""
        first = scoring.of_sessions(clients, scoring.doubts(strong))
        worst = sessions[SESSION].merge(first[[*SESSION, "worst"]], on=SESSION, how="left")["worst"]
        seen = judge.seen(sessions, strong.reindex(worst).set_axis(sessions.index))
        learned = self._learner.learned(window, decided)
        if learned.judge is None:
            return sessions.assign(xgb_prob=0.0).join(seen.add_prefix("seen.")), learned
        sessions = sessions.assign(xgb_prob=learned.judge.probability(judge.vectors(seen), sessions["address"]))
        clients["xgb_prob"] = clients[SESSION].merge(sessions[[*SESSION, "xgb_prob"]], on=SESSION, how="left")["xgb_prob"]
        clients["skill"] = learned.judge.skill
        trust = ramp(1 - clients["xgb_prob"], 0.5, 0.95) * learned.judge.skill
        scoring.forgive(strong, trust, learned.judge.forgiven)
        self._look_again(clients, strong, "analysts")
        return sessions.join(seen.add_prefix("seen.")), learned

    def _look_again(self, clients: pd.DataFrame, strong: pd.DataFrame, signal: str) -> None:
        for name, strength in scoring.strengths(clients, self._without, [signal]).items():
            strong[name] = strength

    def _with_fleets(self, clients: pd.DataFrame, strong: pd.DataFrame, window: Window) -> tuple[pd.DataFrame, list[Fleet]]:
        """Strengths with the fleets among the doubtful clients of the day, and these."""
        doubted = scoring.doubts(strong)
        hard = doubted["hard"] >= scoring.HARD_ENOUGH
        keys = ["address", "ja4", "asn_number"]
        recent = store.flagged(self._door, window.since - LOOK_BACK, window.since)[keys]
        now = clients.loc[hard & (doubted["doubt"] >= _DOUBTFUL) & (clients["verified_bot"] == ""), keys]
        found = fleets.fleets(pd.concat([recent, now], ignore_index=True), clients[keys].drop_duplicates())
        clients["fleet_size"] = fleets.sizes(clients, found).where(hard, 0)
        if found:
            self._look_again(clients, strong, "fleet")
        return strong, found

    # --- models -------------------------------------------------------------------------------------------------------

    def _trained(self, window: Window, own: Rows, requests: dict[datetime, int]) -> Models:
        """The models for a window: those there are while they serve, else new ones from the hours before it."""
        if self._models is not None and timedelta() <= window.since - self._models[0] < RETRAIN:
            return self._models[1]
        self._warm(window, requests)
        rows = self._baseline.before(window.since)
        if len(rows.quiet) < models.ENOUGH_ROWS:
            rows = together([rows, own])
        trained = models.train(rows.quiet if rows.usual.any() else rows.features, window.since)
        self._models = (window.since, trained)
        self._describe(trained)
        return trained

    def _warm(self, window: Window, requests: dict[datetime, int]) -> None:
        """Read the hours before a first window, when none is remembered."""
        if self._baseline.hours(window.since):
            return
        for hour in sorted((hour for hour in requests if hour < window.since), reverse=True)[:COLD_HOURS]:
            earlier = features.observe(self._door, Window(hour, hour + HOUR), self._history, {})
            self._baseline.add(hour, _rows(earlier.sessions, earlier.sessions["bot_name"] == ""))

    def _remember(self, judged: _Judged) -> None:
        if judged.seen.window.closed:
            usual = (judged.sessions["hard"] < -scoring.MEDIUM) & (judged.sessions["verified_bot"] == "")
            self._baseline.add(judged.seen.window.since, _rows(judged.sessions, usual))

    def _describe(self, trained: Models) -> None:
        folder, at = self._door.settings.models_dir, trained.trained_at
        forest = {"baseline_sessions": trained.rows, "median_score": trained.middle, "worst_in_1000": trained.worst}
        models.describe(folder, FOREST, at, forest, {"trees": 100, "random_state": 0})
        error = {"baseline_sessions": trained.rows, "median_error": trained.usual_error}
        models.describe(folder, models.AUTOENCODER, at, error, {"components": len(trained.components)})

    # --- rows ---------------------------------------------------------------------------------------------------------

    def _rows(self, judged: _Judged) -> tuple[dict[str, pd.DataFrame], Callable[[float], Scored]]:
        window, sessions = judged.seen.window, judged.sessions
        sessions["anomaly_score"] = -sessions["doubt"]
        sessions["detected_at"], sessions["window_start"] = window.last, window.since
        sessions["model_name"], sessions["src_ip"] = FOREST, sessions["address"]
        detected = sessions[sessions["threat_level"].isin(DETECTED)].copy()
        recurrence = store.recurrence(self._door, window)
        detected["recurrence"] = detected["address"].map(recurrence).fillna(0).astype(int) + 1
        detected["campaign_id"] = self._campaigns(detected, window)
        detected["reason"] = self._reasons(judged, detected)
        rows = {"ml_all_scores": sessions, "ml_detected_anomalies": detected, "fleet_detections": _fleet_rows(judged)}
        if self._learner.keeps:
            rows["session_features"] = sessions.assign(threat_level=sessions["own_level"])
        levels = sessions["threat_level"]
        high = int(levels.isin(("CRITICAL", "HIGH")).sum())
        ids = detected.loc[detected["campaign_id"] >= 0, "campaign_id"].nunique()

        def found(seconds: float) -> Scored:
            return Scored(window, len(sessions), len(detected), high, ids, len(judged.fleets), seconds)

        return rows, found

    def _campaigns(self, detected: pd.DataFrame, window: Window) -> pd.Series:
        """Campaign id of each detection: clusters of the day's flagged sources, named after those of the days around it."""
        around = store.flagged(self._door, window.since - LOOK_BACK, window.since + LOOK_BACK)
        earlier = around[around["detected_at"] < window.since]
        now = detected[detected["threat_level"].isin(_ON_SCALE[:3])]
        day = pd.concat([earlier, now[[name for name in earlier.columns if name != "campaign_id"]]], ignore_index=True)
        found = campaigns.clusters(day)
        named = around[around["campaign_id"] >= 0]
        before = {int(str(campaign)): list(sources) for campaign, sources in named.groupby("campaign_id")["address"]}
        folder = self._door.settings.models_dir
        last = max(counter.read(folder), store.last_campaign(self._door))
        ids, highest = campaigns.identified(found, before, last)
        if highest > counter.read(folder):
            counter.write(folder, highest)
        flagged = detected["threat_level"].isin(_ON_SCALE[:3])
        return detected["address"].map(ids).where(flagged).fillna(-1).astype(int)

    def _reasons(self, judged: _Judged, detected: pd.DataFrame) -> list[str]:
        clients = judged.seen.clients
        here = judged.sessions.index.isin(detected.index)
        worst = detected["worst"].astype(int)
        spoken = judged.strong.loc[worst]
        said = scoring.oddest(judged.standard[here], judged.matrix[here], judged.models.usual, spoken)
        rows = clients.loc[worst].assign(oddest=said).to_dict("records")
        strong = spoken.to_dict("records")
        texts = [scoring.reason(row, own) for row, own in zip(rows, strong, strict=True)]
        known = zip(texts, detected["threat_level"], detected["verified_bot"], detected["verdict"], strict=True)
        return [_after(_known(level, bot, verdict), text) for text, level, bot, verdict in known]

    def _record(self, judged: _Judged, seconds: float) -> pd.DataFrame:
        """The cycle's row of ml_performance_metrics; docs/DETECTION.md says what each column means."""
        sessions, levels = judged.sessions, judged.sessions["threat_level"]
        on_scale = levels.isin(_ON_SCALE)
        strong = judged.strong.loc[sessions.loc[on_scale, "worst"].astype(int)] >= 0.25
        drift = judged.models.drift(judged.matrix)
        return pd.DataFrame(
            {
                "cycle_at": [judged.seen.window.last],
                "model_name": FOREST,
                "total_sessions": len(sessions),
                "critical_count": int((levels == "CRITICAL").sum()),
                "high_count": int((levels == "HIGH").sum()),
                "features_valid": judged.models.valid,
                "features_total": len(models.FEATURES),
                "baseline_size": judged.models.rows,
                "correlated_rate": float((strong.sum(axis=1) >= 2).mean()) if len(strong) else 0.0,
                "anomaly_rate": float(on_scale.mean()) if len(sessions) else 0.0,
                "drift_rate": drift,
                "drift_alert": int(drift >= DRIFTED),
                "meta_learner_active": int(judged.learned.judge is not None),
                "cycle_latency_ms": round(1000 * seconds),
            }
        ).assign(cycle_at=lambda frame: pd.to_datetime(frame["cycle_at"], utc=True))


def _rows(sessions: pd.DataFrame, usual: pd.Series) -> Rows:
    return Rows(models.matrix(sessions), sessions["address"], usual.to_numpy(bool))


def _known(level: str, bot: str, verdict: str) -> str:
    """What is known of a source before anything is computed; empty for nothing."""
    if level == "KNOWN_BOT":
        return f"Comes from the published range of {bot}"
    return {"bot": "An analyst called it a bot", "legitimate": "An analyst called it legitimate"}.get(verdict, "")


def _after(known: str, text: str) -> str:
    return f"{known}; {text[:1].lower()}{text[1:]}" if known and text else known or text


def _fleet_rows(judged: _Judged) -> pd.DataFrame:
    """Fleets of which a source was seen in the window."""
    seen = set(judged.sessions["address"])
    found = [fleet for fleet in judged.fleets if seen.intersection(fleet.sources)]
    frame = pd.DataFrame(
        {
            "community_id": range(len(found)),
            "fleet_score": [fleet.score for fleet in found],
            "n_ips": [len(fleet.sources) for fleet in found],
            "ja4_set": [list(fleet.ja4s) for fleet in found],
            "asn_set": [[str(asn) for asn in fleet.asns] for fleet in found],
            "ip_sample": [[address.removeprefix("::ffff:") for address in fleet.sample] for fleet in found],
        }
    )
    return frame.assign(detected_at=pd.to_datetime([judged.seen.window.last] * len(found), utc=True))


def run_cycle(
    door: Door,
    since: datetime,
    until: datetime,
    *,
    force: bool = False,
    detector: Detector | None = None,
    told: Callable[[Scored], None] = lambda _: None,
) -> CycleReport:
    """Score every window of [since, until) (aware) that is due, oldest first; `told` hears of each as it is done.

    A window is due when its scores do not account for all its requests, so a run that was cut off goes on where it was.
    Raises QueryError, BusyError when another detection runs, ForeignDetectorError on a deployment with a detector of its
    own unless `force`.
    """
    begun = time.perf_counter()
    with lease(door.settings.models_dir):
        refuse_foreign(door, force=force)
        detector = detector or Detector(door)
        scored, fresh = [], 0
        for window, due in list(detector.due(hour_of(since), until)):
            if not due:
                fresh += 1
                continue
            scored.append(detector.score(window))
            told(scored[-1])
    return CycleReport(tuple(scored), fresh, time.perf_counter() - begun)


def refuse_foreign(door: Door, *, force: bool = False) -> None:
    """ForeignDetectorError when another detector scores here."""
    others = [] if force else store.foreign(door)
    if others:
        named = ", ".join(others[:3])
        raise ForeignDetectorError(f"this deployment has its own detector ({named}): ours stays off; --force runs it beside")
