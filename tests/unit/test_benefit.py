"""What verdicts change, counted by hand: figures of sources, whom somebody decides about, and what is said of it."""

from __future__ import annotations

import pandas as pd
import pytest

from ja4dash.detect import benefit
from ja4dash.detect.benefit import Benefit, Figures

SOURCES = pd.DataFrame(
    [
        ("a", "scanner", "CRITICAL", -0.95, 1),
        ("b", "scanner", "MEDIUM", -0.6, 1),
        ("c", "person", "HIGH", -0.75, 0),
        ("d", "person", "LOW", -0.4, 0),
        ("e", "fleet", "NORMAL", -0.1, 1),
        ("f", "crawler", "KNOWN_BOT", 0.0, 0),
    ],
    columns=["address", "class", "level", "score", "malicious"],
)


def test_figures_are_by_level_and_by_the_ranking_of_scores() -> None:
    found = Figures.of(SOURCES)
    assert (found.precision_high, found.recall_high) == (1 / 2, 1 / 3)
    assert (found.precision_medium, found.recall_medium) == (2 / 3, 2 / 3)
    assert found.average_precision == pytest.approx((1 / 1 + 2 / 3 + 3 / 5) / 3), "order: a, c, b, d, e, f"


def test_nothing_to_be_wrong_about_is_right() -> None:
    harmless = Figures.of(SOURCES[SOURCES["level"].isin(["LOW", "KNOWN_BOT"])])
    assert harmless == Figures(1.0, 1.0, 1.0, 1.0, 1.0)


def test_triage_decides_about_the_worst_of_those_detected() -> None:
    chosen = benefit._chosen(SOURCES, "triage", 3, seed=1)
    assert chosen["address"].tolist() == ["a", "c", "b"], "worst level first, and no more than asked for"
    assert set(benefit._chosen(SOURCES, "triage", 100, seed=1)["address"]) == {"a", "b", "c", "d", "f"}, "e was never detected"


def test_drawn_are_any_sources_the_same_ones_for_a_seed() -> None:
    many = pd.DataFrame({"address": [str(place) for place in range(500)], "level": "NORMAL"})
    first, again = (benefit._chosen(many, "drawn", 200, seed=3)["address"].tolist() for _ in range(2))
    assert first == again != benefit._chosen(many, "drawn", 200, seed=4)["address"].tolist()
    assert len(set(first)) == 200
    assert len(benefit._chosen(SOURCES, "drawn", 200, seed=3)) == 6


def test_a_trial_says_what_was_decided_and_what_it_changed() -> None:
    after = SOURCES.assign(level=SOURCES["level"].mask(SOURCES["address"] == "c", "LOW"))
    trial = Benefit("seed 7", "drawn", 30, 40, {"state": "used", "skill": 0.8125}, SOURCES, after)
    said = trial.sentence()
    assert said.startswith(
        "seed 7: 30 called bot, 40 legitimate; 6 other sources, 3 of them malicious\n  judge: state used, skill 0.812"
    )
    before, then = said.splitlines()[2:]
    assert before.startswith("  before: HIGH or worse: precision 0.500, recall 0.333")
    assert then.startswith("  after:  HIGH or worse: precision 1.000, recall 0.333")
    table = trial.by_class().fillna(0).reset_index().to_numpy().tolist()
    assert [0, "person", 1, 0, 2] in table, "at MEDIUM or worse before and after, of so many"
    assert [1, "scanner", 2, 2, 2] in table
    assert benefit.mean("drawn", [trial, trial]).splitlines() == ["mean of 2, drawn", *said.splitlines()[2:]]
