"""The canonical spelling in SQL is the one of `fingerprint.h2`, and look-ups use it."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ja4dash import statement
from ja4dash.db import Door
from ja4dash.fingerprint import h2
from ja4dash.fingerprint.error import FingerprintError
from ja4dash.fingerprint.spelling import spelled
from ja4dash.queries import discovery, novelty
from ja4dash.schema.definition import definitions
from ja4dash.scope import Scope
from tests.sql.test_statements import NAMES
from tests.sql.traffic import send
from tests.unit import fingerprints

SQL = spelled("SELECT one, /*canonical*/ one AS spelled FROM (SELECT arrayJoin({texts:Array(String)}) AS one)")
CHROME = "1:65536;2:0;4:6291456;6:262144|15663105|0|m,a,s,p"
ODD = {
    f"2570:1;{CHROME}": CHROME,
    "1:65536;2:0;4:6291456;6:262144;64250:4294967295|15663105|0|m,a,s,p": CHROME,
    "1:65536,2:0,4:6291456,6:262144|15663105|0|m,a,s,p": CHROME,
    " 01:65536; 2:00 ;4:6291456;6:262144 | 015663105 || m, a,s ,p ": CHROME,
    "1:65536|0|0|m,a,s,p": "1:65536|00|0|m,a,s,p",
    "1:65536|||m,a,s,p": "1:65536|00|0|m,a,s,p",
    "1:65536|000|0|": "1:65536|00|0|",
    "2570:7|00|0|m,a,s,p": "|00|0|m,a,s,p",
    "4:131072;5:16384|12517377|03:00:0:201,5:0:0:0101|m,p,a,s": "4:131072;5:16384|12517377|3:0:0:201,5:0:0:101|m,p,a,s",
    "2571:1;1:65536|1|0|m": "2571:1;1:65536|1|0|m",
}
"""Spellings of others, each beside the canonical one."""


def by_engine(door: Door, texts: list[str]) -> dict[str, str]:
    frame = door.query(SQL, {"texts": texts})
    return dict(zip(frame["one"], frame["spelled"], strict=True))


def test_each_spelling_becomes_the_canonical_one(sampled: Door) -> None:
    assert by_engine(sampled, list(ODD)) == ODD
    assert {text: h2.canonical(text) for text in ODD} == ODD


def test_every_reserved_setting_is_left_out(sampled: Door) -> None:
    texts = {f"1:65536;{number}:9;2:0|00|0|m,a,s,p": number for number in range(1, 0x10000, 7)}
    texts |= {f"1:65536;{number}:9;2:0|00|0|m,a,s,p": number for number in range(0x10000) if h2.reserved(number)}
    found = by_engine(sampled, list(texts))
    assert {text for text, one in found.items() if ":9" not in one} == {t for t, number in texts.items() if h2.reserved(number)}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(fingerprints.made_h2() | st.text("0123456789:;,| masp", max_size=40), min_size=50, max_size=80))
def test_engine_and_python_agree(sampled: Door, texts: list[str]) -> None:
    found = by_engine(sampled, texts)
    for text in texts:
        try:
            assert found[text] == h2.canonical(text), text
        except FingerprintError:
            continue


def test_what_is_no_fingerprint_is_left_alone_unless_it_has_four_parts(sampled: Door) -> None:
    texts = ["", "=cmd|' /C calc'!A1", "1:1 |2", "a|b|c|d|e 2570:1", "Ünï | cødé", "|||"]
    assert by_engine(sampled, texts) == {text: text for text in texts[:-1]} | {"|||": "|00|0|"}


@pytest.mark.parametrize("name", NAMES)
def test_no_statement_looks_a_raw_fingerprint_up(name: str) -> None:
    assert_spelled(statement.text(name))


def test_no_view_looks_a_raw_fingerprint_up() -> None:
    views = [one.statement for one in definitions() if one.kind == "view"]
    assert sum("dict_browser_h2" in sql for sql in views) == 1
    for sql in views:
        assert_spelled(sql)


def assert_spelled(sql: str) -> None:
    lookups = re.findall(r"'\.dict_browser_h2'\), '\w+', (.*?), ''\)", sql)
    assert len(lookups) == sql.count("'.dict_browser_h2'), '")
    assert all(one.startswith("/*listed*/ ") or one == "h2_listed" for one in lookups), lookups


def test_a_client_that_sends_grease_has_one_fingerprint_everywhere(door: Door) -> None:
    """The naive count: as many fingerprints as connections, each of them new, none of them known."""
    row = {"ja4": "t13d1516h2_8daaf6152771_02713d6af862", "h2_window_update": 15663105, "h2_pseudo_order": "m,a,s,p"}
    settings_sent = [f"{number * 0x1000 + 2570}:{number};1:65536;2:0;4:6291456;6:262144" for number in range(15)]
    send(door, [row | {"h2_settings_fp": sent, "h2_fingerprint": f"{sent}|15663105|0|m,a,s,p"} for sent in settings_sent])
    profile = discovery.found(Scope())["profiles"].iloc[0]
    assert profile[["h2_fingerprint", "h2_settings_fp", "h2_fingerprints", "h2_family"]].tolist() == [
        CHROME,
        "1:65536;2:0;4:6291456;6:262144",
        1,
        "Chrome",
    ]
    new = novelty.found(Scope())["new"]
    assert new.loc[new["kind"] == "h2", ["fingerprint", "requests", "h2_family"]].to_numpy().tolist() == [[CHROME, 15, "Chrome"]]
