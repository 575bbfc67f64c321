"""The way to the server breaks, stalls, or garbles: never a wrong answer, always a reason, and back without a hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from ja4dash import db
from ja4dash.db import INTERACTIVE, Door
from ja4dash.errors import Category, QueryError
from tests.faults.line import Line, Treatment, cut, cut_after, garbled_after, through
from tests.http.conftest import server_settings
from tests.http.process import FrontProcess
from tests.pages.conftest import Open, words
from tests.sql.traffic import send_captured

ROWS: Final = "SELECT number AS n, toString(number) AS s, [number] AS a FROM numbers(20000)"
NONE: Final = "SELECT number AS n FROM numbers(3) WHERE n > 5"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask again without waiting, and give up a server that says nothing early."""
    monkeypatch.setattr("ja4dash.pool._RETRY_SECONDS", 0.0)
    monkeypatch.setattr("ja4dash.pool._GRACE_SECONDS", -14.0)


@pytest.fixture
def line(front: FrontProcess) -> Iterator[Line]:
    made = Line(front.port)
    yield made
    made.close()


@pytest.fixture
def far(front: FrontProcess, line: Line, tmp_path: Path) -> Iterator[Door]:
    """A door at the end of the line."""
    door = Door(server_settings(front, tmp_path, port=line.port))
    yield door
    door.pool.close()


TREATMENTS: Final = [cut, *map(cut_after, (5, 100, 200, 300, 400, 2000, 60000)), *map(garbled_after, (0, 100, 400, 2000))]


@pytest.mark.parametrize("treatment", TREATMENTS, ids=range(len(TREATMENTS)))
@pytest.mark.parametrize("sql", [ROWS, NONE], ids=["rows", "none"])
def test_an_answer_comes_whole_or_not_at_all(far: Door, line: Line, treatment: Treatment, sql: str) -> None:
    expected = far.query(sql)
    line.treatment = treatment
    try:
        assert far.query(sql).equals(expected), "what was cut off or garbled passed for an answer"
    except QueryError as error:
        assert error.category is Category.UNREACHABLE, error.detail
        assert far.pool.down_since is not None
    line.treatment = through
    assert far.query(sql).equals(expected)
    assert far.pool.down_since is None


def test_a_server_that_says_nothing_is_given_up_with_a_reason(far: Door, line: Line) -> None:
    far.query("SELECT 1")
    line.hung.set()
    with pytest.raises(QueryError) as caught:
        far.query("SELECT 1", guard=replace(INTERACTIVE, name="quick"))
    assert (caught.value.category, caught.value.message.rsplit(": ")[-1]) == (Category.UNREACHABLE, "it took too long")
    line.hung.clear()
    assert far.query("SELECT 1 AS x")["x"][0] == 1


REASONS: Final = {
    b"": "the connection broke",
    b"SSH-2.0-OpenSSH_9.2\r\n": "the connection broke",
    b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n<html/>": "what listens there is no ClickHouse",
    b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n": "HTTP status 401",
    b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n": "HTTP status 404",
    b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n": "HTTP status 429",
    b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n": "HTTP status 502",
}


@pytest.mark.parametrize(("said", "reason"), REASONS.items(), ids=REASONS.values())
def test_what_is_no_clickhouse_is_called_so(far: Door, line: Line, said: bytes, reason: str) -> None:
    line.treatment = lambda _, at: None if at else said or None
    with pytest.raises(QueryError) as caught:
        far.query("SELECT 1")
    assert reason in caught.value.message
    assert f"127.0.0.1:{line.port}" in caught.value.message
    assert caught.value.advice


def test_a_host_that_does_not_exist_is_called_so(front: FrontProcess, tmp_path: Path) -> None:
    with pytest.raises(QueryError) as caught:
        Door(server_settings(front, tmp_path, host="no-such-host.invalid")).query("SELECT 1")
    assert (caught.value.category, caught.value.message[-14:]) == (Category.UNREACHABLE, ": no such host")


def test_pages_begin_without_a_server_lose_it_and_find_it_again(http_door: Door, line: Line, open_page: Open) -> None:
    send_captured(http_door)
    far = Door(http_door.settings.model_copy(update={"port": line.port}))
    away = re.compile(r"\*\*Engine unreachable\*\*")
    with db.use(far):
        for treatment, there in ((cut, False), (through, True), (cut_after(50), False), (through, True)):
            line.treatment = treatment
            app = open_page("traffic")
            assert not app.exception
            said = words(app)
            assert bool(away.search(said)) is not there, said
            assert ("no answer from" in said) is not there
            assert (":material/inbox:" in said) is False, "away is not empty"
            assert bool(app.dataframe) is there
    far.pool.close()
