"""kill -9 at twenty random moments: whatever was acknowledged is there when the folder is opened again."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
MOMENTS: Final = 20

HARNESS: Final = """
import itertools, os, random, signal, sys, time
from pathlib import Path
import pandas, pyarrow as pa
from ja4dash.db import Door
from ja4dash.settings import load

folder, moments, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
moment = random.Random(seed)

def work(acknowledge, known, tables):
    '''What is there must hold what was acknowledged; then write until the end.'''
    door = Door(load(engine="embedded", data_dir=folder, simulate="off"))
    door.command("CREATE DATABASE IF NOT EXISTS logs")
    door.command("CREATE TABLE IF NOT EXISTS logs.t (n UInt64, s String) ENGINE = MergeTree ORDER BY n")
    there = set(map(int, door.query("SELECT n FROM logs.t")["n"]))
    doubles = door.query("SELECT n FROM logs.t GROUP BY n HAVING count() > 1")["n"].to_list()
    made = set(door.query("SELECT name FROM system.tables WHERE database = 'logs'")["name"])
    lost = sorted(set(known) - there) + sorted(set(tables) - made)
    os.write(acknowledge, f"opened {lost + doubles}\\n".encode())
    for number in itertools.count(max(there, default=-1) + 1):
        door.insert("logs", "t", pa.table({"n": pa.array([number], pa.uint64()), "s": ["x" * 500]}), token=str(number))
        os.write(acknowledge, f"row {number}\\n".encode())
        if number % 7 == 0:
            door.command(f"CREATE TABLE IF NOT EXISTS logs.u{number} (n UInt64) ENGINE = MergeTree ORDER BY n")
            os.write(acknowledge, f"table u{number}\\n".encode())
        if number % 5 == 0:
            door.command("OPTIMIZE TABLE logs.t FINAL")

rows, tables = [], []
for turn in range(moments + 1):
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        work(writing, rows, tables)
    os.close(writing)
    said = os.fdopen(reading)
    opened = said.readline().strip()
    assert opened == "opened []", (turn, opened)
    time.sleep(moment.uniform(0, 0.25))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    for kind, what in (line.split() for line in said):
        (rows if kind == "row" else tables).append(int(what) if kind == "row" else what)
print(len(rows), len(tables))
"""


def test_twenty_kills_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HARNESS, str(tmp_path), str(MOMENTS), "20261130"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True, start_new_session=True) as harness:
        try:
            said, complained = harness.communicate(timeout=240)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(harness.pid, signal.SIGKILL)
    assert harness.returncode == 0, complained[-3000:]
    rows, tables = map(int, said.split())
    assert rows >= MOMENTS
    assert tables >= 3
