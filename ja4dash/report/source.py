"""The report of one source: who it is, what was decided, what contradicts itself, what it did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from ja4dash import coherence, facts, words
from ja4dash.column import Column
from ja4dash.queries import source
from ja4dash.report import answers
from ja4dash.report.answers import Answer, Making, answered, told
from ja4dash.report.drawing import dots_over_time
from ja4dash.report.parts import Nothing, Part, Report, Section, Sentence
from ja4dash.report.tables import table
from ja4dash.report.text import text
from ja4dash.scope import Scope
from ja4dash.ui.columns.decisions import HISTORY
from ja4dash.ui.columns.detections import DETECTIONS_OF_SOURCE
from ja4dash.ui.columns.ja4 import TOGETHER
from ja4dash.ui.columns.requests import REQUESTS_OF_SOURCE
from ja4dash.ui.columns.source import PATHS, TRAITS

MOST_SCORES: Final = 500
MOST_DETECTIONS: Final = 200
MOST_REQUESTS: Final = 100
MOST_VALUES: Final = 20
_DETECTIONS: Final = (
    "detected_at",
    "threat_level",
    "anomaly_score",
    "reason",
    "hits",
    "hit_velocity",
    "campaign_id",
    "host",
    "ja4",
    "model_name",
)
_REQUESTS: Final = ("time", "method", "host", "path", "query", "status", "http_version", "header_user_agent", "ja4")
_ASKED_FOR: Final = {"host": "Hosts", "header_user_agent": "User-Agents"}
_PRESENTED: Final = {"ja4": "JA4", "h2_fingerprint": "HTTP/2 fingerprints", "header_sec_ch_ua": "Sec-CH-UA"}


@dataclass(frozen=True)
class SourceAnswers:
    """All that a source's report shows, every answer of the same window."""

    summary: Answer
    verdicts: Answer
    coherence: Answer
    scores: Answer
    detections: Answer
    traits: Answer
    paths: Answer
    requests: Answer


def ask(ip: str, scope: Scope) -> SourceAnswers:
    """Ask for everything in a frozen scope; raises QueryError where the engine cannot be asked at all."""
    return SourceAnswers(
        summary=answered(lambda: source.summary(ip, scope)),
        verdicts=answered(lambda: source.verdicts(ip)),
        coherence=answered(lambda: source.coherence(ip, scope)),
        scores=answered(lambda: source.scores(ip, scope, MOST_SCORES)),
        detections=answered(lambda: source.detections(ip, scope, MOST_DETECTIONS)),
        traits=answered(lambda: source.traits(ip, scope, MOST_VALUES)),
        paths=answered(lambda: source.paths(ip, scope, MOST_VALUES)),
        requests=answered(lambda: source.requests(ip, scope, MOST_REQUESTS)),
    )


def report(ip: str, scope: Scope, found: SourceAnswers, making: Making) -> Report:
    """The report of these answers."""
    sections = (
        Section("Who", _who(found)),
        Section("Decisions", told(found.verdicts, _verdicts, "Nobody has decided about this source yet"), _WHENEVER),
        Section("Do its fingerprints agree?", told(found.coherence, _coherence, "No request in this window")),
        Section(
            "Scores over time",
            told(found.scores, lambda frame: _scores(frame, scope), "No score in this window"),
            note="anomaly score; lower is worse unless set otherwise",
        ),
        Section("Detections", told(found.detections, _detections, "No detection in this window")),
        Section("What it asked for", (*_traits(found.traits, _ASKED_FOR), *told(found.paths, _paths, "No path"))),
        Section("Fingerprints and client hints", _traits(found.traits, _PRESENTED)),
        Section("Last requests", told(found.requests, lambda frame: _requests(frame, found), "No request in this window")),
    )
    path = answers.path("ip", scope, {"ip": ip})
    return answers.reported(f"Source {ip}", found, sections, making, scope=scope, path=path)


_WHENEVER: Final = "all of them, whenever they were made"


def _verdicts(frame: pd.DataFrame) -> tuple[Part, ...]:
    return (table(frame, HISTORY, order="newest first"),)


def _who(found: SourceAnswers) -> tuple[Part, ...]:
    families = _known(found.traits, "browser_family")
    bots = _known(found.traits, "bot_name")
    return told(
        found.summary,
        lambda frame: (
            answers.facts(
                facts.of_source(frame.iloc[0]) | {"Browser by fingerprint": families, "Tool or bot by fingerprint": bots}
            ),
        ),
    )


def _known(traits: Answer, column: str) -> str:
    if not isinstance(traits, pd.DataFrame):
        return words.DASH
    return ", ".join(dict.fromkeys(name for name in traits[column] if name)) or "none known"


def _coherence(frame: pd.DataFrame) -> tuple[Part, ...]:
    bad = bool((frame["contradiction"] != coherence.AGREES).any())
    folded = coherence.together(frame).head(MOST_VALUES)
    return Sentence(text(coherence.sentence(frame)), bad), table(folded, TOGETHER, order="commonest first")


def _scores(frame: pd.DataFrame, scope: Scope) -> tuple[Part, ...]:
    alt = f"Anomaly scores of this source over time, {words.plural(len(frame), 'session')}, coloured by threat level"
    cut = (Sentence(text(f"The newest {words.whole(MOST_SCORES)} scores are drawn.")),) if len(frame) == MOST_SCORES else ()
    measured = frame[np.isfinite(frame["anomaly_score"])]
    if measured.empty:
        return (Nothing("No score of this source was measured."),)
    return dots_over_time(measured, "detected_at", "anomaly_score", "threat_level", answers.bounds(scope), alt=alt), *cut


def _detections(frame: pd.DataFrame) -> tuple[Part, ...]:
    order = "newest first" if len(frame) < MOST_DETECTIONS else f"the newest {words.whole(MOST_DETECTIONS)}, older ones are cut"
    return (table(frame, {name: DETECTIONS_OF_SOURCE[name] for name in _DETECTIONS}, order=order),)


def _traits(traits: Answer, headings: Mapping[str, str]) -> tuple[Part, ...]:
    def shown(frame: pd.DataFrame) -> tuple[Part, ...]:
        return tuple(part for trait, heading in headings.items() for part in _trait(frame[frame["trait"] == trait], heading))

    return told(traits, shown, "No request in this window")


def _trait(frame: pd.DataFrame, heading: str) -> tuple[Part, ...]:
    if frame.empty:
        return ()
    kept = {
        name: column
        for name, column in TRAITS.items()
        if name not in ("browser_family", "bot_name") or frame[name].astype(bool).any()
    }
    columns = kept | {"value": Column(heading)}
    return (table(frame, columns, total=int(frame["distinct_values"].iloc[0]), order="commonest first"),)


def _paths(frame: pd.DataFrame) -> tuple[Part, ...]:
    return (table(frame, PATHS, total=int(frame["distinct_values"].iloc[0]), order="commonest first"),)


def _requests(frame: pd.DataFrame, found: SourceAnswers) -> tuple[Part, ...]:
    total = None if isinstance(found.summary, Exception) else int(found.summary["requests"].iloc[0])
    columns = {name: REQUESTS_OF_SOURCE[name] for name in _REQUESTS}
    return (table(frame, columns, total=total, order="newest first"),)
