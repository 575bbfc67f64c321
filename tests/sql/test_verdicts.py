"""Verdicts beside models, against decisions and scores made by hand; and the judged sessions as training data."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from ja4dash import db, export
from ja4dash.db import Door, Order
from ja4dash.errors import QueryError
from ja4dash.queries import verdicts
from ja4dash.scope import Scope
from tests.sql import sample
from tests.sql.detected import FULL, GO, put, session

OURS, THEIRS, QUIET = "session-forest", "theirs", "quiet"
"""Our detector; another one that leaves scores; one that leaves detections only."""

BOTS: Final = [f"10.1.0.{number}" for number in range(1, 6)]
PEOPLE: Final = ["10.2.0.1", "10.2.0.2", "10.2.0.3", "10.2.0.4", "2001:db8:2::5"]
LAPSED, WITHDRAWN, VISITORS, UNSURE, NOBODY = "10.2.0.9", "10.2.0.8", "10.2.0.7", "10.3.0.1", "10.3.0.2"
FORMULA: Final = '=HYPERLINK("http://evil.example")'


def bots(at: str, ip: str, level: str, score: float = -0.5, **columns: object) -> dict[str, object]:
    return session(at, ip, level, score, **{"model_name": OURS} | columns)


def people(at: str, ip: str, level: str, score: float = -0.5, **columns: object) -> dict[str, object]:
    isp = {"model_name": OURS, "ja4": GO, "asn_number": 64501, "asn_org": "Example ISP"}
    return session(at, ip, level, score, **isp | columns)


SCORES: Final = [
    bots("22 10:00", BOTS[0], "HIGH", -0.75),
    bots("22 10:00", BOTS[1], "CRITICAL", -0.9),
    bots("22 11:00", BOTS[1], "NORMAL", 0.0),
    bots("22 10:00", BOTS[2], "MEDIUM"),
    bots("22 10:00", BOTS[3], "LOW", -0.3),
    bots("22 10:00", BOTS[4], "KNOWN_BOT", 0.0, bot_name="examplebot"),
    people("22 10:00", PEOPLE[0], "NORMAL", 0.0),
    people("22 10:00", PEOPLE[1], "LEGITIMATE_BROWSER", 0.0),
    people("22 10:00", PEOPLE[2], "LOW", -0.45),
    people("22 10:00", PEOPLE[3], "MEDIUM", -0.5, host=FORMULA),
    people("22 10:00", PEOPLE[4], "NORMAL", 0.0),
    people("01 10:00", PEOPLE[4], "NORMAL", 0.0),
    *(people("22 10:00", ip, "HIGH", -0.75) for ip in (LAPSED, WITHDRAWN, VISITORS, UNSURE, NOBODY)),
    people("22 10:00", BOTS[0], "LOW", -0.3, model_name=THEIRS),
    people("22 10:00", PEOPLE[0], "HIGH", -0.8, model_name=THEIRS, ja4="", asn_number=0, asn_org=""),
    session("2026-10-01 10:00:00", PEOPLE[1], "CRITICAL", -1.0, model_name=OURS),
]
"""The last is older than the window."""

SEEN: Final = [
    people("22 10:00", PEOPLE[2], "HIGH") | {"seen": {"hits": 10.0, "fuzzing_index": 2.5, "signal_contradiction": 1.0}},
    bots("22 10:00", BOTS[0], "HIGH") | {"seen": {"hits": 30.0, "signal_guessing": 0.75}},
    bots("22 11:00", BOTS[1], "NORMAL") | {"seen": {"hits": 3.0}},
    people("22 10:00", NOBODY, "HIGH") | {"seen": {"never_judged": 1.0}},
]
"""What our detector saw. It obeys the verdict about one of the people: LOW in the scores, HIGH by itself."""

DETECTIONS: Final = [
    people("22 10:00", PEOPLE[0], "HIGH", -0.8, model_name=QUIET, ja4=FULL),
    people("22 10:00", PEOPLE[1], "CRITICAL", -0.9, model_name=THEIRS),
]
"""The second is of a model that leaves scores, which are what counts."""


def decision(at: str, ip: str, verdict: str, **columns: object) -> dict[str, object]:
    return {"created_at": f"2026-11-{at}:00", "src_ip": ip, "classification": verdict, "comment": ""} | columns


DECISIONS: Final = [
    decision("20 09:00", BOTS[0], "legitimate"),
    *(decision("20 10:00", ip, "bot") for ip in BOTS),
    *(decision("20 10:00", ip, "legitimate") for ip in PEOPLE[:4]),
    decision("20 10:00", PEOPLE[4], "legitimate", expires_at="2026-11-23 00:00:00"),
    decision("20 10:00", LAPSED, "legitimate", expires_at="2026-11-22 14:05:09"),
    decision("20 10:00", WITHDRAWN, "legitimate"),
    decision("20 11:00", WITHDRAWN, "undecided"),
    decision("20 10:00", VISITORS, "legitimate", analyst="visitor-1"),
    decision("20 10:00", UNSURE, "suspicious"),
    decision("20 10:00", "10.9.9.9", "bot"),
]
"""The first is superseded, the last is about a source that no model scored."""


@pytest.fixture(scope="module")
def judged_door(file_door: Door) -> Door:
    """A door to the verdicts made by hand, its clock standing at `sample.NOW`."""
    made = Door(file_door.settings, pool=file_door.pool, clock=lambda: sample.NOW)
    seen = [
        {name: row[name] for name in ("detected_at", "src_ip", "ja4", "host", "model_name", "threat_level", "seen")}
        for row in SEEN
    ]
    for table, rows in (
        ("ml_all_scores", SCORES),
        ("session_features", seen),
        ("ml_detected_anomalies", DETECTIONS),
        ("soc_feedback", DECISIONS),
    ):
        put(made, table, rows)
    return made


@pytest.fixture
def judged(judged_door: Door) -> Iterator[Door]:
    """Answer from the verdicts made by hand. For reading only."""
    with db.use(judged_door):
        yield judged_door


# --- agreement --------------------------------------------------------------------------------------------------------

COUNTED: Final = ["sources", "bots", "legitimate", "suspicious", "missed", "false_positives", "compared", "agreed"]
RATES: Final = ["agreement", "false_positive_rate", "missed_rate"]


def of(by: verdicts.Group, scope: Scope | None = None) -> dict[object, list[float]]:
    """Counts and rates by value; -1 for a rate of too few."""
    frame = verdicts.agreement(scope or Scope(), by)
    return dict(zip(frame[f"judged_{by}"], frame[COUNTED + RATES].fillna(-1).to_numpy().tolist(), strict=True))


def test_each_model_beside_the_verdicts(judged: Door) -> None:
    """Ours: one bot stays at LOW; one of the people reached MEDIUM and one would have reached HIGH. A known bot is not missed."""
    assert of("model") == {
        OURS: [11, 5, 5, 1, 1, 2, 10, 7, 0.7, 0.4, 0.2],
        THEIRS: [2, 1, 1, 0, 1, 1, 2, 0, -1, -1, -1],
        QUIET: [1, 0, 1, 0, 0, 1, 1, 0, -1, -1, -1],
    }
    assert verdicts.agreement(Scope(), "model")["judged_model"].tolist() == [OURS, THEIRS, QUIET], "most disagreement first"


def test_each_ja4_beside_the_verdicts(judged: Door) -> None:
    """A source counts once a JA4, by its worst there: a bot that was missed with one JA4 and found with another is both."""
    assert of("ja4") == {
        GO: [7, 1, 5, 1, 1, 2, 6, 3, -1, 0.4, -1],
        FULL: [6, 5, 1, 0, 1, 1, 6, 4, -1, -1, 0.2],
        "": [1, 0, 1, 0, 0, 1, 1, 0, -1, -1, -1],
    }


def test_each_network_beside_the_verdicts(judged: Door) -> None:
    assert of("asn") == {
        "64501": [7, 1, 5, 1, 1, 3, 6, 2, -1, 0.6, -1],
        "64500": [5, 5, 0, 0, 1, 0, 5, 4, -1, -1, 0.2],
        "0": [1, 0, 1, 0, 0, 1, 1, 0, -1, -1, -1],
    }
    frame = verdicts.agreement(Scope(), "asn").set_index("judged_asn")
    assert frame["org"].to_dict() == {"64501": "Example ISP", "64500": "Example Hosting", "0": ""}


def test_in_all_a_source_counts_once_however_many_models_scored_it(judged: Door) -> None:
    """Trap 13; two models disagree about one of the people: it is flagged."""
    (row,) = verdicts.totals(Scope()).to_dict("records")
    assert [row[name] for name in COUNTED] == [11, 5, 5, 1, 1, 3, 10, 6]
    assert [row[name] for name in RATES] == [0.6, 0.6, 0.2]
    assert [row[name] for name in ("rated", "rated_bots", "rated_legitimate")] == [10, 5, 5]
    assert row["sessions"] == 15, "scored sessions of decided sources; what is only detected is none"


def test_what_no_longer_counts_is_not_compared(judged: Door) -> None:
    """Expired to the second, taken back, a visitor's, superseded: they are neither right nor wrong."""
    shown = set(verdicts.labelled(Scope(), limit=500)["ip"])
    assert shown == {*BOTS, *PEOPLE, UNSURE}
    rows = verdicts.labelled(Scope(), limit=500)
    assert set(rows.loc[rows["ip"] == BOTS[0], "verdict"]) == {"bot"}


def test_a_second_before_it_expired_a_verdict_still_counted(judged_door: Door, judged: Door) -> None:
    earlier = Door(judged_door.settings, pool=judged_door.pool, clock=lambda: sample.NOW - pd.Timedelta(seconds=1))
    with db.use(earlier):
        assert of("model")[OURS][2] == 6


def test_filters_hold_for_every_figure(judged: Door) -> None:
    scope = Scope().where("asn", "64500")
    assert of("model", scope) == {OURS: [5, 5, 0, 0, 1, 0, 5, 4, -1, -1, 0.2]}
    assert verdicts.totals(scope)["sessions"].iloc[0] == len(verdicts.labelled(scope, limit=500)) == 6


def test_where_they_disagree_names_the_model_that_says_most(judged: Door) -> None:
    frame = verdicts.disagreements(Scope())
    assert frame[["ip", "verdict", "worst_level", "model_name"]].to_numpy().tolist() == [
        [PEOPLE[0], "legitimate", "HIGH", QUIET],
        [PEOPLE[2], "legitimate", "HIGH", OURS],
        [PEOPLE[3], "legitimate", "MEDIUM", OURS],
        [BOTS[3], "bot", "LOW", OURS],
    ]
    assert set(frame["last_decided"]) == {pd.Timestamp("2026-11-20 10:00", tz="UTC")}


def test_nothing_decided_is_zero_of_nothing(door: Door) -> None:
    """Trap 11: no verdict is not agreement."""
    (row,) = verdicts.totals(Scope()).to_dict("records")
    assert [row[name] for name in ("decided_sources", "sources", "sessions", "rated")] == [0, 0, 0, 0]
    for frame in (verdicts.agreement(Scope(), "ja4"), verdicts.disagreements(Scope()), verdicts.labelled(Scope())):
        assert frame.empty
        assert len(frame.columns) >= 7


# --- judged sessions --------------------------------------------------------------------------------------------------


def test_judged_sessions_carry_what_the_detector_saw(judged: Door) -> None:
    frame = verdicts.labelled(Scope(), limit=500)
    names = [name for name in frame.columns if name.startswith(("feature_", "signal_"))]
    assert names == ["feature_fuzzing_index", "feature_hits", "signal_contradiction", "signal_guessing"], "of judged sources only"
    ours = {(row["ip"], row["threat_level"]): row for row in frame[frame["model_name"] == OURS].fillna(-1).to_dict("records")}

    def seen(ip: str, level: str) -> list[object]:
        return [ours[ip, level][name] for name in ("own_level", *names)]

    assert seen(PEOPLE[2], "LOW") == ["HIGH", 2.5, 10, 1.0, 0.0], "a silent signal is 0"
    assert seen(BOTS[1], "NORMAL") == ["NORMAL", -1, 3, 0, 0], "an unknown feature is not"
    assert seen(BOTS[2], "MEDIUM") == ["", -1, -1, -1, -1], "nothing is known of what was never kept"


def test_judged_sessions_come_newest_first_or_as_ordered_in_pages(judged: Door) -> None:
    whole = verdicts.labelled(Scope(), limit=500)
    assert len(whole) == verdicts.totals(Scope())["sessions"].iloc[0]
    assert whole["detected_at"].is_monotonic_decreasing
    pages = [verdicts.labelled(Scope(), limit=4, offset=offset) for offset in range(0, 16, 4)]
    pd.testing.assert_frame_equal(pd.concat(pages, ignore_index=True), whole)
    worst = verdicts.labelled(Scope(), order=Order("threat_level"), limit=3)["threat_level"].tolist()
    assert worst == ["CRITICAL", "HIGH", "HIGH"], "by severity, not by alphabet"
    assert verdicts.labelled(Scope(), order=Order("anomaly_score", descending=False), limit=1)["anomaly_score"][0] == np.float32(
        -0.9
    )


@pytest.mark.parametrize("name", verdicts.SORTS)
def test_every_sort_is_one_of_the_same_rows(judged: Door, name: str) -> None:
    for descending in (False, True):
        assert len(verdicts.labelled(Scope(), order=Order(name, descending=descending), limit=500)) == 15


def test_an_extract_is_the_whole(judged: Door) -> None:
    pd.testing.assert_frame_equal(verdicts.extract(Scope(), 100_000), verdicts.labelled(Scope(), limit=500))
    with pytest.raises(QueryError, match="most takes a number from 1 to 100,000"):
        verdicts.extract(Scope(), 0)


def test_the_extract_as_a_file_is_what_a_program_learns_from(judged: Door) -> None:
    """A formula a client sent as its Host is text in a spreadsheet, and itself to a program."""
    frame = verdicts.extract(Scope(), 1000)
    rows = list(csv.DictReader(io.StringIO(export.file(frame, "csv", {}).decode("utf-8"))))
    (hostile,) = [row for row in rows if row["ip"] == PEOPLE[3]]
    assert hostile["host"] == f"'{FORMULA}"
    assert (hostile["verdict"], hostile["feature_hits"]) == ("legitimate", "")
    told = json.loads(export.file(frame, "json", {"window": "30 d"}))
    assert told["window"] == "30 d"
    (hostile,) = [row for row in told["rows"] if row["ip"] == PEOPLE[3]]
    assert (hostile["host"], hostile["feature_hits"], hostile["decided_at"]) == (FORMULA, None, "2026-11-20T10:00:00Z")
    table = pq.read_table(io.BytesIO(export.file(frame, "parquet", {}))).to_pandas()
    assert table[["ip", "verdict", "feature_hits", "signal_guessing"]].fillna(-1).to_numpy().tolist() == (
        frame[["ip", "verdict", "feature_hits", "signal_guessing"]].fillna(-1).to_numpy().tolist()
    )
