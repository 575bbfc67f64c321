"""Starred views: kept for one person, renamed, let go of, journalled, refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pandas as pd
import pytest

from ja4dash import cache, db
from ja4dash.db import Door, read
from ja4dash.errors import Category, FieldError, QueryError, RightsError
from ja4dash.queries import journal, views
from ja4dash.rights import Person, Role
from ja4dash.scope import Scope
from ja4dash.watch import only_shown
from ja4dash.writes import demo
from ja4dash.writes.views import MAX_QUERY, star, unstar
from tests.sql.test_decisions import NOON, Clock

ANA, BOB = Person("ana", Role.ANALYST), Person("bob", Role.ANALYST)
GUEST = Person("visitor-0a1b2c3d", Role.VISITOR)
HOSTILE = "<img src=x> ![x](http://203.0.113.9/x.png) 100% _'"


def starred(who: Person) -> list[tuple[str, str, str]]:
    return list(views.starred(who.name).itertuples(index=False, name=None))


def test_a_view_is_starred_renamed_and_let_go_of(door: Door) -> None:
    star("detections", "level=HIGH", "Morning round", who=ANA)
    star("ip", "ip=203.0.113.7", HOSTILE, who=ANA)
    star("detections", "level=HIGH", "Of Bob", who=BOB)
    assert starred(ANA) == [("ip", "ip=203.0.113.7", HOSTILE), ("detections", "level=HIGH", "Morning round")]
    star("detections", "level=HIGH", "Evening round", who=ANA)
    assert {name for _, _, name in starred(ANA)} == {HOSTILE, "Evening round"}
    unstar("detections", "level=HIGH", who=ANA)
    assert starred(ANA) == [("ip", "ip=203.0.113.7", HOSTILE)]
    assert starred(BOB) == [("detections", "level=HIGH", "Of Bob")]
    star("detections", "level=HIGH", "Again", who=ANA)
    assert len(starred(ANA)) == 2


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is read is kept, as in an app that is served."""
    monkeypatch.setattr(cache, "serving", lambda: True)
    yield
    cache.forget(views.starred)
    cache._stored.clear()
    cache._kept.clear()


def test_a_newer_click_leaves_the_read_back_of_a_write_alone(door: Door, served: None, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[bool] = []

    def noted(*given: Any, **named: Any) -> pd.DataFrame:
        looked_at.append(only_shown())
        return read(*given, **named)

    monkeypatch.setattr(views, "read", noted)
    star("detections", "level=HIGH", "Morning round", who=ANA)
    assert looked_at == [False, False]


def test_an_engine_that_is_busy_is_no_change_elsewhere(door: Door, served: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was kept for bad times is the list of before the write: it says nothing of it."""
    assert starred(ANA) == []
    answers = iter((read,))

    def busy_after_one(*given: Any, **named: Any) -> pd.DataFrame:
        ask = next(answers, None)
        if ask is None:
            raise QueryError(Category.TIMEOUT, "longer than 6 s")
        return ask(*given, **named)

    monkeypatch.setattr(views, "read", busy_after_one)
    with pytest.raises(QueryError) as failed:
        star("detections", "level=HIGH", "Morning round", who=ANA)
    assert failed.value.category is Category.TIMEOUT


def test_each_change_is_journalled(door: Door) -> None:
    star("detections", "level=HIGH", "Morning round", who=ANA)
    star("detections", "level=HIGH", "Evening round", who=ANA)
    unstar("detections", "level=HIGH", who=ANA)
    told = journal.listing(Scope())[["who", "action", "thing", "before", "after", "outcome"]].to_numpy().tolist()
    assert told == [
        ["ana", "unstar", "detections?level=HIGH", "Evening round", "", "done"],
        ["ana", "rename", "detections?level=HIGH", "Morning round", "Evening round", "done"],
        ["ana", "star", "detections?level=HIGH", "", "Morning round", "done"],
    ]


def test_what_is_refused(door: Door) -> None:
    with pytest.raises(RightsError):
        star("detections", "", "x", who=Person("eve", Role.VIEWER))
    with pytest.raises(FieldError, match="characters"):
        star("detections", "", " ", who=ANA)
    with pytest.raises(FieldError, match="address"):
        star("detections", "q=" + "x" * MAX_QUERY, "x", who=ANA)
    with pytest.raises(FieldError, match="not starred"):
        unstar("detections", "", who=ANA)
    assert starred(ANA) == []


def test_no_more_than_a_person_can_look_through(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST", 2)
    for page in ("detections", "scores"):
        star(page, "", page, who=ANA)
    with pytest.raises(FieldError, match="let go of one first"):
        star("traffic", "", "traffic", who=ANA)
    star("scores", "", "renamed", who=ANA)
    assert len(starred(ANA)) == 2


def test_without_the_table_it_says_what_is_missing(door: Door) -> None:
    door.command("DROP TABLE {db:Identifier}.saved_views", {"db": door.settings.processing_db})
    with pytest.raises(QueryError) as refused:
        star("detections", "", "x", who=ANA)
    assert refused.value.category is Category.MISSING
    assert "saved_views" in refused.value.message


def test_a_visitor_s_views_are_removed_with_what_visitors_decide(door: Door) -> None:
    clock = Clock()
    settings = door.settings.model_copy(update={"demo": True, "demo_minutes": 60})
    with db.use(Door(settings, clock=clock, pool=door.pool)) as demonstrated:
        star("detections", "", "of a guest", who=GUEST)
        star("detections", "", "of Ana", who=ANA)
        clock.now = NOON + timedelta(minutes=59)
        demo.forget(demonstrated)
        assert len(starred(GUEST)) == 1
        clock.now = NOON + timedelta(minutes=61)
        demo.forget(demonstrated)
        assert (starred(GUEST), len(starred(ANA))) == ([], 1)
