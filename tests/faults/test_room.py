"""No room on the disk, no memory: what was written stays, reading goes on, and with room again writing does too.

A limit on the size of files stands for a full disk: the same write fails in the same place, without a disk to fill and
without rights to mount one.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from clickhouse_connect.driver.exceptions import DatabaseError

from ja4dash.errors import Category
from ja4dash.failures import explained
from ja4dash.settings import load

ROOT: Final = Path(__file__).parents[2]

FULL: Final = """
import resource, sys
from pathlib import Path
import pyarrow as pa
from ja4dash.db import Door
from ja4dash.errors import QueryError
from ja4dash.settings import load

door = Door(load(engine="embedded", data_dir=Path(sys.argv[1]), simulate="off"))
door.command("CREATE DATABASE logs")
door.command("CREATE TABLE logs.t (n UInt64, s String CODEC(NONE)) ENGINE = MergeTree ORDER BY n")
def put(number, size):
    door.insert("logs", "t", pa.table({"n": pa.array([number], pa.uint64()), "s": ["x" * size]}))
put(1, 10)
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, hard))
try:
    put(2, 1_000_000)
except QueryError as error:
    print(error.category, error.title, error.message, error.advice, sep="|")
print(*door.query("SELECT n FROM logs.t ORDER BY n")["n"])
put(3, 10)
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
put(4, 1_000_000)
print(*door.query("SELECT n FROM logs.t ORDER BY n")["n"])
"""

MEMORY: Final = """
import sys
from pathlib import Path
from ja4dash.db import Door
from ja4dash.errors import QueryError
from ja4dash.settings import load

door = Door(load(engine="embedded", data_dir=Path(sys.argv[1]), simulate="off", memory_limit_mb=256))
for turn in range(3):
    try:
        door.query("SELECT length(groupArray(toString(number))) AS n FROM numbers(30000000)")
    except QueryError as error:
        print(error.category, error.title, error.message, sep="|")
    print(door.query("SELECT 1 AS x")["x"][0])
"""


def ran(script: str, folder: Path) -> list[str]:
    command = [sys.executable, "-c", script, str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.splitlines()


def test_a_full_disk_is_called_so_and_costs_nothing_that_was_written(tmp_path: Path) -> None:
    said, meanwhile, afterwards = ran(FULL, tmp_path)
    category, title, message, advice = said.split("|")
    assert (category, title) == ("no space", "Disk full")
    assert str(tmp_path) in message
    assert "Free some space" in advice
    assert (meanwhile, afterwards) == ("1", "1 3 4")


def test_an_engine_without_memory_says_so_and_goes_on(tmp_path: Path) -> None:
    lines = ran(MEMORY, tmp_path)
    assert lines[1::2] == ["1"] * 3
    assert {line.split("|")[0] for line in lines[::2]} <= {"busy", "limit"}
    assert all("memory" in line for line in lines[::2])


@pytest.mark.parametrize(
    ("code", "said", "category"),
    [
        (243, "Cannot reserve 1.00 MiB, not enough space", Category.NO_SPACE),
        (75, "Cannot write to file 'x', errno: 28, strerror: No space left on device", Category.NO_SPACE),
        (1001, "std::filesystem::filesystem_error: create_directory: Disk quota exceeded", Category.NO_SPACE),
        (242, "Table is in readonly mode (replica path: /x)", Category.WRITE_PROTECTED),
        (252, "Too many parts (300)", Category.BUSY),
        (202, "Too many simultaneous queries for all users", Category.BUSY),
        (241, "(total) memory limit exceeded: would use 1.00 GiB", Category.BUSY),
        (241, "Query memory limit exceeded: would use 1.00 GiB", Category.LIMIT),
        (516, "default: Authentication failed", Category.RIGHTS),
    ],
)
def test_a_server_in_need_is_told_by_its_words(code: int, said: str, category: Category, tmp_path: Path) -> None:
    settings = load(engine="server", host="db.example", data_dir=tmp_path)
    found = explained(DatabaseError(f"HTTP driver received HTTP status 500, Code: {code}. DB::Exception: {said}. (X)"), settings)
    assert found.category is category
    assert found.message
    assert found.advice
    assert "DB::Exception" not in found.message
