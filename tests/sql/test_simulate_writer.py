"""Writing a world: everything once, whatever is cut off where, and up to now after every pause."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from ja4dash.db import Door
from ja4dash.errors import Category, QueryError
from ja4dash.pool import Pool
from ja4dash.schema import migrate
from ja4dash.simulate import truth, writer
from ja4dash.simulate.chunks import Chunks, backfill
from ja4dash.simulate.command import run
from ja4dash.simulate.ledger import Stretch
from ja4dash.simulate.world import World
from ja4dash.simulate.writer import LiveWriter, WriterBusyError
from tests.conftest import fresh_settings

NOON = datetime(2026, 3, 2, 12, 0, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def world() -> World:
    return World(seed=4, rate=0.5)


@pytest.fixture(scope="module")
def migrated(engine_dir: Path, engine_pool: Pool) -> Door:
    """One migrated pair of databases for all of these tests."""
    door = Door(fresh_settings(engine_dir), pool=engine_pool)
    assert migrate(door).complete
    return door


@pytest.fixture
def door(migrated: Door) -> Iterator[Door]:
    """Those databases, empty, also of what the engine remembers of earlier inserts."""
    yield Door(migrated.settings, pool=migrated.pool)
    for database, table in (("logs", "http_logs"), ("processing", "simulation_progress"), ("processing", "simulation_truth")):
        migrated.command(f"TRUNCATE TABLE {{{database}:Identifier}}.{table}", migrated.names())


def rows_there(door: Door) -> int:
    return int(door.query("SELECT count() AS n FROM {logs:Identifier}.http_logs", door.names())["n"][0])


def rows_expected(world: World, since: datetime, until: datetime) -> int:
    return len(world.events(int(since.timestamp()), int(until.timestamp())))


def by_minute(door: Door) -> dict[int, int]:
    sql = "SELECT toUnixTimestamp(toStartOfMinute(time)) AS m, count() AS n FROM {logs:Identifier}.http_logs GROUP BY m"
    found = door.query(sql, door.names())
    return dict(zip(found["m"].astype(int), found["n"].astype(int), strict=True))


def minutes_expected(world: World, since: datetime, until: datetime) -> dict[int, int]:
    counts: dict[int, int] = {}
    for moment in world.events(int(since.timestamp()), int(until.timestamp()))["time"]:
        minute = int(moment // 60 * 60)
        counts[minute] = counts.get(minute, 0) + 1
    return counts


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(door: Door) -> Clock:
    told = Clock(NOON)
    door._clock = told
    return told


# --- the past ---------------------------------------------------------------------------------------------------------


def test_a_backfill_writes_the_world_once(door: Door, world: World) -> None:
    told: list[tuple[int, int, int]] = []
    written = backfill(door, world, 0.25, now=NOON, told=lambda *numbers: told.append(numbers), rows=2000)
    assert written == rows_there(door) == rows_expected(world, NOON - 6 * HOUR, NOON)
    assert by_minute(door) == minutes_expected(world, NOON - 6 * HOUR, NOON)
    assert len(told) > 3
    assert told[-1][1:] == (21_600, 21_600)
    assert backfill(door, world, 0.25, now=NOON, rows=5000) == 0
    assert rows_there(door) == written


def test_what_arrives_is_what_was_generated(door: Door, world: World) -> None:
    backfill(door, world, 0.05, now=NOON)
    table = world.requests(NOON - timedelta(days=0.05), NOON)
    sums = door.query(
        "SELECT sum(src_port) AS ports, sum(status) AS statuses, sum(length(path)) AS paths, uniqExact(src_ip) AS sources,"
        " sum(h2_window_update) AS windows, min(log_date) = toDate({day:String}) AS dated, uniqExact(ja4) AS ja4s"
        " FROM {logs:Identifier}.http_logs",
        {**door.names(), "day": "2026-03-02"},
    ).iloc[0]
    decoded = {name: table[name].combine_chunks() for name in table.column_names}
    assert sums["ports"] == sum(decoded["src_port"].to_pylist())
    assert sums["statuses"] == sum(decoded["status"].to_pylist())
    assert sums["paths"] == sum(len(path.encode()) for path in decoded["path"].to_pylist())
    assert sums["sources"] == len(set(decoded["src_ip"].to_pylist()))
    assert sums["windows"] == sum(decoded["h2_window_update"].to_pylist())
    assert sums["ja4s"] == len(set(decoded["ja4"].to_pylist()))
    assert sums["dated"]


class CutError(Exception):
    """The process is gone."""


def test_cut_off_before_or_after_any_insert_nothing_is_lost_or_doubled(
    door: Door, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each round is a stretch of its own, cut at another insert and then run again: three pieces, one of them in three cells."""
    insert = door.insert
    now = NOON.replace(second=6)
    for number in range(20):
        for after in (False, True):
            now += HOUR
            before = rows_there(door)
            monkeypatch.setattr(door, "insert", cutting(insert, number, after=after))
            try:
                backfill(door, world, 0.02, now=now, rows=600)
                whole = True
            except CutError:
                whole = False
            monkeypatch.setattr(door, "insert", insert)
            backfill(door, world, 0.02, now=now, rows=600)
            assert rows_there(door) - before == rows_expected(world, now - timedelta(days=0.02), now), (number, after)
        if whole:
            break
    assert 8 <= number <= 11


def cutting(insert: Callable[..., int], number: int, *, after: bool) -> Callable[..., int]:
    """An insert that is cut off at the call of this number."""
    calls = iter(range(1000))

    def cut(database: str, table: str, rows: pa.Table, *, token: str = "") -> int:
        here = next(calls) == number
        if here and not after:
            raise CutError
        written = insert(database, table, rows, token=token)
        if here:
            raise CutError
        return written

    return cut


KILLED = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from ja4dash.db import Door
from ja4dash.schema import migrate
from ja4dash.settings import load
from ja4dash.simulate.chunks import backfill
from ja4dash.simulate.world import World
door = Door(load(engine="embedded", data_dir=Path(sys.argv[1])))
migrate(door)
world, now = World(seed=4, rate=0.5), datetime(2026, 3, 2, 12, tzinfo=UTC)
backfill(door, world, 0.5, now=now, rows=2000, told=lambda *numbers: print(*numbers, flush=True))
there = door.query("SELECT count() AS n, uniqExact(time, src_ip, src_port, path, query) AS u FROM ja4_logs.http_logs").iloc[0]
print("there", there["n"], len(world.events(int(now.timestamp()) - 43_200, int(now.timestamp()))), flush=True)
"""


def test_killed_in_the_middle_and_run_again_everything_is_there_once(tmp_path: Path) -> None:
    code = [sys.executable, "-c", KILLED, str(tmp_path)]
    root = Path(__file__).parents[2]
    with subprocess.Popen(code, stdout=subprocess.PIPE, text=True, cwd=root) as first:
        assert first.stdout is not None
        first.stdout.readline()
        first.stdout.readline()
        os.kill(first.pid, signal.SIGKILL)
    again = subprocess.run(code, capture_output=True, text=True, check=True, cwd=root)
    _, there, expected = again.stdout.splitlines()[-1].split()
    assert there == expected


def test_the_command_says_what_it_did(door: Door) -> None:
    summary = run(door, days=0.1, rate=0.5, seed=4, until=NOON)
    assert summary.requests == rows_there(door)
    assert f"wrote {summary.requests:,} requests" in summary.sentence()
    assert run(door, days=0.1, rate=0.5, seed=4, until=NOON).sentence() == "nothing to do: these days are written already"


def test_truth_is_told_once_and_stands_apart(door: Door, world: World) -> None:
    count = truth.write(door, world)
    assert count > 100
    assert truth.write(door, world) == 0
    sql = "SELECT count() AS n, uniqExact(src_ip) AS sources, sum(malicious) AS bad FROM {processing:Identifier}.simulation_truth"
    found = door.query(sql, door.names()).iloc[0]
    assert found["n"] == found["sources"] == count
    assert 0 < found["bad"] < 0.4 * count


def test_every_source_that_appears_has_a_truth(door: Door, world: World) -> None:
    backfill(door, world, 0.1, now=NOON)
    sql = (
        "SELECT uniqExact(src_ip) AS n FROM {logs:Identifier}.http_logs"
        " WHERE src_ip NOT IN (SELECT src_ip FROM {processing:Identifier}.simulation_truth)"
    )
    assert door.query(sql, door.names())["n"][0] == 0


def test_a_table_of_somebody_else_is_refused(empty_door: Door, world: World) -> None:
    with pytest.raises(QueryError) as missing:
        backfill(empty_door, world, 0.1, now=NOON)
    assert missing.value.category is Category.MISSING
    empty_door.command("CREATE DATABASE {logs:Identifier}", empty_door.names())
    empty_door.command(
        "CREATE TABLE {logs:Identifier}.http_logs (time DateTime, src_ip IPv4) ENGINE = MergeTree ORDER BY time",
        empty_door.names(),
    )
    with pytest.raises(QueryError) as refused:
        backfill(empty_door, world, 0.1, now=NOON)
    assert "src_ip is not IPv6" in refused.value.message


# --- the present ------------------------------------------------------------------------------------------------------


def steps(live: LiveWriter, most: int = 50) -> int:
    """Let the writer work until it has nothing left but to wait; returns how many steps that took."""
    for number in range(1, most):
        if live.step() == writer.INTERVAL:
            return number
    raise AssertionError("the writer does not come to rest")


def test_the_newest_hour_is_there_first_then_the_day_then_all(door: Door, world: World, clock: Clock) -> None:
    live = LiveWriter(door, days=1.1, world=world)
    live.step()
    assert live.ready.is_set()
    assert by_minute(door) == minutes_expected(world, NOON - HOUR, NOON)
    steps(live)
    assert by_minute(door) == minutes_expected(world, NOON - timedelta(days=1.1), NOON)
    assert live.status.error == ""
    assert live.status.past_seconds == 0
    assert live.status.written_until == NOON


def test_a_resting_writer_writes_the_newest_hour_and_the_present_alone(door: Door, world: World, clock: Clock) -> None:
    own = LiveWriter(door, days=1, world=world)
    own.resting.set()
    own.step()
    newest = rows_there(door)
    assert own.ready.is_set()
    clock.now += timedelta(seconds=60)
    own.step()
    assert newest < rows_there(door) == rows_expected(world, clock.now - HOUR - timedelta(seconds=60), clock.now)
    own.resting.clear()
    own.step()
    own.step()
    assert own.status.past_seconds < timedelta(hours=23).total_seconds()


def test_the_present_is_written_as_it_comes(door: Door, world: World, clock: Clock) -> None:
    live = LiveWriter(door, days=0.05, world=world)
    steps(live)
    for seconds in (2, 2, 1, 3, 50, 7, 60, 2):
        clock.now += timedelta(seconds=seconds)
        live.step()
    end = live.status.written_until
    assert end is not None
    assert clock.now - timedelta(seconds=2) < end <= clock.now
    assert by_minute(door) == minutes_expected(world, NOON - timedelta(days=0.05), end)


def test_after_a_pause_the_newest_hour_comes_first_in_bounded_steps(door: Door, world: World, clock: Clock) -> None:
    live = LiveWriter(door, days=0.3, world=world)
    steps(live)
    clock.now += 5 * HOUR
    sizes = []
    while True:
        before = rows_there(door)
        pause = live.step()
        sizes.append(rows_there(door) - before)
        if pause == writer.INTERVAL:
            break
    assert max(sizes) <= writer.ROWS_A_STEP
    assert by_minute(door) == minutes_expected(world, NOON - timedelta(days=0.3), clock.now)


def test_a_gap_longer_than_the_days_shown_is_left_out(door: Door, world: World, clock: Clock) -> None:
    steps(LiveWriter(door, days=0.1, world=world))
    clock.now += timedelta(days=3)
    steps(LiveWriter(door, days=0.1, world=world))
    expected = minutes_expected(world, NOON - timedelta(days=0.1), NOON)
    expected |= minutes_expected(world, clock.now - timedelta(days=0.1), clock.now)
    assert by_minute(door) == expected


def test_a_minute_that_was_cut_off_is_mended(door: Door, world: World, clock: Clock) -> None:
    """What was written of it is recognised by its cells; the next process goes on in it."""
    first = LiveWriter(door, days=0.05, world=world)
    steps(first)
    clock.now += timedelta(seconds=17)
    first.step()
    clock.now += timedelta(seconds=11)
    second = LiveWriter(door, days=0.05, world=world)
    steps(second)
    clock.now += timedelta(seconds=60)
    second.step()
    end = second.status.written_until
    assert end is not None
    assert by_minute(door) == minutes_expected(world, NOON - timedelta(days=0.05), end)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "INTERVAL", 0.01)


@pytest.fixture
def started(door: Door, world: World, clock: Clock, quick: None) -> Iterator[LiveWriter]:
    live = LiveWriter(door, days=0.05, world=world)
    yield live
    live.stop()


def until(true: Callable[[], Any], seconds: float = 20) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.005)


def test_an_error_is_kept_shown_and_tried_again(
    door: Door, started: LiveWriter, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    insert = door.insert

    def refusing(*_: object, **__: object) -> int:
        raise QueryError(Category.UNREACHABLE, "No answer from the engine")

    monkeypatch.setattr(door, "insert", refusing)
    started.start()
    assert started.ready.wait(20)
    assert started.status.error == "No answer from the engine"
    monkeypatch.setattr(door, "insert", insert)
    until(lambda: started.status.state == "live")
    assert started.status.error == ""
    assert rows_there(door) == started.status.requests


def test_one_writer_a_process(door: Door, world: World, started: LiveWriter) -> None:
    started.start()
    with pytest.raises(WriterBusyError):
        LiveWriter(door, world=world).start()
    started.stop()
    assert started.status.state == "stopped"
    other = LiveWriter(door, days=0.05, world=world)
    other.start()
    other.stop()


def test_stopping_notes_how_far_it_came(door: Door, world: World, started: LiveWriter, clock: Clock) -> None:
    started.start()
    until(lambda: started.status.state == "live")
    clock.now += timedelta(seconds=20)
    until(lambda: started.status.written_until == NOON + timedelta(seconds=20))
    started.stop()
    chunks = Chunks(door, world)
    assert chunks.mend(int(clock.now.timestamp())) == 0
    end = int(clock.now.timestamp())
    assert chunks.missing(Stretch(end - 3600, end), 1000) == []
