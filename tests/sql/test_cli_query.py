"""query on the command line: what is typed, what comes back, and what is said when it cannot be done."""

from __future__ import annotations

import csv
import fcntl
import io
import json
import os
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ja4dash import db
from ja4dash.cli import main
from ja4dash.db import Door
from ja4dash.operations import OPERATIONS
from tests.sql.traffic import send

ROOT = Path(__file__).parents[2]
HOSTILE = '=HYPERLINK("http://x")\x1b[2J\u202e\' OR 1=1 -- %_\\'

Shell = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def stocked(file_door: Door) -> Door:
    """A door to three requests, two of them written by an attacker."""
    send(
        file_door,
        [
            {"ago": 30, "src_ip": "203.0.113.5", "method": "GET", "path": "/one", "src_country_code": "FR"},
            {"ago": 20, "src_ip": "2001:db8::5", "method": "POST", "path": HOSTILE, "src_country_code": "DE"},
            {"ago": 10, "src_ip": "203.0.113.6", "method": "POST", "path": "=1+1", "header_user_agent": "x" * 300},
        ],
    )
    return file_door


@pytest.fixture
def shell(stocked: Door, capsysbinary: pytest.CaptureFixture[bytes]) -> Iterator[Shell]:
    """Run a command in this process on the door: status, standard output, standard error."""

    def run(*words: str) -> tuple[int, str, str]:
        status = main(words)
        captured = capsysbinary.readouterr()
        return status, captured.out.decode(), captured.err.decode()

    with db.use(stocked):
        yield run


def test_json_holds_the_operation_its_window_and_exact_rows(shell: Shell) -> None:
    status, out, err = shell("query", "traffic", "--param", "method=POST", "--window", "1h", "--sort=time", "--direction", "asc")
    assert (status, err) == (0, "")
    document = json.loads(out)
    assert document["operation"] == "traffic"
    assert document["window"]["since"] < document["window"]["until"]
    assert document["window"]["until"].endswith(":00Z")
    assert document["parameters"] == {
        "window": ["1h"],
        "method": ["POST"],
        "sort": "time",
        "direction": "asc",
        "limit": 50,
        "offset": 0,
    }
    assert [row["path"] for row in document["tables"]["requests"]] == [HOSTILE, "=1+1"]
    assert [row["ip"] for row in document["tables"]["requests"]] == ["2001:db8::5", "203.0.113.6"]
    assert document["tables"]["total"] == [{"requests": 2}]
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_an_operation_of_one_table_has_rows(shell: Shell) -> None:
    document = json.loads(shell("query", "heatmap")[1])
    assert len(document["rows"]) == 168
    assert list(document["rows"][0]) == ["weekday", "hour", "requests"]
    assert sum(row["requests"] for row in document["rows"]) == 3


def test_windows_that_differ_are_told_by_table(shell: Shell) -> None:
    document = json.loads(shell("query", "ip", "--ip", "::ffff:cb00:7105")[1])
    assert "window" not in document
    spans = {name: window and window["since"][:10] for name, window in document["windows"].items()}
    assert spans["detections"] < spans["scores"] < spans["requests"]
    assert spans["recurrence"] is None


def test_excluding_and_repeating(shell: Shell) -> None:
    def paths(*words: str) -> list[str]:
        return [row["path"] for row in json.loads(shell("query", "traffic", *words)[1])["tables"]["requests"]]

    assert paths("--country", "!FR") == ["=1+1", HOSTILE]
    assert paths("--country", "FR", "--country", "DE") == [HOSTILE, "/one"]
    assert paths("--ip", "203.0.113.0/24", "--limit", "1") == ["=1+1"]
    assert paths("--q=\x5c") == [HOSTILE]


def test_csv_is_safe_in_a_spreadsheet(shell: Shell) -> None:
    _, out, _ = shell("query", "traffic", "--format", "csv", "--limit", "2")
    title, *rest = out.split("\r\n")
    rows = list(csv.DictReader(io.StringIO("\r\n".join(rest[: rest.index("")]))))
    assert title == "requests"
    assert [row["path"] for row in rows] == ["'=1+1", "'" + HOSTILE]
    assert rows[0]["status"] == "0"
    one_table = list(csv.reader(io.StringIO(shell("query", "heatmap", "--format", "csv")[1])))
    assert one_table[0] == ["weekday", "hour", "requests"]
    assert len(one_table) == 169


def test_a_table_is_for_people(shell: Shell) -> None:
    _, out, _ = shell("query", "traffic", "--format", "table")
    assert out.startswith("requests, 3 rows, ")
    assert "\\x1b[2J\\u202e" in out
    assert "\x1b" not in out
    assert "nothing found" in shell("query", "alerts", "--format", "table")[1]


def test_timing_names_each_statement(shell: Shell) -> None:
    status, out, err = shell("query", "traffic", "--timing")
    assert status == 0
    assert json.loads(out)["operation"] == "traffic"
    lines = err.splitlines()
    assert any(line.endswith("3 rows  Raw requests of the window, newest first, one page.") for line in lines)
    assert all(float(line.split()[0]) >= 0 and line.split()[1] == "ms" for line in lines)


WRONG = [
    ("query trafic", "no operation 'trafic': did you mean traffic"),
    ("query traffic --color red", "traffic has no parameter 'color': it takes sort, direction, limit, offset, window"),
    ("query dictionaries --window 1h", "dictionaries has no parameter 'window': it takes none"),
    ("query traffic --window 5y", "window '5y': not a window such as"),
    ("query traffic --from 2026-01-02", "from, to '2026-01-02': from and to go together"),
    ("query traffic --limit many", "limit takes a whole number, not 'many'"),
    ("query traffic --limit 0", "limit takes a number from 1 to 500"),
    ("query traffic --sort size", "sort takes time, src_ip"),
    ("query traffic --limit", "limit needs a value"),
    ("query traffic --limit 1 --limit 2", "limit takes one value"),
    ("query traffic --asn nine", "asn 'nine': ASN takes a number"),
    ("query ip", "ip is missing"),
    ("query ip --ip 300.1.1.1", "not an IPv4 or IPv6 address"),
    ("query reflist --name nope", "name takes bot_ip"),
]


@pytest.mark.parametrize(("words", "said"), WRONG)
def test_what_cannot_be_asked_is_said_in_one_sentence(shell: Shell, words: str, said: str) -> None:
    status, out, err = shell(*words.split())
    assert (status, out) == (1, "")
    assert err.startswith("ja4dash: ")
    assert said in err
    assert err.count("\n") == 1


def test_missing_tables_say_what_to_do(empty_door: Door, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "heatmap"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("ja4dash: Not deployed: ")
    assert "python -m ja4dash migrate" in captured.err


def test_the_list_names_every_operation(shell: Shell) -> None:
    out = shell("query", "--list")[1]
    rows = {line.split()[1]: line for line in out.splitlines()[2:] if line.strip()[:1].isdigit()}
    assert list(rows) == list(OPERATIONS)
    assert len(rows) == 41
    documents = json.loads(shell("query", "--list", "--format", "json")[1])
    assert [item["finished"] for item in documents] == [operation.finished for operation in OPERATIONS.values()]
    traffic = next(item for item in documents if item["name"] == "traffic")
    assert (traffic["number"], traffic["window"]) == (6, "24h")
    assert {"name": "limit", "type": "int", "default": 50}.items() <= traffic["parameters"][2].items()
    assert "country" in traffic["scope"]
    assert "parameter" in shell("query", "traffic", "--list")[1]


# --- as processes -----------------------------------------------------------------------------------------------------


LISTENING = (
    "import runpy, signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
    " sys.argv[0] = 'ja4dash'; runpy.run_module('ja4dash', run_name='__main__')"
)
"""`python -m ja4dash` that hears Ctrl-C even where the test runner ignores it, as a background job and its children do."""


def started(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    """A command on an embedded engine of its own, on a host whose zone is not UTC and whose locale knows no UTF-8."""
    env = {**os.environ, "JA4DASH_DATA_DIR": str(folder), "JA4DASH_ENGINE": "embedded", "JA4DASH_SIMULATE": "off"}
    env |= {"TZ": "Asia/Kolkata", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", LISTENING, *words]
    return subprocess.Popen(command, cwd=ROOT, env=env, stdin=pipe, stdout=pipe, stderr=pipe)


def finished(folder: Path, *words: str) -> tuple[int, bytes, bytes]:
    with started(folder, *words) as process:
        out, err = process.communicate(timeout=60)
    return process.returncode, out, err


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that `migrate` has been run on."""
    folder = tmp_path_factory.mktemp("installed")
    status, _, err = finished(folder, "migrate")
    assert status == 0, err
    return folder


def test_a_session_from_file_to_answer(installed: Path) -> None:
    line = {"time": "2026-01-02 03:04:05", "src_ip": "2001:db8::7", "method": "GET", "host": "h", "path": "/\u4e2d"}
    (installed / "one.jsonl").write_text(json.dumps(line), "utf-8")
    status, out, err = finished(installed, "ingest", str(installed / "one.jsonl"))
    assert (status, b"1 loaded" in out) == (0, True), err
    _, out, _ = finished(installed, "query", "traffic", "--from", "2026-01-02T03:04Z", "--to", "2026-01-02T03:05Z")
    (row,) = json.loads(out)["tables"]["requests"]
    assert (row["time"], row["ip"], row["path"]) == ("2026-01-02T03:04:05Z", "2001:db8::7", "/\u4e2d")
    status, out, _ = finished(installed, "doctor", "--format", "json")
    assert status == 0
    assert {"clock", "schema"} <= {finding["name"] for finding in json.loads(out) if finding["state"] == "ok"}


def test_a_reader_that_has_gone_is_no_error(tmp_path: Path) -> None:
    with started(tmp_path, "migrate", "--dry-run") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_an_interrupt_ends_quietly_with_130(installed: Path) -> None:
    with started(installed, "ingest", "-") as process:
        assert process.stdin is not None
        process.stdin.write(b'{"time": "2026-01-02 03:04:05"}\n' * 10_000)  # more than a pipe holds: it is being read
        process.stdin.flush()
        while fcntl.ioctl(process.stdin, termios.FIONREAD, bytes(4)) != bytes(4):  # until all is read and it waits for more
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)  # its input stays open: it is the signal that ends it
        out, err = process.communicate()
    assert (process.returncode, out, err) == (130, b"", b"")
