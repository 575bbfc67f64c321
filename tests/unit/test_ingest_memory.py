"""A file of any length is loaded in the memory of a few chunks."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

from backports import zstd

ROOT = Path(__file__).parents[2]
CAPTURES = ROOT / "tests" / "data" / "loopback_http_logs.jsonl.gz"
COPIES = 40
MIB = 1024 * 1024

LOADS = """
import resource, sys
import pandas as pd
from ja4dash.db import Door
from ja4dash.ingest import run
from ja4dash.ingest.columns import COLUMNS
from ja4dash.settings import load

class Sink(Door):
    rows = 0

    def query(self, sql, parameters=None, guard=None):
        if "system.columns" in sql:
            return pd.DataFrame({"name": list(COLUMNS), "type": ["IPv6"] * len(COLUMNS)})
        return pd.DataFrame({"n": [0]})

    def insert(self, database, table, rows, *, token=""):
        Sink.rows += rows.num_rows
        return rows.num_rows

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

door = Sink(load(engine="embedded"))
run(door, [sys.argv[1]], again=True)
before = peak()
run(door, [sys.argv[2]], again=True)
print(Sink.rows, peak() - before)
"""


def test_a_hundred_thousand_rows_fit_into_the_memory_of_a_few_chunks(tmp_path: Path) -> None:
    """180 MB of text and about as much in columns; two chunks of 16 MiB are at work at a time, one read, one stored."""
    data = gzip.decompress(CAPTURES.read_bytes())
    path = tmp_path / "large.jsonl.zst"
    with zstd.open(path, "wb", level=1) as file:
        for _ in range(COPIES):
            file.write(data)
    command = [sys.executable, "-c", LOADS, str(CAPTURES), str(path)]
    done = subprocess.run(
        command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True, timeout=120
    )
    rows, grown = map(int, done.stdout.split())
    assert rows == 2551 * (COPIES + 1)
    assert grown < 160 * MIB
