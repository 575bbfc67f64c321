"""kill -9 during a load, and the same command again, with nothing pretended."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROWS = 50

LOADS = """
import os, signal, sys
from importlib.resources import files
from ja4dash.db import Door
from ja4dash.ingest import lines, run
from ja4dash.settings import load

class Fragile(Door):
    left = int(sys.argv[3])

    def insert(self, database, table, rows, *, token=""):
        found = super().insert(database, table, rows, token=token)
        self.left -= table == "http_logs"
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)
        return found

lines.CHUNK_LINES = 10
door = Fragile(load(engine="embedded", data_dir=sys.argv[1]))
for name in ("001_logs", "002_processing", "010_http_logs", "042_ingest_chunks"):
    sql = files("ja4dash.schema").joinpath(name + ".sql").read_text("utf-8")
    door.command(sql, {key: value for key, value in door.names().items() if "{" + key + ":" in sql})
summary = run(door, [sys.argv[2]])
found = door.query("SELECT count() AS n, uniqExact(path) AS paths FROM {logs:Identifier}.http_logs", door.names())
print(summary.files[0].before, summary.loaded, *found.iloc[0])
"""


def loads(folder: Path, path: Path, kill_after: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LOADS, str(folder), str(path), str(kill_after)]
    return subprocess.run(
        command, cwd=folder, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False, timeout=120
    )


def test_a_killed_load_goes_on_and_neither_loses_nor_doubles(tmp_path: Path) -> None:
    """Killed when the third chunk is stored and its row in the ledger is not."""
    path = tmp_path / "requests.jsonl"
    rows = ({"time": at, "src_ip": "203.0.113.7", "path": f"/{at}"} for at in range(ROWS))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    killed = loads(tmp_path, path, kill_after=3)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    resumed = loads(tmp_path, path, kill_after=-1)
    assert resumed.stdout.split() == ["20", "30", str(ROWS), str(ROWS)], resumed.stderr
