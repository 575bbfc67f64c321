"""Models: what they scored, against rows made by hand, and their metadata files (operations 31 to 33; traps 2, 11, 13)."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from ja4dash import db
from ja4dash.db import Door
from ja4dash.errors import Category, QueryError
from ja4dash.operations import OPERATIONS
from ja4dash.queries import models
from ja4dash.scope import Scope
from tests.sql.detected import OCTOBER
from tests.sql.sample import NOW


def test_what_each_model_scored(sampled: Door) -> None:
    frame = models.scored(Scope())
    assert frame.to_dict("records") == [
        {
            "model_name": "forest",
            "sessions": 6,
            "sources": 2,
            "first_scored": pd.Timestamp("2026-11-20 12:00", tz="UTC"),
            "last_scored": pd.Timestamp("2026-11-22 14:00", tz="UTC"),
        },
        {
            "model_name": "boosted",
            "sessions": 1,
            "sources": 1,
            "first_scored": pd.Timestamp("2026-11-22 13:00", tz="UTC"),
            "last_scored": pd.Timestamp("2026-11-22 13:00", tz="UTC"),
        },
    ]


def test_hours_without_scores_are_zero_and_have_no_mean(sampled: Door) -> None:
    frame = models.timeline(Scope())
    assert frame.groupby("model_name").size().to_dict() == {"boosted": 169, "forest": 169}
    busy = frame[frame["sessions"] > 0]
    at_13 = busy[busy["hour"] == "2026-11-22 13:00:00+00:00"]
    assert at_13[["model_name", "sessions", "mean_score", "severe"]].to_numpy().tolist() == [
        ["boosted", 1, -0.5, 1],
        ["forest", 2, -0.125, 1],
    ]
    assert frame[frame["sessions"] == 0]["mean_score"].isna().all()
    assert frame[["sessions", "severe"]].sum().tolist() == [7, 2]


def test_levels_of_each_model_come_worst_first(detected: Door) -> None:
    """Trap 2; trap 13 where a source has two levels of one model."""
    frame = models.threats(OCTOBER)
    assert frame[["model_name", "threat_level", "sessions"]].to_numpy().tolist() == [
        ["boosted", "CRITICAL", 1],
        ["forest", "HIGH", 1],
        ["forest", "ODD", 1],
        ["forest", "NORMAL", 1],
        ["forest", "KNOWN_BOT", 1],
    ]
    assert frame[frame["model_name"] == "forest"]["sources"].sum() == 4
    assert models.scored(OCTOBER).set_index("model_name")["sources"]["forest"] == 3


def test_filters_hold(sampled: Door) -> None:
    assert models.scored(Scope().where("family", "Chrome"))["sessions"].tolist() == [3]
    assert models.threats(Scope().where("model", "boosted"))["threat_level"].tolist() == ["HIGH"]


def test_none_is_empty_and_keeps_its_columns(door: Door) -> None:
    """Trap 11."""
    for frame in (models.scored(Scope()), models.timeline(Scope()), models.threats(Scope()), models.files()):
        assert frame.empty
        assert len(frame.columns) >= 4


# --- metadata ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(sampled: Door, tmp_path: Path) -> Iterator[Path]:
    """An empty folder of metadata."""
    moved = Door(sampled.settings.model_copy(update={"models_dir": tmp_path}), pool=sampled.pool, clock=lambda: NOW)
    with db.use(moved):
        yield tmp_path


GOOD = {
    "name": "forest",
    "version": 3,
    "trained_at": "2026-11-20T10:00:00+02:00",
    "features": ["hits", "fuzzing_index"],
    "metrics": {"rows": 1000, "auc": 0.97},
    "parameters": {"trees": 100},
}


def test_a_file_says_what_the_model_is(folder: Path) -> None:
    (folder / "forest.json").write_text(json.dumps(GOOD), "utf-8")
    (folder / "notes.txt").write_text("not metadata", "utf-8")
    assert models.files().to_dict("records") == [
        {
            "file": "forest.json",
            "name": "forest",
            "version": "3",
            "trained_at": pd.Timestamp("2026-11-20 08:00", tz="UTC"),
            "features": ["hits", "fuzzing_index"],
            "metrics": {"rows": 1000, "auc": 0.97},
            "more": {"parameters": {"trees": 100}},
            "error": "",
        }
    ]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"{", "not JSON: "),
        (b"", "not JSON: "),
        (b"\xff\xfe", "not UTF-8 text"),
        (b"[1, 2]", "not a JSON object"),
        (b"[" * 200_000, "nested too deeply"),
        (b" " * 1_000_001, "larger than 1,000,000 bytes"),
        (b'{"trained_at": "yesterday"}', "cannot make sense of trained_at"),
        (b'{"features": 7, "metrics": []}', "cannot make sense of features, metrics"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_and_the_others_are_read(folder: Path, content: bytes, why: str) -> None:
    (folder / "broken.json").write_bytes(content)
    (folder / "forest.json").write_text(json.dumps(GOOD), "utf-8")
    frame = models.files()
    assert frame["file"].tolist() == ["broken.json", "forest.json"]
    assert frame["name"].tolist() == ["broken", "forest"]
    assert frame["error"].str.startswith(why).tolist() == [True, False]
    assert pd.isna(frame["trained_at"][0])


def test_what_is_no_file_does_not_hang(folder: Path) -> None:
    os.mkfifo(folder / "pipe.json")
    (folder / "folder.json").mkdir()
    assert models.files()["error"].tolist() == ["not a file", "not a file"]


def test_a_folder_that_is_none_is_a_failure(sampled: Door, tmp_path: Path) -> None:
    """Trap 11."""
    (tmp_path / "models").write_text("", "utf-8")
    changed = sampled.settings.model_copy(update={"models_dir": tmp_path / "models"})
    with db.use(Door(changed, pool=sampled.pool)), pytest.raises(QueryError) as caught:
        models.files()
    assert caught.value.category is Category.RIGHTS
    assert "cannot look into" in caught.value.message


def test_operations_answer(folder: Path) -> None:
    (folder / "forest.json").write_text(json.dumps(GOOD), "utf-8")
    run = {name: operation.run for name, operation in OPERATIONS.items()}
    found = run["models"]()  # type: ignore[misc]
    assert isinstance(found, dict)
    assert found["files"]["version"].tolist() == ["3"]
    assert found["scored"]["sessions"].tolist() == [6, 1]
    assert len(run["models-timeline"](Scope())) == 338  # type: ignore[misc]
    assert len(run["models-threats"](Scope())) == 5  # type: ignore[misc]
