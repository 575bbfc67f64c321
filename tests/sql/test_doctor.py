"""Doctor: each illness is found and named, with what to do; a healthy installation is called healthy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from ja4dash import doctor
from ja4dash.db import INTERACTIVE, Door, Guard
from ja4dash.doctor import Finding, examine, well
from ja4dash.errors import Category, QueryError
from ja4dash.schema import migrate
from ja4dash.settings import load


def named(findings: list[Finding], name: str) -> Finding:
    (found,) = [finding for finding in findings if finding.name == name]
    return found


def names(door: Door) -> dict[str, object]:
    return {"logs": door.settings.logs_db, "processing": door.settings.processing_db}


def request_at(door: Door, moment: datetime) -> None:
    door.command(
        "INSERT INTO {logs:Identifier}.http_logs (time) VALUES ({moment:DateTime('UTC')})", {**names(door), "moment": moment}
    )


def score(door: Door, level: str, value: float) -> None:
    sql = (
        "INSERT INTO {processing:Identifier}.ml_all_scores (detected_at, threat_level, anomaly_score)"
        " VALUES (now(), {l:String}, {v:Float32})"
    )
    door.command(sql, {**names(door), "l": level, "v": value})


class Answering(Door):
    """A door whose engine gives a canned answer to one statement."""

    def __init__(self, other: Door, part: str, answer: pd.DataFrame | QueryError) -> None:
        super().__init__(other.settings, pool=other.pool)
        self.part, self.answer = part, answer

    def query(self, sql: str, parameters: Mapping[str, object] | None = None, guard: Guard = INTERACTIVE) -> pd.DataFrame:
        if self.part not in sql:
            return super().query(sql, parameters, guard)
        if isinstance(self.answer, QueryError):
            raise self.answer
        return self.answer


def test_a_fresh_installation_is_well_and_only_lacks_data(door: Door) -> None:
    findings = examine(door)
    assert well(findings)
    assert {finding.name for finding in findings if finding.state != "ok"} == {"newest request", "newest score"}
    assert len([finding for finding in findings if finding.name.startswith("dictionary ")]) == 6
    assert named(findings, "schema").what == "databases, tables, views, dictionaries and columns are all there"


def test_what_is_not_ok_says_what_to_do(empty_door: Door) -> None:
    findings = examine(empty_door)
    assert not well(findings)
    assert all(finding.advice for finding in findings if finding.state != "ok")
    assert not any(finding.advice for finding in findings if finding.state == "ok")


def test_an_empty_engine_lacks_everything_and_is_told_to_migrate(empty_door: Door) -> None:
    findings = examine(empty_door)
    missing = named(findings, "missing database")
    assert (missing.state, missing.advice) == ("problem", "Run `python -m ja4dash migrate`.")
    assert f"{empty_door.settings.logs_db}.http_logs" in named(findings, "missing table").what
    assert named(findings, "newest request").state == "problem"


def test_a_dropped_table_is_missing_and_everything_else_is_still_looked_at(door: Door) -> None:
    door.command("DROP TABLE {processing:Identifier}.soc_feedback", names(door))
    findings = examine(door)
    assert named(findings, "missing table").what == f"{door.settings.processing_db}.soc_feedback"
    assert named(findings, "clock").state == "ok"
    assert migrate(door).complete
    assert well(examine(door))


def test_missing_columns_of_tables_that_are_not_ours_are_a_matter_for_their_owner(empty_door: Door) -> None:
    for name in (empty_door.settings.logs_db, empty_door.settings.processing_db):
        empty_door.command("CREATE DATABASE {name:Identifier}", {"name": name})
    empty_door.command(
        "CREATE TABLE {logs:Identifier}.http_logs (time DateTime, src_ip IPv4) ENGINE = MergeTree ORDER BY time",
        names(empty_door),
    )
    findings = [finding for finding in examine(empty_door) if finding.name == "missing column"]
    by_state = {finding.state: finding for finding in findings}
    assert f"{empty_door.settings.logs_db}.http_logs.tls_sni" in by_state["warning"].what
    assert f"{empty_door.settings.logs_db}.http_logs.ja4" in by_state["problem"].what
    assert "owner" in by_state["problem"].advice


def test_a_dictionary_that_cannot_load_says_why(door: Door) -> None:
    door.command("DROP DICTIONARY {processing:Identifier}.dict_bot_ja4", names(door))
    door.command(
        "CREATE DICTIONARY {processing:Identifier}.dict_bot_ja4 (ja4 String, bot_name String) PRIMARY KEY ja4"
        " SOURCE(CLICKHOUSE(QUERY 'SELECT ja4, bot_name FROM nowhere.at_all')) LAYOUT(COMPLEX_KEY_HASHED()) LIFETIME(0)",
        names(door),
    )
    found = named(examine(door), "dictionary dict_bot_ja4")
    assert found.state == "problem"
    assert "nowhere" in found.what
    assert "SYSTEM RELOAD DICTIONARY" in found.advice


def test_an_empty_dictionary_is_worth_a_warning(door: Door) -> None:
    door.command("TRUNCATE TABLE {processing:Identifier}.ref_bot_ja4", names(door))
    door.command("SYSTEM RELOAD DICTIONARY {processing:Identifier}.dict_bot_ja4", names(door))
    found = named(examine(door), "dictionary dict_bot_ja4")
    assert (found.state, "empty" in found.what) == ("warning", True)


def test_the_newest_request_is_judged_by_the_engines_clock(door: Door) -> None:
    for ago, state, word in (
        (timedelta(hours=2), "warning", "(2 h ago); 1 request"),
        (timedelta(minutes=5), "ok", "(5 min ago); 2 requests"),
        (timedelta(minutes=-21), "warning", "in the future; 3 requests"),
    ):
        request_at(door, datetime.now(UTC) - ago)
        found = named(examine(door), "newest request")
        assert found.state == state
        assert word in re.sub(r"\s", " ", found.what)


@pytest.mark.parametrize(("critical", "direction"), [(-0.8, "lower"), (0.9, "higher")])
def test_the_score_direction_is_inferred_from_the_levels(door: Door, critical: float, direction: str) -> None:
    score(door, "CRITICAL", critical)
    assert "too few scores" in named(examine(door), "score direction").what
    score(door, "LOW", 0.1)
    for setting in ("lower", "higher"):
        found = named(
            examine(Door(door.settings.model_copy(update={"score_direction": setting}), pool=door.pool)), "score direction"
        )
        assert found.state == ("ok" if setting == direction else "problem")
        assert setting == direction or f"JA4DASH_SCORE_DIRECTION={direction}" in found.advice


def test_clocks_that_differ_are_told(empty_door: Door) -> None:
    later = pd.DataFrame({"t": [pd.Timestamp.now(UTC) + pd.Timedelta(minutes=3)], "zone": ["UTC"]})
    found = named(examine(Answering(empty_door, "now64", later)), "clock")
    assert found.state == "warning"
    assert "ahead of" in found.what


@pytest.mark.parametrize(("engine", "state"), [("24.3.1.5", "problem"), ("24.8.1.2684", "ok"), ("25.1.1.1", "ok")])
def test_an_old_server_is_to_be_upgraded(empty_door: Door, engine: str, state: str) -> None:
    server = empty_door.settings.model_copy(update={"engine": "server"})
    asked = Answering(Door(server, pool=empty_door.pool), "version()", pd.DataFrame({"v": [engine]}))
    assert named(examine(asked), "versions").state == state


def test_a_right_that_is_lacking_is_named_with_its_grant(empty_door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_has", lambda _, right: "soc_feedback" not in right)
    findings = examine(empty_door)
    found = named(findings, "may classify")
    assert found.state == "warning"
    assert f"GRANT INSERT ON `{empty_door.settings.processing_db}`.soc_feedback TO default" in found.advice
    assert named(findings, "may migrate").state == "ok"


def test_a_server_that_cannot_be_asked_for_rights_is_not_ill(empty_door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Door, right: str) -> bool:
        raise QueryError(Category.OTHER, f"Syntax error: {right}", code=62)

    monkeypatch.setattr(doctor, "_has", refuse)
    found = named(examine(empty_door), "may classify")
    assert (found.state, found.what.startswith("not checked")) == ("ok", True)


def test_no_room_on_the_disk_is_a_problem(empty_door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "NO_DISK", 2**62)
    monkeypatch.setattr(doctor, "LOW_DISK", 2**63)
    assert named(examine(empty_door), "disk").state == "problem"


def test_an_engine_that_does_not_answer_is_a_finding_and_no_exception(tmp_path: Path) -> None:
    door = Door(load(engine="server", host="127.0.0.1", port=9, user="u", password="secret-word", data_dir=tmp_path))
    findings = examine(door)
    assert named(findings, "connection").state == "problem"
    assert "127.0.0.1:9" in named(findings, "connection").what
    assert {finding.what for finding in findings[2:]} == {"not checked"}
    assert len(findings) == 2 + len(doctor.CHECKS)
    assert "secret-word" not in repr(findings)


def test_examining_leaves_no_trace(door: Door) -> None:
    sql = (
        "SELECT database, name, total_rows FROM system.tables WHERE database IN ({logs:String}, {processing:String})"
        " AND NOT startsWith(name, '.') ORDER BY ALL"
    )
    before = door.query(sql, names(door))
    examine(door)
    pd.testing.assert_frame_equal(door.query(sql, names(door)), before)
