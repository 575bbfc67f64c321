"""Files into http_logs: all of them arrive, once, also when the run is cut anywhere."""

from __future__ import annotations

import csv
import gzip
import io
import ipaddress
import json
import sys
import tempfile
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from backports import zstd

from ja4dash.db import Door
from ja4dash.errors import Category, QueryError
from ja4dash.ingest import UsageError, ingest, lines, run
from ja4dash.ingest.columns import COLUMNS
from ja4dash.ingest.summary import Summary

CAPTURES = Path(__file__).parents[1] / "data" / "loopback_http_logs.jsonl.gz"
NOW = datetime(2026, 12, 24, 18, tzinfo=UTC)
NUMBERS = {"src_port", "status", "h2_window_update", "src_asn"}


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def door(empty_door: Door) -> Door:
    """A door to http_logs and the ledger alone, for tests that need no more: a whole migration takes a second."""
    for name in ("001_logs", "002_processing", "010_http_logs", "042_ingest_chunks"):
        statement = files("ja4dash.schema").joinpath(f"{name}.sql").read_text("utf-8")
        empty_door.command(statement, {key: value for key, value in empty_door.names().items() if f"{{{key}:" in statement})
    return empty_door


def captured() -> list[dict[str, object]]:
    return [json.loads(line) for line in gzip.decompress(CAPTURES.read_bytes()).splitlines()]


def request(number: int = 0, **more: object) -> dict[str, object]:
    moment = datetime(2026, 11, 22, 12, tzinfo=UTC) + timedelta(seconds=number)
    return {"time": f"{moment:%Y-%m-%d %H:%M:%S}", "src_ip": "203.0.113.7", "path": f"/{number}", **more}


def written(name: str, rows: Sequence[Mapping[str, object]], extra: str = "") -> str:
    text = "".join(json.dumps(row) + "\n" for row in rows) + extra
    Path(name).write_text(text)
    return name


def count(door: Door) -> int:
    return int(door.query("SELECT count() AS n FROM {logs:Identifier}.http_logs", door.names())["n"][0])


def paths(door: Door) -> list[str]:
    return list(door.query("SELECT path FROM {logs:Identifier}.http_logs ORDER BY time, path", door.names())["path"])


def numbers(summary: Summary) -> tuple[int, int, int, int]:
    return summary.read, summary.loaded, summary.rejected, summary.exit_status


def rejects(path: str = "file.jsonl.rejects.jsonl") -> list[dict[str, object]]:
    return [json.loads(line) for line in Path(path).read_text().splitlines()]


# --- all of them arrive -----------------------------------------------------------------------------------------------


SHOWN = {"time": "toString(time, 'UTC')", "src_ip": "replaceOne(toString(src_ip), '::ffff:', '')"}


def stored(door: Door) -> list[tuple[object, ...]]:
    """Every column of every row as text, addresses without their mapping."""
    shown = ", ".join(SHOWN.get(name, f"toString({name})") for name in COLUMNS)
    frame = door.query(f"SELECT {shown} FROM {{logs:Identifier}}.http_logs", door.names())
    return sorted(frame.itertuples(index=False, name=None))


def expected(rows: Sequence[Mapping[str, object]]) -> list[tuple[object, ...]]:
    def shown(row: Mapping[str, object], name: str) -> str:
        value = str(row.get(name, 0 if name in NUMBERS else ""))
        return value[:19] if name == "time" else value

    return sorted(tuple(shown(row, name) for name in COLUMNS) for row in rows)


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_all_captured_requests_load_and_agree_in_every_column(door: Door, form: str) -> None:
    rows, path = captured(), Path(f"file.{form}")
    match form:
        case "jsonl":
            path = CAPTURES
        case "csv":
            text = io.StringIO()
            writer = csv.DictWriter(text, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
            path.write_bytes(zstd.compress(text.getvalue().encode()))
        case "parquet":
            pq.write_table(pa.Table.from_pylist(rows), path)
    summary = run(door, [str(path)])
    assert numbers(summary) == (2551, 2551, 0, 0)
    assert stored(door) == expected(rows)
    assert summary.unknown == sorted(set(rows[0]) - set(COLUMNS))
    assert summary.rejects is None
    assert not list(Path().glob("*.rejects.jsonl"))


def test_ipv4_and_ipv6_in_any_spelling(door: Door) -> None:
    given = ["203.0.113.7", "::ffff:203.0.113.7", "::FFFF:CB00:7107", "2001:DB8::1", "2001:db8:0:0::1", "2001:db8::1:2:34"]
    run(door, [written("file.jsonl", [request(at, src_ip=ip) for at, ip in enumerate(given)])])
    found = door.query("SELECT src_ip FROM {logs:Identifier}.http_logs ORDER BY time", door.names())["src_ip"]
    assert [ipaddress.ip_address(str(ip)) for ip in found] == [
        *[ipaddress.ip_address("::ffff:203.0.113.7")] * 3,
        *[ipaddress.ip_address("2001:db8::1")] * 2,
        ipaddress.ip_address("2001:db8::1:2:34"),
    ]


def test_hostile_text_arrives_as_it_is(door: Door) -> None:
    hostile = ["it's", "nul\0byte", "{x:String}", "\u202ertl", "'; DROP TABLE x --", "new\nline", "=cmd|' /C calc'!A0", "😀"]
    run(door, [written("file.jsonl", [request(at, path=text) for at, text in enumerate(hostile)])])
    assert paths(door) == hostile


def test_times_from_all_over_the_calendar_go_into_one_chunk(door: Door) -> None:
    """More months than the 100 partitions that the engine takes in one insert by itself."""
    rows = [request(at, time=at * 86_400 * 31) for at in range(120)]
    path = written("file.jsonl", rows)
    with pytest.raises(Killed):
        run(Cutting(door, after=1), [path])
    assert run(door, [path]).files[0].notes == ["goes on where an earlier run was cut off"]
    assert count(door) == 120


# --- bad input --------------------------------------------------------------------------------------------------------


def test_bad_lines_are_rejected_with_number_reason_and_text(door: Door) -> None:
    path = written(
        "file.jsonl", [request(0), request(1, src_ip="nobody"), request(2)], '{"time": \n' + json.dumps(request(3)) + "\n"
    )
    summary = run(door, [path])
    assert numbers(summary) == (5, 3, 2, 1)
    assert paths(door) == ["/0", "/2", "/3"]
    assert rejects() == [
        {
            "source": path,
            "line": 2,
            "reason": "src_ip: 'nobody' is not an IPv4 or IPv6 address",
            "raw": json.dumps(request(1, src_ip="nobody")),
        },
        {"source": path, "line": 4, "reason": "not JSON: Expecting value at character 9", "raw": '{"time":'},
    ]
    assert any("file.jsonl.rejects.jsonl" in line for line in summary.lines())


def test_one_bad_file_does_not_stop_the_others(door: Door) -> None:
    good = written("good.jsonl", [request(0)])
    Path("bad.parquet").write_bytes(b"PAR1 and nothing else")
    Path("folder").mkdir()
    Path("bad.csv").write_text("no,header\n1,2\n")
    summary = run(door, ["bad.parquet", "none.jsonl", "folder", "bad.csv", good])
    assert numbers(summary) == (1, 1, 0, 1)
    assert [file.failed.split(":")[0] for file in summary.files] == [
        "not a whole Parquet file",
        "there is no such file",
        "a folder, not a file",
        "the first line does not name time and src_ip",
        "",
    ]
    assert "none.jsonl: not loaded: there is no such file" in summary.lines()


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress], ids=["gz", "zst"])
def test_rows_before_a_damage_load_and_the_rest_when_the_file_is_mended(door: Door, pack: Callable[[bytes], bytes]) -> None:
    rows = [request(at, header_user_agent=str(hash((at, "noise")))) for at in range(20_000)]
    data = "".join(json.dumps(row) + "\n" for row in rows).encode()
    whole = pack(data)
    Path("file.jsonl").write_bytes(whole[: len(whole) * 2 // 3])
    damaged = run(door, ["file.jsonl"])
    assert damaged.exit_status == 1
    assert 5_000 < damaged.loaded == count(door) < 20_000
    assert [reject["line"] for reject in rejects()] == [damaged.loaded + 1]
    assert "the compressed data end too early, at byte" in damaged.files[0].damage[0]
    again = run(door, ["file.jsonl"])
    assert (again.loaded, again.exit_status) == (0, 1)
    Path("file.jsonl").write_bytes(whole)
    mended = run(door, ["file.jsonl"])
    assert (mended.loaded, mended.exit_status) == (20_000 - damaged.loaded, 0)
    assert paths(door) == [f"/{number}" for number in range(20_000)]


def test_a_failing_engine_is_reported_and_the_same_command_goes_on(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "CHUNK_LINES", 10)
    path = written("file.jsonl", [request(at) for at in range(35)])
    failing = Cutting(door, before=3, error=QueryError(Category.UNREACHABLE, "No answer from there"))
    stopped = run(failing, [path, written("next.jsonl", [request(99)])])
    assert stopped.error is not None
    assert stopped.exit_status == 1
    assert stopped.lines()[-2].startswith("Stopped: No answer from there.")
    assert run(door, ["file.jsonl", "next.jsonl"]).exit_status == 0
    assert paths(door) == [f"/{number}" for number in [*range(35), 99]]


# --- once -------------------------------------------------------------------------------------------------------------


def test_run_twice_nothing_doubles_however_packed_or_named(door: Door) -> None:
    data = gzip.decompress(CAPTURES.read_bytes())
    Path("copy.jsonl").write_bytes(data)
    Path("copy.zst").write_bytes(zstd.compress(data))
    run(door, [str(CAPTURES), "copy.jsonl"])
    again = run(door, [str(CAPTURES), "copy.jsonl", "copy.zst"], shift_to_now=True)
    assert count(door) == 2551
    assert numbers(again) == (0, 0, 0, 0)
    assert all("already loaded on" in file.skipped and "2,551 rows" in file.skipped for file in again.files)


def test_the_same_content_twice_in_one_run_loads_once(door: Door) -> None:
    written("b.jsonl", [request(0)])
    summary = run(door, [written("a.jsonl", [request(0)]), "b.jsonl"])
    assert summary.files[1].skipped == "the same content as a.jsonl"
    assert count(door) == 1


def test_again_loads_once_more_each_time(door: Door) -> None:
    path = written("file.jsonl", [request(0), request(1)])
    for loads in (1, 2, 3):
        assert run(door, [path], again=True).loaded == 2
        assert count(door) == 2 * loads
    assert run(door, [path]).loaded == 0


def test_equal_rows_within_a_file_are_all_kept(door: Door) -> None:
    assert run(door, [written("file.jsonl", [request(0)] * 5)]).loaded == count(door) == 5


def test_a_file_that_has_grown_loads_what_was_added(door: Door) -> None:
    path = written("access.jsonl", [request(at) for at in range(10)])
    run(door, [path])
    written(path, [request(at) for at in range(15)], "nonsense\n")
    grown = run(door, [path])
    assert grown.loaded == 5
    assert grown.files[0].notes == ["begins at line 11: the lines before it are loaded already"]
    assert [reject["line"] for reject in rejects("access.jsonl.rejects.jsonl")] == [16]
    assert paths(door) == sorted((f"/{number}" for number in range(15)), key=lambda path: int(path[1:]))
    assert run(door, [path]).loaded == 0


# --- cut and taken up again -------------------------------------------------------------------------------------------


class Killed(BaseException):
    """Stands for kill -9: nothing catches it."""


class Cutting(Door):
    """A door that fails before or after its n-th insert of requests, or before the n-th row of the ledger."""

    def __init__(
        self, door: Door, *, before: int = 0, after: int = 0, ledger: int = 0, error: BaseException | None = None
    ) -> None:
        super().__init__(door.settings, pool=door.pool)
        self._before, self._after, self._ledger = before, after, ledger
        self._error = error or Killed()
        self._inserts = self._rows = 0

    def insert(self, database: str, table: str, rows: pa.Table, *, token: str = "") -> int:
        self._inserts += table == "http_logs"
        self._rows += table == "ingest_chunks"
        if (table == "http_logs" and self._inserts == self._before) or (table == "ingest_chunks" and self._rows == self._ledger):
            raise self._error
        found = super().insert(database, table, rows, token=token)
        if table == "http_logs" and self._inserts == self._after:
            raise self._error
        return found


CUTS = (
    {"ledger": 1},  # before the load is opened
    {"before": 1},  # before the first chunk
    {"after": 1},  # after the first chunk, before its row in the ledger
    {"before": 3},  # between chunks
    {"after": 4},  # after the last chunk, before its row in the ledger
    {"ledger": 6},  # before the load is closed
)


@pytest.mark.parametrize(
    ("form", "cut"), [("jsonl", cut) for cut in CUTS] + [(form, {"after": 2}) for form in ("csv", "parquet")]
)
def test_a_run_cut_anywhere_neither_loses_nor_doubles(
    door: Door, monkeypatch: pytest.MonkeyPatch, cut: dict[str, int], form: str
) -> None:
    monkeypatch.setattr(lines, "CHUNK_LINES", 10)
    monkeypatch.setattr("ja4dash.ingest.parquet.CHUNK_LINES", 10)
    rows = [request(at, src_ip="nobody" if at % 10 == 7 else "203.0.113.7") for at in range(35)]
    path = Path(f"file.{form}")
    match form:
        case "jsonl":
            written(path.name, rows)
        case "csv":
            path.write_text("time,src_ip,path\n" + "".join(",".join(map(str, row.values())) + "\n" for row in rows))
        case "parquet":
            pq.write_table(pa.Table.from_pylist(rows), path)
    good = [str(row["path"]) for row in rows if row["src_ip"] != "nobody"]
    with pytest.raises(Killed):
        run(Cutting(door, **cut), [path.name])  # type: ignore[arg-type]
    resumed = run(door, [path.name])
    assert paths(door) == good
    assert resumed.rejected == 3
    assert {reject["line"] for reject in rejects(f"{path.name}.rejects.jsonl")} == {
        number + (form == "csv") for number in (8, 18, 28)
    }
    assert resumed.files[0].before + resumed.loaded >= len(good)
    assert run(door, [path.name]).loaded == 0
    assert paths(door) == good


@pytest.mark.parametrize("cut", [{"ledger": 2}, {"after": 1}, {"after": 3}])
def test_a_cut_shift_goes_on_with_the_same_shift(door: Door, monkeypatch: pytest.MonkeyPatch, cut: dict[str, int]) -> None:
    """Other times could be of another month, a partition where the repeated insert is not known; and spacing would be lost."""
    monkeypatch.setattr(lines, "CHUNK_LINES", 10)
    names = [written("a.jsonl", [request(at) for at in range(20)]), written("b.jsonl", [request(at) for at in range(20, 35)])]
    cutting = Cutting(door, **cut)  # type: ignore[arg-type]
    monkeypatch.setattr(cutting, "now", lambda: NOW)
    with pytest.raises(Killed):
        run(cutting, names, shift_to_now=True)
    later = Door(door.settings, pool=door.pool, clock=lambda: NOW + timedelta(days=40))
    run(later, names, shift_to_now=True)
    assert times(door) == [NOW - timedelta(seconds=34 - at) for at in range(35)]


def test_a_cut_forced_load_goes_on_when_forced_again(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "CHUNK_LINES", 10)
    path = written("file.jsonl", [request(at) for at in range(35)])
    run(door, [path])
    with pytest.raises(Killed):
        run(Cutting(door, after=2), [path], again=True)
    run(door, [path], again=True)
    assert count(door) == 70


# --- shifted to now ---------------------------------------------------------------------------------------------------


def times(door: Door) -> list[datetime]:
    frame = door.query("SELECT time, log_date FROM {logs:Identifier}.http_logs ORDER BY time", door.names())
    assert [f"{moment:%Y-%m-%d}" for moment in frame["time"]] == [f"{day:%Y-%m-%d}" for day in frame["log_date"]]
    return [moment.to_pydatetime() for moment in frame["time"]]


@pytest.fixture
def timed(door: Door) -> Door:
    """A door whose clock stands still."""
    return Door(door.settings, pool=door.pool, clock=lambda: NOW)


def test_a_shift_ends_now_and_keeps_spacing_over_all_files(timed: Door) -> None:
    ages = [0, 5, 3_600, 90_000, 86_400 * 40]
    newest = datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC)
    rows = [request(at, time=f"{newest - timedelta(seconds=age):%Y-%m-%dT%H:%M:%S}.9Z") for at, age in enumerate(ages)]
    bad = request(9, time="2099-01-01 00:00:00", src_ip="nobody")
    summary = run(timed, [written("a.jsonl", rows[:2]), written("b.jsonl", [*rows[2:], bad])], shift_to_now=True)
    assert times(timed) == sorted(NOW - timedelta(seconds=age) for age in ages)
    assert {file.shift for file in summary.files} == {int((NOW - newest).total_seconds())}
    assert any("Times were moved by +1028 days, 18:00:01 (h:mm:ss)" in line for line in summary.lines())
    ledger = timed.query("SELECT DISTINCT shifted FROM {processing:Identifier}.ingest_chunks", timed.names())
    assert list(ledger["shifted"]) == [int((NOW - newest).total_seconds())]


def test_a_shift_of_a_capture_from_the_future_goes_back(timed: Door) -> None:
    run(timed, [written("file.jsonl", [request(0, time="2030-01-01 00:00:00")])], shift_to_now=True)
    assert times(timed) == [NOW]


def test_the_engines_clock_counts(door: Door) -> None:
    run(door, [written("file.jsonl", [request(0)])], shift_to_now=True)
    age = door.query("SELECT dateDiff('second', max(time), now()) AS s FROM {logs:Identifier}.http_logs", door.names())["s"][0]
    assert 0 <= age <= 30


# --- where it comes from ----------------------------------------------------------------------------------------------


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[bytes], None]]:
    with ExitStack() as stack:

        def give(data: bytes) -> None:
            file = stack.enter_context(tempfile.TemporaryFile())
            file.write(data)
            file.seek(0)
            monkeypatch.setattr(sys, "stdin", file)

        yield give


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstd.compress], ids=["plain", "gz", "zst"])
def test_standard_input(timed: Door, stdin: Callable[[bytes], None], pack: Callable[[bytes], bytes]) -> None:
    data = pack("".join(json.dumps(request(at)) + "\n" for at in range(3)).encode() + b"nonsense\n")
    stdin(data)
    assert numbers(run(timed, ["-"], shift_to_now=True)) == (4, 3, 1, 1)
    assert max(times(timed)) == NOW
    assert rejects("stdin.rejects.jsonl")[0]["source"] == "-"
    stdin(data)
    assert run(timed, ["-"]).loaded == 0


def test_a_pipe_with_a_name_is_read_like_standard_input(door: Door, tmp_path: Path) -> None:
    import os
    import threading

    os.mkfifo("pipe")
    data = "".join(json.dumps(request(at)) + "\n" for at in range(3))
    writer = threading.Thread(target=Path(tmp_path, "pipe").write_text, args=(data,))
    writer.start()
    assert run(door, ["pipe"]).loaded == 3
    writer.join()


def test_patterns_and_rejects_files(door: Door) -> None:
    for name in ("a", "b"):
        written(f"{name}.jsonl", [request(0, path=name)], "nonsense\n")
    first = run(door, ["*.jsonl"])
    assert numbers(first) == (4, 2, 2, 1)
    second = run(door, ["*.jsonl"])
    assert numbers(second) == (0, 0, 0, 0)
    assert [file.skipped.split(" on ")[0] for file in second.files] == [
        "already loaded",
        "lines that were rejected before, not requests",
        "already loaded",
    ]


# --- existing deployments ---------------------------------------------------------------------------------------------

EXISTING = """
CREATE TABLE {logs:Identifier}.http_logs
(
    time DateTime, log_date Date, src_ip IPv4, path Nullable(String), ja4 LowCardinality(String), h2_fingerprint String,
    day Date MATERIALIZED toDate(time)
)
ENGINE = MergeTree ORDER BY time
"""


@pytest.fixture
def existing(empty_door: Door) -> Door:
    """An http_logs that others made, with IPv4 and few columns, and no ledger."""
    for name in ("logs", "processing"):
        empty_door.command(f"CREATE DATABASE {{{name}:Identifier}}", {name: empty_door.names()[name]})
    empty_door.command(EXISTING, {"logs": empty_door.settings.logs_db})
    return empty_door


def test_an_existing_deployment_takes_what_it_has_columns_for(existing: Door) -> None:
    rows = [request(0, status=200, query="q", ja4="t13d", h2_fingerprint="1:2|3|0|m", mine=1), request(1, src_ip="2001:db8::1")]
    path = written("file.jsonl", rows)
    with pytest.raises(QueryError, match="--again loads all the same") as caught:
        run(existing, [path])
    assert caught.value.category is Category.MISSING
    summary = run(existing, [path], again=True)
    assert numbers(summary) == (2, 1, 1, 1)
    assert (summary.unknown, summary.lacking) == (["mine"], ["query", "status"])
    assert rejects()[0]["reason"] == "src_ip: 2001:db8::1 is IPv6, and http_logs here keeps IPv4 only"
    frame = existing.query(
        "SELECT toString(src_ip) AS ip, log_date = toDate(time, 'UTC') AS same, ja4 FROM {logs:Identifier}.http_logs",
        existing.names(),
    )
    assert frame.to_dict("records") == [{"ip": "203.0.113.7", "same": 1, "ja4": "t13d"}]
    assert run(existing, [path], again=True).loaded == 1


def test_a_table_that_forgets_its_inserts_is_told_when_a_load_goes_on(existing: Door) -> None:
    sql = files("ja4dash.schema").joinpath("042_ingest_chunks.sql").read_text("utf-8")
    existing.command(sql, {"processing": existing.settings.processing_db})
    path = written("file.jsonl", [request(0)])
    with pytest.raises(Killed):
        run(Cutting(existing, before=1), [path])
    summary = run(existing, [path])
    assert summary.loaded == 1
    assert "the chunk that was under way may be there twice" in summary.files[0].notes[1]


def test_a_deployment_without_http_logs_says_so(empty_door: Door) -> None:
    with pytest.raises(QueryError, match=r"There is no table logs_\d+\.http_logs") as caught:
        run(empty_door, ["file.jsonl"])
    assert caught.value.category is Category.MISSING


# --- the command ------------------------------------------------------------------------------------------------------


def command(door: Door, *files: str, **options: object) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    given = {"shift_to_now": False, "again": False, "format": None, "rejects": None} | options
    return ingest(Namespace(files=list(files), **given), door, out, err), out.getvalue(), err.getvalue()


def test_the_command_says_what_it_did(door: Door) -> None:
    path = written("file.jsonl", [request(0, secret=1), request(1)])
    status, out, err = command(door, path)
    assert (status, err) == (0, "")
    first, second, third = out.splitlines()
    assert first == "file.jsonl: 2 read, 2 loaded, 0 rejected"
    assert second.startswith("In all: 1 file, 2 read, 2 loaded, 0 rejected, ")
    assert third == "Columns skipped, not known to ja4dash: secret"
    assert command(door, path)[:2] == (0, command(door, path)[1])


def test_rejected_lines_go_where_they_are_told(door: Door) -> None:
    path = written("file.jsonl", [], "nonsense\n")
    assert command(door, path, rejects="elsewhere.txt")[0] == 1
    assert rejects("elsewhere.txt")[0]["raw"] == "nonsense"


def test_wrong_usage(door: Door) -> None:
    path = written("file.jsonl", [request(0)])
    status, out, err = command(door, path, rejects=path)
    assert (status, out) == (2, "")
    assert "cannot take the rejected lines" in err
    assert "there is no folder nowhere" in command(door, path, rejects="nowhere/file")[2]
    with pytest.raises(UsageError, match="no files"):
        run(door, [])
    assert count(door) == 0
