"""A blocklist from a page: whom it would have hit, whom to spare, and the file."""

from __future__ import annotations

import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from ja4dash.db import Door
from ja4dash.queries import blocklist
from tests.pages.conftest import Open, send_everything, words
from tests.sql.detected import FULL, GO, put, session
from tests.sql.traffic import send

RARE = "t13d4312h1_c7886603b240_0123456789ab"
MEMBERS = [f"203.0.113.{60 + number}" for number in range(6)]
"""What `send_everything` puts into campaign 1."""


@pytest.fixture
def judged(door: Door) -> Door:
    """A campaign of six; one is judged legitimate, and one more source has a coherent browser on the same JA4."""
    send_everything(door)
    now = f"{door.now():%Y-%m-%d %H:%M:%S}"
    send(door, [{"src_ip": ip, "ja4": FULL} for ip in (*MEMBERS, "198.51.100.9")])
    put(door, "ml_all_scores", [session(now, "198.51.100.9", "LEGITIMATE_BROWSER", 0.0)])
    put(door, "soc_feedback", [{"created_at": now, "src_ip": MEMBERS[0], "classification": "legitimate"}])
    return door


def opened(app: AppTest, key: str) -> AppTest:
    """The dialog, as the button of the page opens it."""
    app.button(key=f"blocklist_{key}").click().run()
    assert not app.exception
    return app


def previews(app: AppTest) -> list[str]:
    """Files that the dialog shows, beside the statements behind it."""
    shown = [str(getattr(code, "value", "")) for code in app._tree.children[2].get("code")]
    return [text for text in shown if not text.startswith("SET param_")]


def preview(app: AppTest) -> list[str]:
    return previews(app)[0].splitlines()


def test_all_members_of_a_campaign(open_page: Open, judged: Door) -> None:
    app = opened(open_page("campaign", campaign="1"), "campaign")
    said = words(app)
    assert "Campaign 1: 6 addresses and 1 JA4" in said
    assert re.search(
        r"Would have hit \d+ sessions \(\d+ requests\) of 6 sources in the last 7 d, among them 1 judged legit", said
    )
    assert "Left out: 1 address. The list holds 5 addresses." in said
    assert preview(app) == MEMBERS[1:]


def test_sparing_is_a_choice(open_page: Open, judged: Door) -> None:
    app = open_page("campaign", campaign="1")
    app.button(key="blocklist_campaign").click().run()
    app.session_state["blocklist_spare_legitimate"] = False
    opened(app, "campaign")
    assert "Left out" not in words(app)
    assert preview(app) == MEMBERS


def test_a_ja4_that_a_browser_has_is_left_out(open_page: Open, judged: Door) -> None:
    app = open_page("campaign", campaign="1")
    app.session_state["blocklist_kinds"] = "JA4s"
    opened(app, "campaign")
    said = words(app)
    assert "1 source with a coherent browser and 1 judged legitimate" in said
    assert "Left out: 1 JA4. The list holds nothing." in said
    assert not previews(app)


def test_another_format_and_a_hostile_note(open_page: Open, judged: Door) -> None:
    app = open_page("campaign", campaign="1")
    app.session_state["blocklist_format"] = "nftables"
    app.session_state["blocklist_note"] = '"; } drop'
    opened(app, "campaign")
    assert preview(app)[0] == "# ja4dash blocklist: Campaign 1"
    assert preview(app)[2] == "# note: '; } drop"
    assert "Elements time out" in previews(app)[0]


def test_everything_of_a_scope(open_page: Open, judged: Door) -> None:
    app = opened(open_page("detections", level="CRITICAL"), "detections")
    assert "Detections: last 30 d, level Critical: 1 address and 1 JA4" in words(app)


def test_a_cut_list_says_so(open_page: Open, judged: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = blocklist.detected

    def cut(scope: object) -> object:
        return whole(scope, 2)  # type: ignore[arg-type]

    monkeypatch.setattr(blocklist, "detected", cut)
    app = opened(open_page("detections"), "detections")
    assert "Cut: the worst 2 of 6 sources. Narrow the scope to choose others." in words(app)


def test_one_source(open_page: Open, judged: Door) -> None:
    app = opened(open_page("ip", ip=MEMBERS[1]), "source")
    assert f"Source {MEMBERS[1]}: 1 address and 2 JA4s" in words(app)
    assert preview(app) == [MEMBERS[1]]


def test_one_ja4(open_page: Open, judged: Door) -> None:
    """The JA4 itself comes first; nobody who looks innocent has it, so it stays."""
    now = f"{judged.now():%Y-%m-%d %H:%M:%S}"
    send(judged, [{"src_ip": "198.51.100.10", "ja4": RARE}])
    put(judged, "ml_detected_anomalies", [session(now, "198.51.100.10", "HIGH", -0.8, ja4=RARE)])
    app = opened(open_page("ja4", ja4=RARE), "ja4")
    assert f"JA4 {RARE}: 1 address and 1 JA4" in words(app)
    assert RARE in previews(app)[0]


def test_a_fleet_that_was_clicked(open_page: Open, judged: Door) -> None:
    app = open_page("fleets")
    assert "Click a community's score to decide about it or to block it." in words(app)
    app.session_state["fleets"] = {"selection": {"rows": [], "columns": [], "cells": [[0, "fleet_score"]]}}
    app.run()
    opened(app, "fleet")
    assert "Fleet of 1 JA4 in 2 networks: 6 addresses and 1 JA4" in words(app)


@pytest.mark.parametrize("ja4s", [[], ["not a JA4"]])
def test_a_fleet_without_a_ja4_names_nobody(open_page: Open, judged: Door, ja4s: list[str]) -> None:
    """Without its JA4s its filters would let everybody in."""
    judged.command("TRUNCATE TABLE {db:Identifier}.fleet_detections", {"db": judged.settings.processing_db})
    now = f"{judged.now():%Y-%m-%d %H:%M:%S}"
    put(judged, "fleet_detections", [{"detected_at": now, "community_id": 1, "ja4_set": ja4s, "asn_set": ["64500"]}])
    app = open_page("fleets")
    app.session_state["fleets"] = {"selection": {"rows": [], "columns": [], "cells": [[0, "fleet_score"]]}}
    app.run()
    assert "Nothing here that could be blocked" in words(opened(app, "fleet"))


def test_nothing_is_asked_before_the_button(open_page: Open, judged: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    read = judged.read

    def noted(name: str, *args: Any, **kwargs: Any) -> Any:
        asked.append(name)
        return read(name, *args, **kwargs)

    monkeypatch.setattr(judged, "read", noted)
    app = open_page("campaign", campaign="1")
    assert asked
    assert not [name for name in asked if name.startswith("blocklist/")]
    before = len(asked)
    opened(app, "campaign")
    assert [name for name in asked[before:] if name.startswith("blocklist/")] == ["blocklist/detected", "blocklist/radius"]


def test_an_engine_that_refuses_says_so_in_the_dialog(open_page: Open, judged: Door) -> None:
    app = open_page("ip", ip=MEMBERS[1])
    processing = {"db": judged.settings.processing_db}
    judged.command("RENAME TABLE {db:Identifier}.ml_all_scores TO {db:Identifier}.gone", processing)
    assert "**Not deployed**" in words(opened(app, "source"))


def test_what_a_client_wrote_is_no_ja4(open_page: Open, door: Door) -> None:
    send(door, [{"src_ip": "203.0.113.9", "ja4": '<img src=x> "; }'}, {"src_ip": "203.0.113.9", "ja4": GO}])
    app = open_page("ip", ip="203.0.113.9")
    app.session_state["blocklist_kinds"] = "JA4s"
    app.session_state["blocklist_format"] = "aws-waf"
    said = words(opened(app, "source"))
    assert "1 value left out that are no well-formed JA4." in said
    assert [line.strip() for line in preview(app) if "SearchString" in line] == [f'"SearchString": "{GO}",']
    assert "<img" not in said
