"""Files of all three formats read and fitted: good rows always load, and what does not is named by line and reason."""

from __future__ import annotations

import csv
import gzip
import io
import ipaddress
import json
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ja4dash.ingest import inputs, json_lines, lines
from ja4dash.ingest.batch import Batch, Reject, Unreadable
from ja4dash.ingest.columns import COLUMNS, for_table
from ja4dash.ingest.content import Content, Format, Mark, examine
from ja4dash.ingest.fit import fitted
from ja4dash.ingest.plan import reader

CAPTURES = Path(__file__).parents[1] / "data" / "loopback_http_logs.jsonl.gz"
KINDS = for_table({**dict.fromkeys(COLUMNS, "String"), "src_ip": "IPv6"})
MAPPED = bytes(10) + b"\xff\xff"


@dataclass
class Read:
    """All that came out of a file."""

    rows: list[dict[str, object]]
    rejects: list[Reject]
    damage: list[str]
    batches: list[Batch]
    cut: int
    replaced: int

    @property
    def reasons(self) -> dict[int, str]:
        return {reject.line: reject.reason for reject in self.rejects}

    @property
    def ports(self) -> list[object]:
        return [row["src_port"] for row in self.rows]


def read(path: Path, form: Format | None = None, start: Mark | None = None, shift: int = 0) -> Read:
    found = Read([], [], [], [], 0, 0)
    with ExitStack() as stack:
        source = inputs.opened(str(path), form, stack)
        content = examine(source, {}, lambda size: None)
        if start:
            content = Content(content.size, content.hashed, content.digest, start)
        chunks = reader(source, content)
        for chunk in chunks.chunks():
            batch = chunk.batch()
            work = fitted(batch, KINDS, shift)
            assert batch.read == work.table.num_rows + len(work.rejects)
            found.rows += work.table.to_pylist()
            found.rejects += work.rejects
            found.batches.append(batch)
            found.cut += work.cut
            found.replaced += work.replaced
        found.damage = chunks.damage
    return found


def of(data: bytes | str, form: Format | None = None) -> Read:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "requests"
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return read(path, form)


def row(port: object = 1, **more: object) -> dict[str, object]:
    return {"time": "2026-11-22 12:00:00.5", "src_ip": "203.0.113.7", "src_port": port, **more}


def as_json(rows: Sequence[Mapping[str, object]]) -> str:
    return "".join(json.dumps(each) + "\n" for each in rows)


def as_csv(rows: Sequence[Mapping[str, object]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def captured() -> list[dict[str, object]]:
    return [json.loads(line) for line in gzip.decompress(CAPTURES.read_bytes()).splitlines()]


def expected(given: Mapping[str, object]) -> dict[str, object]:
    """A captured request as http_logs keeps it, worked out the plain way."""
    found = {name: given[name] for name in COLUMNS if name in given}
    moment = datetime.fromisoformat(f"{given['time']}+00:00").replace(microsecond=0)
    return found | {
        "time": moment,
        "log_date": date.fromisoformat(str(given["log_date"])),
        "src_ip": MAPPED + ipaddress.IPv4Address(str(given["src_ip"])).packed,
    }


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_every_captured_row_agrees_in_every_column(tmp_path: Path, form: Format) -> None:
    rows, path = captured(), tmp_path / f"requests.{form}"
    match form:
        case "jsonl":
            path.write_bytes(CAPTURES.read_bytes())
        case "csv":
            path.write_text(as_csv(rows))
        case "parquet":
            pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=1000)
    found = read(path)
    assert len(found.rows) == 2551
    assert not found.rejects
    assert found.rows == [expected(given) for given in rows]
    assert found.batches[0].names == set(rows[0])


def test_line_by_line_gives_what_all_at_once_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    text = as_json(captured()[:300])
    at_once = of(text)
    monkeypatch.setattr(json_lines, "_at_once", lambda *_: None)
    one_by_one = of(text)
    assert at_once.rows == one_by_one.rows
    assert isinstance(at_once.batches[0].columns["path"], pa.Array)
    assert isinstance(one_by_one.batches[0].columns["status"], list)


# --- JSON lines -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('{"time": "2026-11-22 12:00:00", "src_ip": "203.0.113.7"', "not JSON: Expecting ',' delimiter at character 56"),
        ("nonsense", "not JSON: Expecting value at character 1"),
        ("[1, 2]", "a JSON list, not an object; `jq"),
        ("null", "a JSON null, not an object"),
        ("{}", "time: missing; src_ip: missing"),
        ('{"src_ip": "203.0.113.7"}', "time: missing"),
        ('{"time": "", "src_ip": null}', "time: missing; src_ip: missing"),
        ('{"time": "tomorrow", "src_ip": "203.0.113.7"}', "time: 'tomorrow' is not a time such as 2026-11-22 14:00:00"),
        ('{"time": 1, "src_ip": "203.0.113.700"}', "src_ip: '203.0.113.700' is not an IPv4 or IPv6 address"),
        ('{"time": 1, "src_ip": []}', "src_ip: '[]' is not an address"),
        ('{"time": 1, "src_ip": 3405803783}', "src_ip: '3405803783' is not an address"),
        ('{"time": {}, "src_ip": "::1"}', "time: '{}' is not a time"),
        ('{"time": 1, "src_ip": "::1", "src_port": 65536}', "src_port: '65536' is not between 0 and 65535"),
        ('{"time": 1, "src_ip": "::1", "status": "OK"}', "status: 'OK' is not a whole number"),
        ('{"time": 1, "src_ip": "::1", "status": true}', "status: 'True' is not a number"),
        ('{"time": 1, "src_ip": "::1", "path": ["/"]}', """path: "['/']" is not text"""),
        ('{"time": 1, "src_ip": "::1", "log_date": "22.11.2026"}', "log_date: '22.11.2026' is not a date such as 2026-11-22"),
        ('{"time": 1, "src_ip": "::1"} {"time": 2}', "not JSON: Extra data at character 30"),
        ('{"a":' * 5000, "not JSON: maximum recursion depth"),
        ('{"time": ' + "9" * 5000 + "}", "not JSON: Exceeds the limit"),
        ("x" * (lines.MAX_LINE + 1), "1,048,577 bytes long, 1,048,576 is the limit"),
    ],
)  # fmt: skip
def test_a_bad_line_is_rejected_alone(line: str, why: str) -> None:
    found = of(as_json([row(1)]) + line + "\n\n" + as_json([row(4)]), "jsonl")
    assert found.ports == [1, 4]
    (reject,) = found.rejects
    assert reject.line == 2
    assert reject.reason.startswith(why)
    assert line.startswith(reject.raw)
    assert len(reject.raw) <= 2000


def test_any_type_that_means_the_value_is_taken() -> None:
    found = of(as_json([row("7", status="404", h2_window_update="15663105", src_asn="64500", ja4=5), row(8, status=404.0)]))
    assert [(each["src_port"], each["status"]) for each in found.rows] == [(7, 404), (8, 404)]
    assert (found.rows[0]["h2_window_update"], found.rows[0]["src_asn"], found.rows[0]["ja4"]) == (15663105, 64500, "5")


def test_absent_and_null_values_are_the_default() -> None:
    _, found = of(as_json([row(status=200, path="/", src_asn="5"), row(status=None, src_asn="")])).rows
    assert (found["status"], found["path"], found["src_asn"], found["log_date"]) == (0, "", 0, date(2026, 11, 22))


def test_text_of_any_kind_is_kept() -> None:
    agent = "nul\0 tab\t line\n quote\" \\ \u202e 😀 <b>&amp; '; DROP TABLE x --"
    assert of(as_json([row(header_user_agent=agent)])).rows[0]["header_user_agent"] == agent


def test_bytes_that_are_not_utf8_are_replaced_and_counted() -> None:
    data = as_json([row(1, path="/caf?"), row(2), row(3)]).encode().replace(b"caf?", b"caf\xe9")
    found = of(data)
    assert found.rows[0]["path"] == "/caf\ufffd"
    assert (found.ports, found.replaced, found.rejects) == ([1, 2, 3], 1, [])


def test_half_a_surrogate_pair_is_replaced_and_counted() -> None:
    found = of('{"time": 1, "src_ip": "::1", "path": "/\\ud83d"}\n')
    assert (found.rows[0]["path"], found.replaced) == ("/\ufffd", 1)


def test_a_long_text_is_cut_and_counted() -> None:
    found = of(as_json([row(path="/" + "x" * 70_000), row(2, path="/short")]))
    assert (len(str(found.rows[0]["path"])), found.rows[1]["path"], found.cut) == (65_536, "/short", 1)


def test_every_column_is_named_also_those_of_a_single_line() -> None:
    names = (
        of(as_json([*(row(port) for port in range(50)), row(50, odd_one=1, path='a":"b'), row(51, nested={"a": [1]})]))
        .batches[0]
        .names
    )
    assert names == {"time", "src_ip", "src_port", "odd_one", "path", "nested"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n", "\n \t\n"])
def test_line_ends_and_blank_lines(end: str) -> None:
    found = of("\ufeff" + end.join(json.dumps(row(port)) for port in (1, 2, 3)))
    assert (found.ports, found.rejects) == ([1, 2, 3], [])


@pytest.mark.parametrize("array", [json.dumps([row()]), json.dumps([row()], indent=1), "[" + json.dumps(row()) + ",\n"])
def test_a_json_array_is_told_how_to_become_lines(array: str) -> None:
    found = of(array + "\n" + as_json([row(7)]), "jsonl")
    assert found.ports == [7]
    assert found.reasons[1].endswith("; `jq -c '.[]'` makes lines of an array")


GOOD = st.builds(
    row,
    st.integers(0, 65_535),
    time=st.sampled_from(["2026-11-22 12:00:00", "2026-11-22T12:00:00Z", 1_795_348_800, "1795348800.5", 1_795_348_800_123]),
    src_ip=st.ip_addresses().map(str),
    header_user_agent=st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=20),
    status=st.one_of(st.integers(0, 999), st.integers(0, 999).map(str), st.none()),
)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from([*COLUMNS, "x"]), inner, max_size=4),
    max_leaves=4,
)
JUNK = st.one_of(
    st.binary(max_size=30).map(lambda line: line.replace(b"\n", b"")),
    ANY_JSON.map(lambda value: json.dumps(value).encode()),
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(given_lines=st.lists(st.one_of(GOOD, JUNK), max_size=12))
def test_no_line_keeps_a_good_one_from_loading(given_lines: list[dict[str, object] | bytes]) -> None:
    data = b"".join((json.dumps(each).encode() if isinstance(each, dict) else each) + b"\n" for each in given_lines)
    found = of(data, "jsonl")
    good = [each for each in given_lines if isinstance(each, dict)]
    rejected = {reject.line for reject in found.rejects}
    numbers = [number for number, each in enumerate(given_lines, start=1) if isinstance(each, dict)]
    assert not rejected & set(numbers)
    loaded = [number for batch in found.batches for number in batch.numbers if number not in rejected]
    by_number = dict(zip(loaded, found.rows, strict=True))
    assert [by_number[number]["src_port"] for number in numbers] == [each["src_port"] for each in good]
    assert [by_number[number].get("header_user_agent") for number in numbers] == [each["header_user_agent"] for each in good]


# --- CSV --------------------------------------------------------------------------------------------------------------

HEADER = "time,src_ip,src_port,header_user_agent,status"
LINE = "2026-11-22 12:00:00,203.0.113.7,{},{},200"


def csv_of(*given_lines: str) -> Read:
    return of("\n".join([HEADER, *given_lines]) + "\n", "csv")


def test_csv_values_may_be_quoted_and_hold_line_feeds() -> None:
    found = csv_of(
        LINE.format(1, '"a ""quoted"", and, commas"'),
        LINE.format(2, '"two\nlines"'),
        LINE.format(3, "plain"),
        "1,::1,\\N,\\N,\\N",
    )
    assert [each["header_user_agent"] for each in found.rows] == ['a "quoted", and, commas', "two\nlines", "plain", "\\N"]
    assert (found.rows[3]["src_port"], found.rows[3]["status"]) == (0, 0)
    assert [number for batch in found.batches for number in batch.numbers] == [2, 3, 5, 6]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("2026-11-22 12:00:00,203.0.113.7,2", "3 values, the header has 5 columns"),
        (LINE.format(2, "a,b"), "6 values, the header has 5 columns"),
        (LINE.format(2, '"never closed'), "a quote is not closed, or closed too early"),
        (LINE.format(2, '"closed" too early'), "a quote is not closed, or closed too early"),
        (LINE.format("many", "a"), "src_port: 'many' is not a whole number"),
        ('"', "a quote is not closed, or closed too early"),
        ("2026-11-22 12:00:00,203.0.113.7,2,carriage\rreturn,200", "not CSV: new-line character seen in unquoted field"),
        ("y" * (lines.MAX_LINE + 1), "1,048,577 bytes long"),
    ],
)
def test_a_bad_row_of_csv_is_rejected_alone(line: str, why: str) -> None:
    good = ['"quoted, agent"', "plain", '""', '"two\nlines"', '","', '",a,b"']
    found = csv_of(LINE.format(1, "x"), line, *(LINE.format(port, agent) for port, agent in enumerate(good, start=3)))
    assert found.ports == [1, *range(3, 3 + len(good))]
    assert list(found.reasons) == [3]
    assert found.reasons[3].startswith(why)


def test_a_row_of_csv_may_reach_over_the_end_of_a_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "CHUNK_LINES", 4)
    rows = [LINE.format(port, f'"a\nb{port}\n\nc"') for port in range(1, 20)]
    found = csv_of(*rows, LINE.format(20, '"never closed'), LINE.format(21, "x"))
    assert found.ports == [*range(1, 20), 21]
    assert found.reasons == {4 * 19 + 2: "a quote is not closed, or closed too early"}
    assert [number for batch in found.batches for number in batch.numbers][:3] == [2, 6, 10]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_by_the_header(delimiter: str) -> None:
    assert of(as_csv([row(7)]).replace(",", delimiter), "csv").ports == [7]


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ("time,path", "does not name src_ip"),
        ("2026-11-22,203.0.113.7", "does not name time and src_ip"),
        ("time,src_ip,path,path", "names path more than once"),
    ],
)
def test_a_header_that_will_not_do(header: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        of(f"{header}\n1,::1\n", "csv")


def test_csv_from_the_middle_keeps_its_header(tmp_path: Path) -> None:
    path = tmp_path / "grown.csv"
    text = as_csv([row(port) for port in range(1, 6)])
    path.write_text(text)
    start = text.index("\n", text.index(",3")) + 1
    assert read(path, start=Mark(start, 5)).ports == [4, 5]


@settings(deadline=None, max_examples=60)
@given(given_rows=st.lists(st.one_of(GOOD, st.text(alphabet='a1,"\r é\0', max_size=12)), max_size=12))
def test_no_junk_keeps_a_good_row_of_csv_from_loading(given_rows: list[dict[str, object] | str]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = [*row(), "header_user_agent", "status"]
    writer.writerow(names)
    for each in given_rows:
        if isinstance(each, dict):
            writer.writerow([each[name] for name in names])
        else:
            text.write(each + "\n")
    found = of(text.getvalue(), "csv")
    good = [(each["src_port"], each["header_user_agent"]) for each in given_rows if isinstance(each, dict)]
    loaded = [(each["src_port"], each["header_user_agent"]) for each in found.rows]
    assert loaded == good


# --- Parquet ----------------------------------------------------------------------------------------------------------


def test_parquet_as_clickhouse_writes_it(tmp_path: Path) -> None:
    """DateTime and Date as integers, addresses packed or as numbers, text as bytes."""
    v6 = [MAPPED + bytes([203, 0, 113, 7]), ipaddress.IPv6Address("2001:db8::1").packed]
    common = {
        "time": pa.array([1_795_348_800] * 2, pa.uint32()),
        "log_date": pa.array([20_779] * 2, pa.uint16()),
        "path": pa.array([b"/caf\xc3\xa9", b"/\xff"], pa.binary()),
        "host": pa.array(["a", "b"]).dictionary_encode(),
        "status": pa.array([200, None], pa.uint16()),
    }
    pq.write_table(pa.table({**common, "src_ip": pa.array(v6, pa.binary(16))}), tmp_path / "six")
    pq.write_table(pa.table({**common, "src_ip": pa.array([0xCB007107, 1], pa.uint32())}), tmp_path / "four")
    six, four = read(tmp_path / "six"), read(tmp_path / "four")
    assert [each["src_ip"] for each in six.rows] == v6
    assert [each["src_ip"] for each in four.rows] == [v6[0], MAPPED + bytes([0, 0, 0, 1])]
    assert [each["path"] for each in six.rows] == ["/café", "/\ufffd"]
    assert [(each["host"], each["status"], each["log_date"]) for each in six.rows] == [
        ("a", 200, date(2026, 11, 22)),
        ("b", 0, date(2026, 11, 22)),
    ]
    assert six.replaced == 1


def test_packed_addresses_of_parquet_are_told_from_text(tmp_path: Path) -> None:
    """16 bytes in a column of fixed width are an address; 16 bytes of variable width are its text."""
    packed, text = ipaddress.IPv6Address("2001:db8::1").packed, b"2001:db8::1:2:34"
    for kind, value, stored in (
        (pa.binary(16), packed, packed),
        (pa.binary(), text, ipaddress.IPv6Address(text.decode()).packed),
    ):
        pq.write_table(pa.table({"time": [1], "src_ip": pa.array([value], kind)}), tmp_path / "file")
        assert read(tmp_path / "file").rows[0]["src_ip"] == stored


ODD = [
    pa.array([2**62, 1_795_348_800], pa.timestamp("us")),
    pa.array([2**62, -1], pa.timestamp("ms", "UTC")),
    pa.array([2**31 - 1, -1], pa.date32()),
    pa.array([2**62, 0], pa.date64()),
    pa.array([5, None], pa.duration("s")),
    pa.array([5, None], pa.time64("us")),
    pa.array([200, None], pa.decimal128(5, 2)),
    pa.array([1.5, float("nan")], pa.float64()),
    pa.array([[2**62], None], pa.list_(pa.timestamp("ms"))),
    pa.array([{"a": 1}, None]),
    pa.array([True, None]),
    pa.array([2**64 - 1, None], pa.uint64()),
    pa.array([b"\xff\0", None], pa.binary()),
    pa.array([b"\xff\0", None], pa.binary(2)),
    pa.array([b"\xff" * 16, None], pa.large_binary()),
    pa.array(["text", None], pa.string_view()),
    pa.array([b"bytes", None], pa.binary_view()),
    pa.array(["text", None]).dictionary_encode(),
    pa.nulls(2),
]


@pytest.mark.parametrize("array", ODD, ids=lambda array: str(array.type))
def test_no_type_of_parquet_in_any_column_raises(tmp_path: Path, array: pa.Array) -> None:
    good = {"time": pa.array([1_795_348_800] * 2), "src_ip": pa.array(["::1"] * 2)}
    for name in COLUMNS:
        pq.write_table(pa.table({**good, name: array}), tmp_path / "file")
        found = read(tmp_path / "file", "parquet")
        assert len(found.rows) + len(found.rejects) == 2
        assert all(reject.reason.startswith(f"{name}: ") and len(reject.raw) > 20 for reject in found.rejects)


@pytest.mark.parametrize(
    ("name", "array", "stored"),
    [
        ("status", pa.array([200], pa.decimal128(5, 2)), 200),
        ("status", pa.array([404.0]), 404),
        ("path", pa.array([0], pa.timestamp("s")), "1970-01-01 00:00:00.000"),
        ("log_date", pa.array([86_399], pa.timestamp("s")), date(1970, 1, 1)),
        ("log_date", pa.array([b"2026-11-22"], pa.binary()), date(2026, 11, 22)),
        ("time", pa.array([b"2026-11-22 12:00:00"], pa.binary()), datetime.fromisoformat("2026-11-22T12:00:00+00:00")),
    ],
)
def test_types_of_parquet_that_mean_the_value(tmp_path: Path, name: str, array: pa.Array, stored: object) -> None:
    good = {"time": pa.array([1_795_348_800]), "src_ip": pa.array(["::1"])}
    pq.write_table(pa.table({**good, name: array}), tmp_path / "file")
    (found,) = read(tmp_path / "file", "parquet").rows
    assert found[name] == stored


def test_a_bad_row_of_parquet_is_named_by_its_number(tmp_path: Path) -> None:
    table = pa.table(
        {
            "time": ["2026-11-22 12:00:00"] * 5,
            "src_ip": ["203.0.113.7", "::1", "nowhere", None, "::2"],
            "src_port": [1, 2, 3, 4, 5],
        }
    )
    pq.write_table(table, tmp_path / "file.parquet", row_group_size=2)
    found = read(tmp_path / "file.parquet")
    assert found.ports == [1, 2, 5]
    assert found.reasons == {3: "src_ip: 'nowhere' is not an IPv4 or IPv6 address", 4: "src_ip: missing"}
    assert json.loads(found.rejects[0].raw)["src_ip"] == "nowhere"


def test_a_broken_row_group_costs_its_own_rows(tmp_path: Path) -> None:
    path = tmp_path / "file.parquet"
    table = pa.table(
        {
            "time": [1_795_348_800] * 30,
            "src_ip": [f"2001:db8::{n:x}:{n * 7919 % 65536:x}" for n in range(30)],
            "src_port": list(range(30)),
        }
    )
    pq.write_table(table, path, row_group_size=10, write_page_checksum=True, use_dictionary=False, compression="none")
    data = bytearray(path.read_bytes())
    place = data.index(b"2001:db8::c:")
    data[place : place + 4] = b"\xff\xff\xff\xff"
    path.write_bytes(data)
    found = read(path)
    assert found.ports == [*range(10), *range(20, 30)]
    (damage,) = found.damage
    assert damage.startswith("rows 11 to 20 cannot be read")


@pytest.mark.parametrize("keep", [4, 100, -1, -20])
def test_parquet_without_its_footer_is_unreadable(tmp_path: Path, keep: int) -> None:
    pq.write_table(pa.table({"time": [1], "src_ip": ["::1"]}), tmp_path / "whole")
    data = (tmp_path / "whole").read_bytes()[:keep]
    with pytest.raises(Unreadable, match="not a whole Parquet file"):
        of(data)


# --- which format, which file -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("x.jsonl", b"nonsense", "jsonl"),
        ("x.csv.gz", b"time;src_ip", "csv"),
        ("x.csv", b'{"time": 1}', "jsonl"),
        ("x.log", b'\n  {"time": 1}', "jsonl"),
        ("x.log", b"time,src_ip\n", "csv"),
        ("x.log", b'[2026-11-22] broken\n{"time": 1}', "jsonl"),
        ("x.jsonl", b"PAR1....", "parquet"),
        ("x.parquet", b"broken", "parquet"),
        ("x.tsv.zst", b"time\tsrc_ip", "csv"),
        ("x", b"", "jsonl"),
    ],
)
def test_the_format_follows_from_content_and_name(tmp_path: Path, name: str, data: bytes, form: Format) -> None:
    (tmp_path / name).write_bytes(data)
    with ExitStack() as stack:
        assert inputs.opened(str(tmp_path / name), None, stack).format == form
        assert inputs.opened(str(tmp_path / name), "csv", stack).format == "csv"


def test_an_empty_file_has_no_rows() -> None:
    forms: tuple[Format, ...] = ("jsonl", "csv")
    for form in forms:
        assert of(b"", form).rows == []


def test_packed_parquet_is_unpacked(tmp_path: Path) -> None:
    pq.write_table(pa.table({"time": [1], "src_ip": ["::1"], "src_port": [9]}), tmp_path / "file")
    packed = gzip.compress((tmp_path / "file").read_bytes())
    assert of(packed).ports == [9]
    with pytest.raises(Unreadable, match="end too early"):
        of(packed[:-10])


def test_patterns_are_matched_also_when_quoted(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.jsonl", "c[1].jsonl", "d.csv"):
        (tmp_path / name).touch()
    (tmp_path / "folder.jsonl").mkdir()
    here = str(tmp_path)
    assert inputs.named([f"{here}/*.jsonl", f"{here}/a.jsonl"]) == [
        f"{here}/{name}" for name in ("a.jsonl", "b.jsonl", "c[1].jsonl")
    ]
    assert inputs.named([f"{here}/c[1].jsonl", f"{here}/none*", "-"]) == [f"{here}/c[1].jsonl", f"{here}/none*", "-"]


# --- what is derived --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fingerprint", "parts"),
    [
        ("1:65536;2:0;4:6291456;6:262144|15663105|0|m,a,s,p", ("1:65536;2:0;4:6291456;6:262144", 15663105, "m,a,s,p")),
        ("|00|0|a,m,p,s", ("", 0, "a,m,p,s")),
        ("3:100;4:65535|10420225|3:0:0:201,5:0:0:101|m,s,a,p", ("3:100;4:65535", 10420225, "m,s,a,p")),
        ("", ("", 0, "")),
        ("not a fingerprint", ("", 0, "")),
        ("1:2|99999999999|0|m", ("1:2", 0, "m")),
        ("1:2|4294967296|0|m", ("1:2", 0, "m")),
        ("1:2|x|0|m", ("1:2", 0, "m")),
    ],
)
def test_parts_of_the_http2_fingerprint(fingerprint: str, parts: tuple[str, int, str]) -> None:
    names = ("h2_settings_fp", "h2_window_update", "h2_pseudo_order")
    without, with_empty = (
        of(as_json([row(h2_fingerprint=fingerprint)])),
        of(as_csv([row(h2_fingerprint=fingerprint, **dict.fromkeys(names, ""))]), "csv"),
    )
    assert tuple(without.rows[0][name] for name in names) == parts
    assert tuple(with_empty.rows[0][name] for name in names) == parts


def test_parts_that_are_given_stay() -> None:
    given_parts = {"h2_settings_fp": "9:9", "h2_window_update": 0, "h2_pseudo_order": "p"}
    (found,) = of(as_json([row(h2_fingerprint="1:2|3|0|m", **given_parts)])).rows
    assert {name: found[name] for name in given_parts} == given_parts


def test_the_day_is_kept_when_given_and_derived_in_utc_when_not() -> None:
    found = of(as_json([row(1, log_date="2026-11-21"), row(2), row(3, time="2026-11-22T23:30:00-02:00")]))
    assert [each["log_date"] for each in found.rows] == [date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23)]


def test_a_shift_moves_time_and_day_and_rejects_what_leaves_the_calendar(tmp_path: Path) -> None:
    path = tmp_path / "file.jsonl"
    path.write_text(as_json([row(1, log_date="2026-11-22"), row(2, time=10)]))
    found = read(path, shift=-86_400)
    assert [(f"{each['time']:%Y-%m-%d %H:%M:%S}", each["log_date"]) for each in found.rows] == [
        ("2026-11-21 12:00:00", date(2026, 11, 21))
    ]
    assert found.reasons == {2: "time: not between 1970 and 2106 once it is shifted"}
