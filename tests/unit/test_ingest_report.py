"""What a person is told: progress while it runs, the summary afterwards, rejected lines in a file."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from ja4dash.ingest.batch import Reject
from ja4dash.ingest.progress import Progress
from ja4dash.ingest.rejects import Rejects
from ja4dash.ingest.summary import FileSummary, Summary


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_progress_on_a_terminal_rewrites_one_line() -> None:
    clock, terminal = Clock(), Terminal()
    progress = Progress(terminal, clock)
    for rows in (50_000, 50_000, 100_000):
        clock.now += 0.4
        progress.step("a.jsonl", rows, 80_000_000)
    line = "a.jsonl: 100,000 rows, 125,000 rows/s, 160 MB"
    assert terminal.getvalue() == f"\r{line}"
    progress.clear()
    assert terminal.getvalue() == f"\r{line}\r{' ' * len(line)}\r"


def test_progress_elsewhere_is_a_line_every_few_seconds() -> None:
    clock, log = Clock(), io.StringIO()
    progress = Progress(log, clock)
    for _ in range(12):
        clock.now += 1
        progress.step("a.jsonl", 1_000, 1_000_000)
    progress.clear()
    assert log.getvalue() == "a.jsonl: 5,000 rows, 1,000 rows/s, 5 MB\na.jsonl: 10,000 rows, 1,000 rows/s, 10 MB\n"


def test_a_quick_run_shows_no_progress() -> None:
    log = io.StringIO()
    progress = Progress(log, Clock())
    progress.step("a.jsonl", 1_000, 1_000_000)
    progress.clear()
    assert log.getvalue() == ""


def test_the_summary_says_what_was_left_out_or_changed() -> None:
    first = FileSummary(
        "a.jsonl", read=10, loaded=7, before=2, rejected=1, cut=3, unknown={"b", "a\n"}, lacking={"query"}, shift=-90
    )
    second = FileSummary("-", failed="a folder, not a file")
    third = FileSummary("c.gz", read=5, loaded=5, damage=["it ends"], replaced=1_000)
    summary = Summary([first, second, third], 2.0, Path("r.jsonl"))
    assert summary.lines() == [
        "a.jsonl: 10 read, 7 loaded, 2 loaded before, 1 rejected",
        "standard input: not loaded: a folder, not a file",
        "c.gz: 5 read, 5 loaded, 0 rejected",
        "  damaged: it ends",
        "In all: 3 files, 15 read, 12 loaded, 1 rejected, 2.0 s (8 rows/s)",
        "Rejected lines, each with its number and reason: r.jsonl",
        "Columns skipped, not known to ja4dash: 'a\\n', b",
        "Columns skipped, http_logs here does not have them: query",
        "3 texts were cut to 64 KiB",
        "1,000 lines or texts held bytes that are not UTF-8; U+FFFD stands for them",
        "Times were moved by -0:01:30 (h:mm:ss), spacing kept",
    ]
    assert summary.exit_status == 1


@pytest.mark.parametrize(
    ("file", "status"),
    [
        (FileSummary("a", read=1, loaded=1), 0),
        (FileSummary("a", skipped="already loaded"), 0),
        (FileSummary("a", read=1, rejected=1), 1),
        (FileSummary("a", failed="there is no such file"), 1),
        (FileSummary("a", read=1, loaded=1, damage=["it ends"]), 1),
    ],
)
def test_the_exit_status(file: FileSummary, status: int) -> None:
    assert Summary([file]).exit_status == status


def test_many_made_up_columns_are_counted_not_listed() -> None:
    (line,) = [line for line in Summary([FileSummary("a", unknown={f"x{at:03}" for at in range(500)})]).lines() if "x000" in line]
    assert line.endswith("x039 and 460 more")


def test_rejects_go_on_after_a_line_that_was_cut(tmp_path: Path) -> None:
    path = tmp_path / "rejects"
    path.write_text('{"line": 1}\n{"li')
    with Rejects(path, append=True) as rejects:
        rejects.write("a", [Reject(2, "why", "raw \u202e")])
    assert path.read_text().splitlines()[:2] == ['{"line": 1}', '{"li']
    assert json.loads(path.read_text().splitlines()[2]) == {"source": "a", "line": 2, "reason": "why", "raw": "raw \u202e"}


def test_rejects_of_a_new_run_replace_those_of_an_old_one(tmp_path: Path) -> None:
    path = tmp_path / "rejects"
    path.write_text("old")
    with Rejects(path, append=False) as rejects:
        assert path.read_text() == "old"
        rejects.write("a", [])
        assert path.read_text() == "old"
        rejects.write("a", [Reject(1, "why", "raw")])
    assert "old" not in path.read_text()
