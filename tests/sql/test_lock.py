"""One folder, one process: who comes second is told who holds it, and a killed process costs nothing that was acknowledged."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from ja4dash.db import Door
from ja4dash.errors import Category, QueryError
from ja4dash.settings import load

ROOT: Final = Path(__file__).parents[2]

HOLDS = """
import sys
from ja4dash import db
db.door().query("SELECT 1")
print("open", flush=True)
sys.stdin.read()
"""
ASKS = """
from ja4dash import db
from ja4dash.errors import QueryError
try:
    print("answer", db.door().query("SELECT 42 AS x")["x"][0])
except QueryError as error:
    print(error.category, error.message, error.advice, sep="|")
"""
WRITES = """
import itertools
import pyarrow as pa
from ja4dash import db
door = db.door()
door.command("CREATE DATABASE logs")
door.command("CREATE TABLE logs.t (n UInt64) ENGINE = MergeTree ORDER BY n")
for number in itertools.count():
    door.insert("logs", "t", pa.table({"n": pa.array([number], pa.uint64())}))
    print(number, flush=True)
"""
READS = """
from ja4dash import db
print(*db.door().query("SELECT n FROM logs.t ORDER BY n")["n"])
"""


def environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "JA4DASH_DATA_DIR": str(folder), "JA4DASH_ENGINE": "embedded", "JA4DASH_SIMULATE": "off"}


@contextmanager
def running(script: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that runs a script on a folder; killed at the end."""
    command = [sys.executable, "-c", script]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(folder), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def finished(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment(folder), capture_output=True, text=True, timeout=60, check=False)


def test_who_comes_second_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    with running(HOLDS, tmp_path) as holder:
        assert line(holder) == "open"
        second = finished(["-c", ASKS], tmp_path)
        category, message, advice = second.stdout.strip().split("|")
        assert category == "locked"
        assert message.startswith(f"{tmp_path} is in use by process {holder.pid} (`")
        assert "JA4DASH_DATA_DIR" in advice
        assert second.stderr == ""

        note = json.loads((tmp_path / "owner.json").read_text("utf-8"))
        (tmp_path / "owner.json").write_text(json.dumps(note | {"pid": 2**22 + 1}), "utf-8")
        assert "is in use by another process" in finished(["-c", ASKS], tmp_path).stdout


def test_the_command_line_says_so_in_one_sentence_until_the_holder_is_gone(tmp_path: Path) -> None:
    with running(HOLDS, tmp_path) as holder:
        assert line(holder) == "open"
        refused = finished(["-m", "ja4dash", "migrate"], tmp_path)
        assert refused.returncode == 1
        assert refused.stdout == ""
        assert refused.stderr.startswith(f"ja4dash: Database in use: {tmp_path} is in use by process {holder.pid}")
        assert refused.stderr.count("\n") == 1
    done = finished(["-m", "ja4dash", "migrate"], tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (0, 1), done.stderr


def test_a_killed_writer_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    with running(WRITES, tmp_path) as writer:
        while int(line(writer)) < 25:
            continue
        writer.kill()
        assert writer.stdout is not None
        last = int((writer.stdout.read().split() or ["25"])[-1])
    found = [int(number) for number in finished(["-c", READS], tmp_path).stdout.split()]
    assert found[: last + 1] == list(range(last + 1))
    assert len(found) <= last + 2


def test_a_folder_that_cannot_be_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file", "utf-8")
    door = Door(load(engine="embedded", data_dir=tmp_path / "data"))
    with pytest.raises(QueryError) as caught:
        door.query("SELECT 1")
    assert caught.value.category is Category.OTHER
    assert caught.value.message == f"{tmp_path / 'data'} cannot hold the data: Not a directory"
