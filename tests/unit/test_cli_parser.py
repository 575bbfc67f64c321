"""What can be typed, and what happens to what cannot."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from ja4dash import cli
from ja4dash.cli import main, output
from ja4dash.cli import run as runner
from ja4dash.cli.parser import parsed
from ja4dash.cli.run import CommandError
from ja4dash.errors import Category, QueryError

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("--window 24h --method GET", [("window", "24h"), ("method", "GET")]),
        ("--window=24h --param method=GET", [("window", "24h"), ("method", "GET")]),
        ("--param country=FR --param country=!DE", [("country", "FR"), ("country", "!DE")]),
        ("--campaign -1", [("campaign", "-1")]),
        ("--q=--x --format csv", [("q", "--x")]),
        ("--min-requests 10", [("min_requests", "10")]),
        ("--param q=a=b", [("q", "a=b")]),
        ("--ascending --page 2", [("ascending", None), ("page", "2")]),
        ("--q=", [("q", "")]),
    ],
)
def test_both_spellings_of_a_parameter_mean_the_same(words: str, expected: list[tuple[str, str | None]]) -> None:
    assert parsed(["query", "traffic", *words.split()]).arguments == expected


@pytest.mark.parametrize(
    "words",
    [
        "",
        "dance",
        "query",
        "query traffic stray",
        "query traffic --param window",
        "query traffic --format xml",
        "doctor --deep",
        "ingest",
        "migrate --cluster a;b",
        "simulate --days 0",
        "simulate --rate nan",
    ],
)
def test_wrong_usage_ends_with_2_and_says_how(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words.split())
    assert ended.value.code == 2
    assert "usage: python -m ja4dash" in capsys.readouterr().err


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys\nfrom ja4dash.cli.parser import parsed\ntry: parsed(['query', '--help'])\n"
        "except SystemExit: print(sorted(set(sys.modules) & {'pandas', 'numpy', 'pydantic', 'clickhouse_connect', 'streamlit'}))"
    )
    shown = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert shown.startswith("usage: python -m ja4dash query")
    assert shown.splitlines()[-1] == "[]"


def raising(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def run(_: argparse.Namespace) -> int:
        raise error

    monkeypatch.setitem(sys.modules, "ja4dash.cli.query", SimpleNamespace(run=run))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (QueryError(Category.TIMEOUT, "The engine stopped"), "ja4dash: Too slow: The engine stopped. Choose a shorter window"),
        (CommandError("no such thing"), "ja4dash: no such thing."),
        (QueryError(Category.OTHER, "\x1b[2Jcleared"), "ja4dash: Query failed: \\x1b[2Jcleared."),
        (FileNotFoundError(2, "No such file or directory", "requests.csv"), "ja4dash: requests.csv: No such file or directory."),
    ],
)
def test_a_failure_is_one_sentence_and_status_1(
    error: Exception, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    raising(monkeypatch, error)
    assert runner.run(argparse.Namespace(command="query")) == 1
    captured = capsys.readouterr()
    assert captured.err.startswith(said)
    assert captured.err.count("\n") == 1
    assert captured.out == ""


def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JA4DASH_LOGS_DB", "x; DROP")
    ended = subprocess.run(
        [sys.executable, "-m", "ja4dash", "doctor"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("ja4dash: JA4DASH_LOGS_DB:")
    assert "Traceback" not in ended.stderr


def test_an_interrupt_is_quiet(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(cli, "_run", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
    assert main(["doctor"]) == 130
    assert capsys.readouterr().err == ""


def test_a_table_lines_up_and_cannot_be_broken_out_of() -> None:
    frame = pd.DataFrame(
        {
            "path": ["/\x1b[31m\u202e", "x" * 100, "\u4e2d\u6587"],
            "n": [1, 20, 300],
            "score": [0.123456, 12.3456, float("nan")],
            "t": [pd.Timestamp("2026-01-02 03:04:05", tz="UTC"), pd.NaT, pd.Timestamp(0, tz="UTC")],
            "l": [["a", "b"], [], None],
        }
    )
    head, rule, first, second, third = output.table(frame).splitlines()
    assert head.split() == ["path", "n", "score", "t", "l"]
    assert set(rule) == {"-", " "}
    assert first.split("  ")[0] == "/\\x1b[31m\\u202e"
    assert "2026-01-02 03:04:05" in first
    assert first.endswith("a, b")
    assert "0.123 " in first
    assert "…" in second
    assert len(second.split()[0]) == 60
    assert third.split()[-3:] == ["–", "–", "–"]
    assert first.index("0.123") + 5 == second.index("12.35") + 5
