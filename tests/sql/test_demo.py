"""A public demo: visitors decide apart from analysts, and what they wrote is gone after the time that the screen states."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from ja4dash import db
from ja4dash.db import Door
from ja4dash.errors import FieldError
from ja4dash.queries import feedback, journal
from ja4dash.rights import Person, Role
from ja4dash.scope import Scope
from ja4dash.writes import demo
from ja4dash.writes import feedback as writes
from ja4dash.writes.feedback import decide, undo
from tests.sql.test_decisions import NOON, A, B, Clock, now_counts

ANA, GUEST = Person("ana", Role.ANALYST), Person("visitor-0a1b2c3d", Role.VISITOR)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def demonstrated(door: Door, clock: Clock) -> Iterator[Door]:
    settings = door.settings.model_copy(update={"demo": True, "demo_minutes": 60})
    with db.use(Door(settings, clock=clock, pool=door.pool)) as made:
        yield made
    demo._looked.clear()


def test_what_visitors_wrote_is_removed_and_nothing_else(demonstrated: Door, clock: Clock) -> None:
    decide([A], "bot", who=ANA)
    early = decide([A, B], "legitimate", who=GUEST)
    clock.now = NOON + timedelta(minutes=30)
    undo(early.batch, who=GUEST, sources=[B])
    assert now_counts() == {A: "legitimate"}
    clock.now = NOON + timedelta(minutes=59)
    demo.forget(demonstrated)
    assert len(feedback.newest()) == 4
    clock.now = NOON + timedelta(minutes=61)
    demo.forget(demonstrated)
    assert now_counts() == {A: "bot"}, "the analyst's decision counts again"
    assert feedback.newest()[["ip", "classification"]].to_numpy().tolist() == [[B, "undecided"], [A, "bot"]]
    assert set(journal.listing(Scope(), text=A)["who"]) == {"ana"}
    clock.now = NOON + timedelta(minutes=91)
    demo.forget(demonstrated)
    assert feedback.newest()["analyst"].tolist() == ["ana"]
    assert journal.listing(Scope())["who"].tolist() == ["ana"]


def test_it_is_looked_after_once_a_minute_and_in_a_demo_only(demonstrated: Door, clock: Clock) -> None:
    decide([A], "bot", who=GUEST)
    clock.now = NOON + timedelta(minutes=61)
    real = Door(demonstrated.settings.model_copy(update={"demo": False}), clock=clock, pool=demonstrated.pool)
    demo.forget_when_due(real)
    assert len(feedback.newest()) == 1
    demo.forget_when_due(demonstrated)
    assert feedback.newest().empty
    decide([A], "bot", who=GUEST)
    clock.now = NOON + timedelta(minutes=122)
    demo.forget_when_due(demonstrated)
    assert len(feedback.newest()) == 1, "not due yet by this process's own clock"


def test_visitors_cannot_fill_the_disk(demonstrated: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writes, "MOST_OF_VISITORS", 2)
    decide([A, B], "bot", who=GUEST)
    with pytest.raises(FieldError, match="have decided enough for now"):
        decide([A], "bot", who=GUEST)
    decide([A], "bot", who=ANA)
