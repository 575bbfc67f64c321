"""Too many at once, and answers that nobody waits for: pages stay quick, and the engine does not work for nobody."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Final

import pandas as pd
import pytest

from ja4dash import cache, watch
from ja4dash.db import HEAVY, INTERACTIVE, Door
from ja4dash.errors import Category, QueryError
from ja4dash.pool import PLACES, Pool
from ja4dash.settings import Settings
from tests.http.conftest import server_settings
from tests.http.process import FrontProcess
from tests.unit.test_turns import until

ENDLESS: Final = "SELECT count() AS n FROM numbers(1000000000000) WHERE {tag:String} = {tag:String}"


@pytest.fixture(params=["embedded", "server"])
def asked(request: pytest.FixtureRequest, empty_door: Door, front: FrontProcess, tmp_path: Path) -> Door:
    """A door with a pool of its own, embedded and over HTTP."""
    settings: Settings = empty_door.settings if request.param == "embedded" else server_settings(front, tmp_path)
    return Door(settings, pool=Pool(settings))


def running(door: Door, tag: str) -> int:
    sql = "SELECT count() AS n FROM system.processes WHERE Settings['log_comment'] LIKE {tag:String}"
    return int(door.query(sql, {"tag": tag})["n"][0])


def endless(door: Door, threads: ThreadPoolExecutor, guard: object = HEAVY) -> Future[pd.DataFrame]:
    def ask() -> pd.DataFrame:
        with watch.for_show():
            return door.query(ENDLESS, {"tag": "x"}, guard)  # type: ignore[arg-type]

    return threads.submit(ask)


def test_an_answer_that_nobody_waits_for_is_ended_at_the_engine(asked: Door) -> None:
    left = threading.Event()
    asked.pool.asker = lambda: left.is_set
    with ThreadPoolExecutor(1) as threads:
        answer = endless(asked, threads)
        until(lambda: running(asked, "ja4dash heavy %"))
        begun = time.monotonic()
        left.set()
        with pytest.raises(QueryError) as caught:
            answer.result()
    assert caught.value.category is Category.ABANDONED
    assert time.monotonic() - begun < HEAVY.seconds / 2, "it did not wait for the time limit"
    assert running(asked, "ja4dash heavy %") == 0
    left.clear()
    assert asked.query("SELECT 1 AS x")["x"][0] == 1


def test_what_a_write_asks_is_never_ended(asked: Door) -> None:
    asked.pool.asker = lambda: lambda: True
    assert asked.query("SELECT sleep(1.2) AS x")["x"][0] == 0


def test_long_statements_never_hold_all_places(asked: Door) -> None:
    left = threading.Event()
    asked.pool.asker = lambda: left.is_set
    with ThreadPoolExecutor(6) as threads:
        answers = [endless(asked, threads) for _ in range(6)]
        until(lambda: running(asked, "ja4dash heavy %") == PLACES["long"])
        assert asked.query("SELECT 1 AS x")["x"][0] == 1
        asked.command("SELECT 1")
        with pytest.raises(QueryError) as caught:
            asked.query("SELECT 1", guard=replace(HEAVY, patience=0.1))
        assert caught.value.category is Category.BUSY
        left.set()
        for answer in answers:
            with pytest.raises(QueryError) as ended:
                answer.result()
            assert ended.value.category is Category.ABANDONED


def test_too_busy_leaves_the_last_good_result(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Category.BUSY in cache._PASSING
    pool = Pool(door.settings, PLACES | {"short": 0})
    monkeypatch.setattr(door, "pool", pool)
    with pytest.raises(QueryError) as caught:
        door.query("SELECT 1", guard=replace(INTERACTIVE, patience=0.05))
    assert caught.value.category is Category.BUSY
