"""Decisions: any spelling of an address is one, the latest counts, the history stays."""

from __future__ import annotations

import pandas as pd
import pytest

from ja4dash.db import Door
from ja4dash.errors import Category, QueryError
from ja4dash.rights import Person, Role
from ja4dash.writes import feedback

ANA = Person("ana", Role.ANALYST)


def classify(ip: str, classification: str, comment: str = "") -> pd.DataFrame:
    return feedback.classify(ip, classification, comment, who=ANA)


def history(door: Door) -> list[tuple[str, str]]:
    sql = "SELECT toString(src_ip) AS ip, classification FROM {db:Identifier}.soc_feedback ORDER BY created_at, classification"
    return list(door.query(sql, {"db": door.settings.processing_db}).itertuples(index=False, name=None))


@pytest.mark.parametrize("spelling", ["203.0.113.7", "::ffff:203.0.113.7", "::ffff:cb00:7107", " 203.0.113.7 "])
def test_every_spelling_is_one_source(door: Door, spelling: str) -> None:
    row = classify(spelling, "bot", "scans /wp-login").iloc[0]
    assert (row["ip"], row["classification"], row["comment"]) == ("203.0.113.7", "bot", "scans /wp-login")
    assert history(door) == [("::ffff:203.0.113.7", "bot")]


def test_an_ipv6_source(door: Door) -> None:
    assert classify("2001:DB8::7", "legitimate")["ip"].iloc[0] == "2001:db8::7"


def test_two_equal_decisions_are_two_entries_of_the_history(door: Door) -> None:
    classify("203.0.113.7", "bot")
    classify("203.0.113.7", "bot")
    assert len(history(door)) == 2


@pytest.mark.parametrize("comment", ["<b>x</b> ![x](http://e)", '=HYPERLINK("x")', "it's \\ % _ {x:String}", "über 漢字", ""])
def test_a_comment_is_kept_as_it_was_written(door: Door, comment: str) -> None:
    assert classify("203.0.113.7", "suspicious", comment)["comment"].iloc[0] == comment


@pytest.mark.parametrize(
    ("ip", "classification", "comment", "said"),
    [
        ("300.1.1.1", "bot", "", "is not an IPv4 or IPv6 address"),
        ("203.0.113.7", "robot", "", "one of bot, legitimate, suspicious"),
        ("203.0.113.7", "bot", "x" * 2001, "at most 2,000 characters"),
        ("203.0.113.7", "bot", "a\x00b", "control characters"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_written(door: Door, ip: str, classification: str, comment: str, said: str) -> None:
    with pytest.raises(QueryError) as caught:
        classify(ip, classification, comment)
    assert caught.value.category is Category.PARAMETER
    assert said in caught.value.message
    assert history(door) == []


def test_a_table_without_the_analyst_column_takes_decisions_too(door: Door) -> None:
    door.command("ALTER TABLE {db:Identifier}.soc_feedback DROP COLUMN analyst", {"db": door.settings.processing_db})
    assert classify("203.0.113.7", "bot")["classification"].iloc[0] == "bot"


def test_a_missing_table_says_so(door: Door) -> None:
    door.command("DROP TABLE {db:Identifier}.soc_feedback", {"db": door.settings.processing_db})
    with pytest.raises(QueryError) as caught:
        classify("203.0.113.7", "bot")
    assert caught.value.category is Category.MISSING
