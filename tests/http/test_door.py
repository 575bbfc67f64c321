"""The door over HTTP: the same manners as with the embedded engine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from clickhouse_connect.driver.exceptions import DatabaseError

from ja4dash.db import Door
from ja4dash.errors import Category, QueryError
from ja4dash.failures import explained
from tests.http.conftest import LOOPBACK, USERS, server_settings
from tests.http.front import User
from tests.http.process import FrontProcess
from tests.sql.test_pool import HOSTILE

MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def door_as(front: FrontProcess, folder: Path, name: str, **changes: object) -> Door:
    """A door for one of the front's users."""
    return Door(server_settings(front, folder, user=name, password=USERS[name].password, **changes))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_ever_a_value(http_empty_door: Door, text: str) -> None:
    frame = http_empty_door.query("SELECT {t:String} AS s, {a:Array(String)} AS a", {"t": text, "a": [text, "z"]})
    assert frame["s"][0] == text
    assert list(frame["a"][0]) == [text, "z"]


def test_many_values_travel_as_a_form(http_empty_door: Door) -> None:
    values = [f"value {place}: it's & 100 %" for place in range(2000)]
    frame = http_empty_door.query("SELECT arrayJoin({a:Array(String)}) AS s", {"a": values})
    assert list(frame["s"]) == values


def test_types_survive_the_native_format(http_empty_door: Door) -> None:
    frame = http_empty_door.query(
        "SELECT toUInt64(18446744073709551615) AS big, toInt32(-1) AS small, 0.1 AS f, toLowCardinality('lc') AS lc,"
        " toDateTime('2026-01-02 03:04:05', 'UTC') AS t, [('a', 1)] AS pairs, CAST(NULL, 'Nullable(String)') AS n"
    )
    row = frame.iloc[0]
    assert (row["big"], row["small"], row["f"], row["lc"]) == (2**64 - 1, -1, 0.1, "lc")
    assert row["t"] == pd.Timestamp(MOMENT)
    assert list(row["pairs"]) == [("a", 1)]
    assert pd.isna(row["n"])


def test_an_empty_result_keeps_columns_and_types(http_empty_door: Door, empty_door: Door) -> None:
    sql = "SELECT now() AS t, toUInt32(1) AS n, 'x' AS s, [1] AS a, 0.5 AS f WHERE 0"
    over_http, embedded = http_empty_door.query(sql), empty_door.query(sql)
    assert over_http.empty
    assert over_http.dtypes.to_dict() == embedded.dtypes.to_dict()


def test_arrow_rows_arrive_as_they_were(http_empty_door: Door) -> None:
    logs = http_empty_door.settings.logs_db
    http_empty_door.command("CREATE DATABASE {logs:Identifier}", {"logs": logs})
    http_empty_door.command(
        "CREATE TABLE {logs:Identifier}.t (time DateTime, ip IPv6, method LowCardinality(String), path String)"
        " ENGINE = MergeTree ORDER BY time",
        {"logs": logs},
    )
    mapped = bytes(10) + b"\xff\xff" + bytes([192, 0, 2, 7])
    rows = pa.table(
        {
            "path": pa.array(["/\u00e9'\\\n\t\x00", ""]),
            "method": pa.array(["GET", "POST"]),
            "ip": pa.array([mapped, bytes.fromhex("20010db8" + "0" * 23 + "1")], pa.binary(16)),
            "time": pa.array([MOMENT, MOMENT + timedelta(seconds=1)], pa.timestamp("s", "UTC")),
        }
    )
    assert http_empty_door.insert(logs, "t", rows) == 2
    sql = (
        "SELECT time, toString(ip) AS ip, method, path FROM {logs:Identifier}.t"
        " WHERE time >= {since:DateTime('UTC')} ORDER BY time"
    )
    frame = http_empty_door.query(sql, {"logs": logs, "since": MOMENT})
    assert frame.to_dict("list") == {
        "time": [pd.Timestamp(MOMENT), pd.Timestamp(MOMENT + timedelta(seconds=1))],
        "ip": ["::ffff:192.0.2.7", "2001:db8::1"],
        "method": ["GET", "POST"],
        "path": ["/\u00e9'\\\n\t\x00", ""],
    }
    assert http_empty_door.query(sql, {"logs": logs, "since": MOMENT + timedelta(seconds=1)})["method"].to_list() == ["POST"]


FAILURES = [
    ("default", "SELECT nope FROM system.one", Category.MISSING),
    ("default", "SELECT 1 FROM nope.nope", Category.MISSING),
    ("default", "SELECT count() FROM numbers(1000000000000) SETTINGS max_execution_time = 0.2", Category.TIMEOUT),
    ("default", "SELECT groupArray(number) FROM numbers(100000000) SETTINGS max_memory_usage = 1000000", Category.LIMIT),
    ("default", "SELECT number FROM numbers(200000)", Category.LIMIT),
    ("default", "SELECT toIPv6('no address')", Category.PARAMETER),
    ("default", "CREATE DATABASE must_not_be", Category.RIGHTS),
    ("reader", "CREATE DATABASE must_not_be", Category.RIGHTS),
    ("strict", "CREATE DATABASE must_not_be", Category.RIGHTS),
]


@pytest.mark.parametrize(("name", "sql", "category"), FAILURES)
def test_failures_are_sorted_by_what_a_person_can_do(
    front: FrontProcess, tmp_path: Path, name: str, sql: str, category: Category
) -> None:
    with pytest.raises(QueryError) as caught:
        door_as(front, tmp_path, name).query(sql)
    assert caught.value.category is category, caught.value.detail
    assert caught.value.message
    for noise in ("DB::Exception", "version", "http://", "_", "\n"):
        assert noise not in caught.value.message.replace("must_not_be", "")


@pytest.mark.parametrize("name", ["reader", "strict"])
def test_a_user_who_may_only_read_reads_and_never_writes(front: FrontProcess, tmp_path: Path, name: str) -> None:
    door = door_as(front, tmp_path, name)
    assert door.query("SELECT {x:UInt8} AS x", {"x": 7})["x"].to_list() == [7]
    with pytest.raises(QueryError) as caught:
        door.command("CREATE DATABASE must_not_be")
    assert caught.value.category is Category.RIGHTS


def test_a_password_with_odd_characters_is_accepted(front: FrontProcess, tmp_path: Path) -> None:
    assert door_as(front, tmp_path, "analyst").query("SELECT 1 AS x")["x"].to_list() == [1]


@pytest.mark.parametrize(("user", "password"), [("analyst", "guess"), ("nobody", ""), ("default", "guess")])
def test_a_wrong_password_names_the_user_and_not_the_password(
    front: FrontProcess, tmp_path: Path, user: str, password: str
) -> None:
    door = Door(server_settings(front, tmp_path, user=user, password=password))
    with pytest.raises(QueryError) as caught:
        door.query("SELECT 1")
    assert caught.value.category is Category.RIGHTS
    assert f"refuses the user {user!r}" in caught.value.message
    assert "guess" not in caught.value.message + caught.value.detail


def test_a_stopped_server_is_unreachable_and_found_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ja4dash.pool._RETRY_SECONDS", 0.0)
    front = FrontProcess(tmp_path / "engine", USERS)
    front.start()
    door = Door(server_settings(front, tmp_path))
    try:
        assert door.query("SELECT 1 AS x")["x"].to_list() == [1]
        front.stop()
        for _ in range(2):
            with pytest.raises(QueryError) as caught:
                door.query("SELECT 1 AS x")
            assert caught.value.category is Category.UNREACHABLE
            assert f"http://127.0.0.1:{front.port}" in caught.value.message
        front.start()
        assert door.query("SELECT 2 AS x")["x"].to_list() == [2]
    finally:
        front.stop()


def test_a_server_killed_under_a_query_is_unreachable(tmp_path: Path) -> None:
    front = FrontProcess(tmp_path / "engine", USERS)
    front.start()
    door = Door(server_settings(front, tmp_path))
    door.query("SELECT 1")
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(door.query, "SELECT count() FROM numbers(1000000000000)")
        other = Door(server_settings(front, tmp_path))
        while not other.query(
            "SELECT 1 FROM system.processes WHERE query LIKE '%1000000000000%' AND query NOT LIKE '%LIKE%'"
        ).size:
            assert not running.done()
        front.kill()
        with pytest.raises(QueryError) as caught:
            running.result()
    assert caught.value.category is Category.UNREACHABLE


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_gateway_without_a_server_behind_it_is_unreachable(front: FrontProcess, tmp_path: Path, status: int) -> None:
    said = f"HTTP driver received HTTP status {status}, server response: Bad Gateway (for url http://127.0.0.1:{front.port})"
    assert explained(DatabaseError(said), server_settings(front, tmp_path)).category is Category.UNREACHABLE


def test_threads_get_their_own_answers(http_empty_door: Door) -> None:
    def ask(number: int) -> list[int]:
        sql = "SELECT {n:UInt32} AS n FROM numbers({rows:UInt32})"
        return [int(http_empty_door.query(sql, {"n": number, "rows": 1 + number % 7})["n"].sum()) for _ in range(20)]

    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(ask, range(16)))
    assert answers == [[number * (1 + number % 7)] * 20 for number in range(16)]


def test_times_are_utc_wherever_the_server_is(far_away: FrontProcess, tmp_path: Path) -> None:
    door = Door(server_settings(far_away, tmp_path))
    assert door.query("SELECT timezone() AS zone")["zone"].to_list() == ["Asia/Kolkata"]
    frame = door.query("SELECT {t:DateTime('UTC')} AS u, toDateTime({t:DateTime('UTC')}, timezone()) AS there", {"t": MOMENT})
    assert frame["u"][0] == frame["there"][0] == pd.Timestamp(MOMENT)
    assert {str(kind) for kind in frame.dtypes} == {"datetime64[s, UTC]"}
    assert abs(door.now() - datetime.now(UTC)) < timedelta(seconds=2)


def test_a_window_means_the_same_instants_wherever_the_server_is(far_away: FrontProcess, tmp_path: Path) -> None:
    door = Door(server_settings(far_away, tmp_path))
    door.command("CREATE DATABASE {logs:Identifier}", {"logs": door.settings.logs_db})
    door.command(
        "CREATE TABLE {logs:Identifier}.t (time DateTime) ENGINE = MergeTree ORDER BY time", {"logs": door.settings.logs_db}
    )
    times = [MOMENT + timedelta(hours=hours) for hours in range(3)]
    door.insert(door.settings.logs_db, "t", pa.table({"time": pa.array(times, pa.timestamp("s", "UTC"))}))
    frame = door.query(
        "SELECT time FROM {logs:Identifier}.t WHERE time >= {since:DateTime('UTC')} AND time < {until:DateTime('UTC')}",
        {"logs": door.settings.logs_db, "since": times[1], "until": times[2]},
    )
    assert frame["time"].to_list() == [pd.Timestamp(times[1])]


def test_tls_is_checked_against_the_authority_named(tmp_path: Path) -> None:
    front = FrontProcess(tmp_path / "engine", {"default": User()}, certificate=LOOPBACK)
    front.start()
    try:
        trusting = Door(server_settings(front, tmp_path, secure=True, ca_cert=LOOPBACK))
        assert trusting.query("SELECT 1 AS x")["x"].to_list() == [1]
        trusting.pool.close()
        with pytest.raises(QueryError) as caught:
            Door(server_settings(front, tmp_path, secure=True)).query("SELECT 1")
        assert caught.value.category is Category.CERTIFICATE
        assert caught.value.message == f"The certificate of https://127.0.0.1:{front.port} is not trusted: it is signed by itself"
        assert "JA4DASH_CA_CERT" in caught.value.advice
    finally:
        front.stop()
