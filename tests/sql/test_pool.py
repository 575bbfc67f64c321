"""The pool: a client that failed is never used again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import clickhouse_connect
import pytest
from clickhouse_connect.driver.exceptions import ClickHouseError

from ja4dash.db import INTERACTIVE, Door
from ja4dash.errors import Category, QueryError
from ja4dash.pool import Pool
from ja4dash.settings import load

LEAVES_ROWS = (
    "SELECT number AS x, 'A' AS s FROM numbers(100000) WHERE throwIf(number = 90000) = 0"
    " SETTINGS max_block_size = 1000, max_threads = 1"
)
THREE_ROWS = "SELECT number AS x, 'B' AS s FROM numbers(3)"


def test_a_failed_query_leaves_nothing_for_the_next(empty_door: Door) -> None:
    with pytest.raises(QueryError):
        empty_door.query(LEAVES_ROWS)
    assert list(empty_door.query(THREE_ROWS)["s"]) == ["B"] * 3


def test_a_shared_client_would_have_shown_them(empty_door: Door) -> None:
    """Why the pool discards: when this fails, the engine is mended and the pool may keep its clients."""
    client = clickhouse_connect.get_client(interface="chdb", path=str(empty_door.settings.engine_path))
    with pytest.raises(ClickHouseError):
        client.query(LEAVES_ROWS)
    assert len(client.query(THREE_ROWS).result_rows) > 3
    client.close()


def test_a_reading_client_cannot_write(engine_pool: Pool) -> None:
    with pytest.raises(QueryError) as caught, engine_pool.client(INTERACTIVE) as client:
        client.command("CREATE DATABASE must_not_be")
    assert caught.value.category is Category.RIGHTS


@pytest.mark.parametrize(
    ("sql", "category"),
    [
        ("SELECT nope FROM system.one", Category.MISSING),
        ("SELECT 1 FROM nope.nope", Category.MISSING),
        ("SELECT count() FROM numbers(1000000000000) SETTINGS max_execution_time = 1", Category.TIMEOUT),
        ("SELECT groupArray(number) FROM numbers(100000000) SETTINGS max_memory_usage = 1000000", Category.LIMIT),
        ("SELECT number FROM numbers(200000)", Category.LIMIT),
        ("SELECT toIPv6('no address')", Category.PARAMETER),
    ],
)
def test_failures_are_sorted_by_what_a_person_can_do(empty_door: Door, sql: str, category: Category) -> None:
    with pytest.raises(QueryError) as caught:
        empty_door.query(sql)
    assert caught.value.category is category, caught.value.detail
    assert caught.value.message
    assert "DB::Exception" not in caught.value.message


def test_what_is_missing_is_named_without_a_guess(door: Door) -> None:
    """The engine would ask "Maybe you meant …?", as if somebody had mistyped the name."""
    with pytest.raises(QueryError) as caught:
        door.query("SELECT 1 FROM {processing:Identifier}.view_ai_features_2h", door.names())
    assert caught.value.category is Category.MISSING
    assert "meant" in caught.value.detail
    assert "view_ai_features_2h" in str(caught.value)
    assert "meant" not in str(caught.value)


def test_an_unreachable_server_says_where(tmp_path_factory: pytest.TempPathFactory) -> None:
    door = Door(load(engine="server", host="127.0.0.1", port=9, data_dir=tmp_path_factory.mktemp("none")))
    with pytest.raises(QueryError) as caught:
        door.query("SELECT 1")
    assert caught.value.category is Category.UNREACHABLE
    assert "http://127.0.0.1:9" in caught.value.message


def test_an_empty_result_keeps_columns_and_types(empty_door: Door) -> None:
    frame = empty_door.query("SELECT now() AS t, toUInt32(1) AS n, 'x' AS s, [1] AS a, 0.5 AS f WHERE 0")
    assert frame.empty
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        "t": "datetime64[s, UTC]",
        "n": "uint32",
        "s": "str",
        "a": "object",
        "f": "float64",
    }


HOSTILE = [
    "it's",
    "back\\slash",
    "tab\there",
    "new\nline",
    "{x:String}",
    "%s %(a)s",
    "\u202ertl",
    "'; DROP TABLE x --",
    "",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_ever_a_value(empty_door: Door, text: str) -> None:
    frame = empty_door.query("SELECT {t:String} AS s, {a:Array(String)} AS a", {"t": text, "a": [text, "z"]})
    assert frame["s"][0] == text
    assert list(frame["a"][0]) == [text, "z"]


STORM = """
import sys, threading
from ja4dash.db import Door
from ja4dash.errors import QueryError
from ja4dash.pool import INTERACTIVE
from ja4dash.settings import load
door = Door(load(engine="embedded", data_dir=sys.argv[1]))
together, said = threading.Barrier(12), []
def ask(number):
    together.wait()
    for turn in range(10):
        try:
            door.query("SELECT nope" if (number + turn) % 3 == 0 else "SELECT 1 AS one")
        except QueryError as error:
            said.append(error.category.value)
threads = [threading.Thread(target=ask, args=(n,)) for n in range(12)]
[t.start() for t in threads]; [t.join() for t in threads]
print(sorted(set(said)), len(said))
"""


def test_threads_that_open_the_engine_at_once_do_not_lock_each_other_out(tmp_path: Path) -> None:
    """In a process of its own: a folder is opened, failed on and opened again by twelve threads."""
    ran = subprocess.run([sys.executable, "-c", STORM, str(tmp_path)], capture_output=True, text=True, check=False, timeout=60)
    assert ran.stdout.strip() == "['missing'] 40", ran.stdout + ran.stderr
