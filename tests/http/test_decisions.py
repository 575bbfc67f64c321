"""Decisions over HTTP: the same order, undo and journal as embedded; a database user who may only read is told so."""

from __future__ import annotations

from pathlib import Path

import pytest

from ja4dash import db
from ja4dash.db import Door
from ja4dash.errors import Category, QueryError
from ja4dash.queries import feedback, journal, permissions
from ja4dash.rights import Person, Role
from ja4dash.scope import Scope
from ja4dash.writes.feedback import decide, undo
from tests.http.process import FrontProcess

ANA = Person("ana", Role.ANALYST)


def test_decisions_and_undos_over_http(http_door: Door) -> None:
    first = decide([f"203.0.113.{number}" for number in range(200)], "bot", "für alle", who=ANA)
    for verdict in ("suspicious", "legitimate"):
        last = decide(["203.0.113.7", "2001:db8::7"], verdict, who=ANA)
    undone = undo(last.batch, who=ANA)
    assert undone.rows["classification"].tolist() == ["suspicious", "suspicious"]
    counts = {row.classification: row.addresses for row in feedback.stats().itertuples()}
    assert counts == {"bot": 199, "suspicious": 2}
    entries = journal.listing(Scope(), text="für ALLE", limit=500)
    assert len(entries) == 201, "200 decided, and one replaced"
    assert set(entries["outcome"]) == {"done"}
    assert set(entries["batch"]) >= {first.batch}
    assert permissions.refusal("soc_feedback") == ""


@pytest.mark.parametrize("user", ["reader", "strict"])
def test_a_database_user_who_may_only_read_is_told_before_and_at_the_write(
    http_door: Door, front: FrontProcess, tmp_path: Path, user: str
) -> None:
    secret = {"reader": "looks-only", "strict": "touches-nothing"}[user]
    settings = http_door.settings.model_copy(update={"user": user, "password": type(http_door.settings.password)(secret)})
    with db.use(Door(settings)) as reading:
        assert permissions.refusal("soc_feedback") == f"The database user {user!r} may only read."
        with pytest.raises(QueryError) as caught:
            decide(["203.0.113.7"], "bot", who=ANA)
        assert caught.value.category is Category.RIGHTS
        assert feedback.newest().empty
        reading.pool.close()
