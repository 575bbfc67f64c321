"""What stands in a report of a source and of a campaign, against rows made by hand, and how it is asked for in words."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest

from ja4dash.cli import main
from ja4dash.db import Door
from ja4dash.errors import Category, QueryError
from ja4dash.queries import campaigns, source
from ja4dash.report import campaign as campaign_report
from ja4dash.report import made, page
from ja4dash.report.drawing import Drawing
from ja4dash.report.parts import Facts, Failure, Nothing, Report, Section, Sentence, Table
from ja4dash.report.text import Text
from ja4dash.scope import Scope, between
from tests.pages.test_states import Away
from tests.sql.detected import put, session
from tests.sql.sample import A
from tests.sql.traffic import send
from tests.unit.test_report import HOSTILE, Skeleton

WEEK = Scope(between(datetime(2026, 11, 15, 14, 6, tzinfo=UTC), datetime(2026, 11, 22, 14, 6, tzinfo=UTC)))
BASE = "https://ja4dash.example"


def section(report: Report, title: str) -> Section:
    return next(one for one in report.sections if one.title == title)


def plain(value: Text) -> str:
    return "".join(piece.text for piece in value)


def column(part: object, label: str) -> list[str]:
    assert isinstance(part, Table)
    place = [heading.label for heading in part.headings].index(label)
    return [plain(row[place].text) for row in part.rows]


def facts(part: object) -> dict[str, str]:
    assert isinstance(part, Facts)
    return {label: plain(value) for label, value in part.rows}


def test_a_source(sampled: Door) -> None:
    report = made.of_source(A, WEEK, by="ana", base=BASE)
    assert (report.title, plain(report.made_by), plain(report.scope)) == (
        f"Source {A}",
        "ana",
        "2026-11-15 14:06 to 2026-11-22 14:06 UTC, all sources",
    )
    assert report.link == f"{BASE}/ip?ip={A}&from=2026-11-15T14%3A06Z&to=2026-11-22T14%3A06Z"
    assert report.missing == ()
    assert "ClickHouse" in plain(report.engine)
    assert not report.simulated
    (who,) = section(report, "Who").parts
    summary = source.summary(A, WEEK).iloc[0]
    assert facts(who)["Requests in this window"].startswith(f"{summary['requests']} on ")
    (table,) = section(report, "Detections").parts
    assert column(table, "Level")[:1] == ["Medium"]
    assert column(table, "Why") == [reason or "–" for reason in source.detections(A, WEEK)["reason"]]
    chart, *_ = section(report, "Scores over time").parts
    assert isinstance(chart, Drawing)
    assert chart.alt
    hosts, agents, paths = section(report, "What it asked for").parts
    assert column(hosts, "Requests")
    assert column(agents, "User-Agents")
    assert column(paths, "Path") == source.paths(A, WEEK)["path"].tolist()
    (requests,) = section(report, "Last requests").parts
    assert len(column(requests, "Time, UTC")) == len(source.requests(A, WEEK))
    assert {one.name for one in report.asked} >= {"source/summary", "source/presented", "source/paths", "source/verdicts"}
    assert all("2026-11-22 14:06:00" in one.script() for one in report.asked if "param_until" in one.script())


def test_the_paths_of_a_source(door: Door) -> None:
    row = {"src_ip": "203.0.113.9", "ago": 60}
    send(door, [row | {"path": "/a", "status": 404}, row | {"path": "/a", "status": 200, "method": "POST"}, row | {"path": "/b"}])
    (a, b) = source.paths("203.0.113.9", Scope()).to_dict("records")
    assert (a["path"], a["requests"], a["errors"], a["methods"], a["distinct_values"]) == ("/a", 2, 1, "GET, POST", 2)
    assert (b["path"], b["requests"]) == ("/b", 1)
    assert len(source.paths("203.0.113.9", Scope(), 1)) == 1
    assert source.paths("203.0.113.10", Scope()).empty


def test_a_campaign(detected: Door) -> None:
    report = made.of_campaign(0, WEEK, by="ana", base=BASE)
    assert report.link == f"{BASE}/campaign?campaign=0&from=2026-11-15T14%3A06Z&to=2026-11-22T14%3A06Z"
    (what,) = section(report, "What it is").parts
    assert {"Sources": "4", "Detections": "6"}.items() <= facts(what).items()
    assert facts(what)["Trend"].startswith("growing: ")
    picture, said = section(report, "How it hangs together").parts
    assert isinstance(picture, Drawing)
    assert isinstance(said, Sentence)
    assert plain(said.text).startswith("4 sources, ")
    (members,) = section(report, "Its sources").parts
    assert column(members, "Source") == campaigns.members(0, WEEK)["ip"].tolist()
    assert members.caption == "4 rows, worst first"  # type: ignore[union-attr]
    (decisions,) = section(report, "Decisions about its sources").parts
    assert column(decisions, "Verdict") == ["Bot", "Legitimate"]
    assert column(decisions, "Counts") == ["yes", "no"]
    assert column(decisions, "Comment") == ["it's", "=1+1"]
    said, _ = section(report, "If it were blocked").parts
    assert isinstance(said, Sentence)
    assert plain(said.text).startswith("A blocklist of 4 addresses: ")
    assert isinstance(section(report, "What sets it apart").parts[0], Drawing)
    assert len(section(report, "What it is made of").parts) == 4


def test_members_beyond_the_limit_are_said_to_be_cut(detected: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(campaign_report, "MOST_MEMBERS", 3)
    report = made.of_campaign(0, WEEK, by="ana")
    (members,) = section(report, "Its sources").parts
    assert members.caption == "3 of 4 rows: the rest is cut, worst first"  # type: ignore[union-attr]


def test_decisions_are_those_about_its_sources(detected: Door) -> None:
    assert campaigns.decisions(0, WEEK)["ip"].unique().tolist() == ["10.1.0.1"]
    assert campaigns.decisions(1, WEEK)["classification"].tolist() == ["suspicious"]
    assert campaigns.decisions(2, WEEK).empty
    assert len(campaigns.decisions(0, WEEK, 1)) == 1


def test_scores_that_were_not_measured_are_not_drawn(door: Door) -> None:
    now = door.now()
    rows = [session(f"{now:%Y-%m-%d %H:%M:%S}", "203.0.113.7", "HIGH", score) for score in (math.nan, math.inf)]
    put(door, "ml_all_scores", rows)
    week = Scope(between(now - timedelta(days=7), now + timedelta(minutes=2)))
    (part,) = section(made.of_source("203.0.113.7", week, by="ana"), "Scores over time").parts
    assert part == Nothing("No score of this source was measured.")


def test_nothing_reads_as_nothing(door: Door) -> None:
    for report in (made.of_source("203.0.113.7", Scope(), by="ana"), made.of_campaign(7, Scope(), by="ana")):
        told = [part for one in report.sections for part in one.parts]
        assert sum(isinstance(part, Nothing) for part in told) >= 6
        assert not [part for part in told if isinstance(part, Failure)]
        assert page.page(report)


def test_what_fails_reads_as_failure_and_the_rest_stands(door: Door) -> None:
    send(door, [{"src_ip": "203.0.113.9", "ago": 60}])
    door.command("DROP TABLE {db:Identifier}.ml_all_scores", {"db": door.settings.processing_db})
    report = made.of_source("203.0.113.9", Scope(), by="ana")
    (failed,) = section(report, "Scores over time").parts
    assert isinstance(failed, Failure)
    assert failed.title == "Not deployed"
    assert isinstance(section(report, "Last requests").parts[0], Table)
    assert "source/scores: failed after" in "".join(Skeleton(page.page(report)).words)


def test_an_engine_that_is_away_makes_no_report(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    made.of_source("203.0.113.9", Scope(), by="ana")
    monkeypatch.setattr(door, "pool", Away())
    with pytest.raises(QueryError) as caught:
        made.of_source("203.0.113.9", Scope(), by="ana")
    assert caught.value.category is Category.UNREACHABLE


def attacked(door: Door, text: str) -> tuple[bytes, bytes]:
    """Both reports of a source that wrote the same text everywhere."""
    ip = "203.0.113.9"
    fields = ("header_user_agent", "path", "query", "host", "header_sec_ch_ua", "ja4", "h2_fingerprint", "method")
    send(door, [dict.fromkeys(fields, text) | {"src_ip": ip, "ago": 60, "src_as_name": text}])
    one = session(f"{door.now():%Y-%m-%d %H:%M:%S}", ip, "CRITICAL", -1.0)
    one |= dict.fromkeys(("host", "ja4", "asn_org", "bot_name", "browser_family", "model_name", "threat_level"), text)
    put(door, "ml_detected_anomalies", [one | {"campaign_id": 1, "reason": text}])
    put(door, "ml_all_scores", [one])
    written = dict.fromkeys(("comment", "analyst", "classification"), text)
    put(door, "soc_feedback", [written | {"created_at": one["detected_at"], "src_ip": ip}])
    now = door.now()
    window = Scope(between(now - timedelta(hours=1), now + timedelta(minutes=2)))
    return page.page(made.of_source(ip, window, by=text)), page.page(made.of_campaign(1, window, by=text))


TEMPLATE = Skeleton(files("ja4dash.report").joinpath("templates/report.html").read_bytes())


def attributes(skeleton: Skeleton) -> set[str]:
    return {name for _, names in skeleton.elements for name in names}


@pytest.mark.parametrize("text", [HOSTILE[0], HOSTILE[1], HOSTILE[3], HOSTILE[10]])
def test_what_an_attacker_wrote_is_text(door: Door, text: str) -> None:
    for content in attacked(door, text):
        found = Skeleton(content)
        assert found.addresses == []
        assert found.other == []
        assert {tag for tag, _ in found.elements} <= {tag for tag, _ in TEMPLATE.elements}
        assert attributes(found) <= attributes(TEMPLATE)
        if text.isprintable():
            assert text in "".join(found.words)


def test_from_the_command_line_into_a_file(sampled: Door, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    output = tmp_path / "report.html"
    words = ["report", "ip", f"::ffff:{A}", "--window", "24h", "--output", str(output), "--address", BASE, "--by", "ana"]
    assert main(words) == 0
    told = capsysbinary.readouterr()
    assert told.out == b""
    assert told.err.decode().startswith(f"Source {A}, 2026-11-21 14:05 to 2026-11-22 14:05 UTC: ")
    content = output.read_text()
    assert f'href="{BASE}/ip?ip={A}&amp;from=2026-11-21T14%3A05Z' in content
    assert "by <bdi>ana</bdi>" in content
    assert [one.name for one in tmp_path.iterdir()] == ["report.html"]


def test_from_the_command_line_to_standard_output(detected: Door, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["report", "campaign", "0", "--from", "2026-11-15T14:06Z", "--to", "2026-11-22T14:06Z"]) == 0
    out = capsysbinary.readouterr().out
    assert out.lstrip().startswith(b"<!doctype html>")
    assert b"/campaign?campaign=0&amp;from=2026-11-15T14%3A06Z" in out


def test_a_campaign_may_have_the_greatest_number(detected: Door, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["report", "campaign", "2147483647"]) == 0
    assert b"2147483647" in capsysbinary.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["ip", "shop.example"], "not an IPv4 or IPv6 address"),
        (["campaign", "x"], "a campaign has a number"),
        (["campaign", "2147483648"], "a campaign has a number"),
        (["campaign", "1", "--window", "soon"], "not a window such as"),
        (["campaign", "1", "--from", "2026-11-15T14:06Z"], "from and to go together"),
        (["ip", "203.0.113.7", "--address", "javascript:x"], "not the address of a dashboard"),
        (["ip", "203.0.113.7", "--output", "/nowhere/x.html"], "No such file"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    sampled: Door, words: list[str], said: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["report", *words]) == 1
    err = capsysbinary.readouterr().err.decode()
    assert said in err
    assert "Traceback" not in err
