"""Verdicts beside models on screen: full, few, empty and partly missing; and what was learned, in all its states."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from ja4dash.db import Door
from ja4dash.schema.definition import definitions
from tests.pages.conftest import Open, words
from tests.pages.test_missing import panels, without
from tests.pages.test_states import EMPTY, MISSING
from tests.sql.detected import put, session

HARM = '<img src=x onerror=alert(1)> =HYPERLINK("http://e") \u202e'
LEARNED = {
    "name": "analyst-boosting",
    "trained_at": "2026-11-20T10:00:00Z",
    "metrics": {
        "state": "used",
        "bots": 88,
        "legitimate": 69,
        "sessions": 412,
        "average_precision": 0.97,
        "balanced_accuracy": 0.95,
        "precision": 0.94,
        "recall": 0.96,
        "skill": 0.81,
    },
}


def decide(door: Door, each: int = 6) -> None:
    """Bots that were detected, one of them not; people who were not, two of them flagged; all decided this hour."""
    at = f"{door.now() - pd.Timedelta(minutes=5):%Y-%m-%d %H:%M:%S}"
    bots = [(f"203.0.113.{place}", "bot", "LOW" if place == 1 else "HIGH") for place in range(1, each + 1)]
    people = [(f"198.51.100.{place}", "legitimate", "MEDIUM" if place < 3 else "NORMAL") for place in range(1, each + 1)]
    scores = [session(at, ip, level, model_name="session-forest", host=HARM) for ip, _, level in bots + people]
    put(door, "ml_all_scores", scores)
    kept = ("detected_at", "src_ip", "ja4", "host", "model_name", "threat_level")
    seen = [{name: row[name] for name in kept} | {"seen": {"hits": 10.0, "signal_guessing": 0.5}} for row in scores]
    put(door, "session_features", seen)
    decisions = [{"created_at": at, "src_ip": ip, "classification": said, "comment": HARM} for ip, said, _ in bots + people]
    put(door, "soc_feedback", decisions)


def learn(door: Door, **metrics: object) -> None:
    """Write the judge's file."""
    folder = door.settings.models_dir
    folder.mkdir(parents=True, exist_ok=True)
    told = LEARNED | {"metrics": metrics or LEARNED["metrics"]}
    (folder / "analyst-boosting.json").write_text(json.dumps(told), "utf-8")


def table(app: AppTest, key: str) -> pd.DataFrame:
    (found,) = [one.value for one in app.dataframe if str(one.proto.id).endswith(f"-{key}")]
    return found


def figures(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def test_agreement_errors_and_labels_are_on_screen(open_page: Open, door: Door) -> None:
    decide(door)
    learn(door)
    app = open_page("verdicts")
    assert not app.exception
    shown = figures(app)
    assert {name: shown[name] for name in ("Judged sources", "Compared", "Agreed", "False positives", "Missed")} == {
        "Judged sources": "12",
        "Compared": "12",
        "Agreed": "9",
        "False positives": "2",
        "Missed": "1",
    }
    assert table(app, "by_model")[["judged_model", "agreement"]].to_numpy().tolist() == [["session-forest", 75.0]]
    assert sorted(table(app, "disagreements")["ip"]) == ["198.51.100.1", "198.51.100.2", "203.0.113.1"]
    assert "In use." in words(app).splitlines()
    assert table(app, "learned")[["bots", "legitimate", "skill"]].to_numpy().tolist() == [[88, 69, 81.0]]
    assert len(table(app, "labelled")) == 12


def test_a_rate_of_too_few_is_left_out_and_not_zero(open_page: Open, door: Door) -> None:
    decide(door, each=4)
    app = open_page("verdicts")
    assert table(app, "by_model")["agreement"].isna().all()
    assert table(app, "by_model")["false_positives"].tolist() == [2]
    assert not app.exception


def test_what_a_client_sent_is_text_on_the_page(open_page: Open, door: Door) -> None:
    decide(door)
    learn(door, state=HARM)
    for page in ("verdicts", "models"):
        app = open_page(page)
        assert not app.exception
        assert [text.value for text in app.text if "<img" in text.value] == [f"Not in use: {HARM}."]
        assert "<img" not in "".join(str(shown.value) for kind in (app.markdown, app.caption, app.title) for shown in kind)


@pytest.mark.parametrize("page", ["verdicts", "models"])
def test_why_nothing_was_learned_is_said(page: str, open_page: Open, door: Door) -> None:
    app = open_page(page)
    assert "No metadata file in the model folder tells of it" in words(app)
    learn(door, state="not enough verdicts: needs 20 of each kind", bots=3, legitimate=1)
    app = open_page(page)
    assert "Not in use: not enough verdicts: needs 20 of each kind." in words(app)
    row = table(app, "learned").iloc[0]
    assert row["bots"] == 3
    assert pd.isna(row["skill"]), "no figure is not zero"


@pytest.mark.parametrize("page", ["verdicts", "models"])
def test_a_file_of_the_judge_that_cannot_be_read_says_why(page: str, open_page: Open, door: Door) -> None:
    learn(door)
    (door.settings.models_dir / "analyst-boosting.json").write_text("{", "utf-8")
    app = open_page(page)
    assert not app.exception
    assert "Not in use: not JSON: " in words(app)


def test_nothing_decided_says_where_to_decide(open_page: Open, door: Door) -> None:
    app = open_page("verdicts")
    said = words(app)
    assert "No source that an analyst decided about was scored in the last 30 d" in said
    assert EMPTY in said
    assert set(figures(app).values()) <= {"0", "–", "—"}


@pytest.mark.parametrize("name", ["session_features", "ml_all_scores", "soc_feedback"])
def test_a_missing_table_silences_what_needs_it_and_what_was_learned_stays(name: str, open_page: Open, door: Door) -> None:
    decide(door)
    learn(door)
    whole = panels(open_page("verdicts"))
    with without(door, next(one for one in definitions() if one.object == name and one.kind == "table")):
        app = open_page("verdicts")
        said = words(app)
        assert not app.exception
        assert MISSING in said
        assert "python -m ja4dash migrate" in said
        assert "Query failed" not in said
        assert "In use." in said.splitlines()
    assert panels(open_page("verdicts")) == whole
