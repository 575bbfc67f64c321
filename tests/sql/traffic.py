"""Requests for tests: made by hand, or the captured ones moved to the present."""

from __future__ import annotations

import gzip
import ipaddress
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from ja4dash.db import Door
from ja4dash.rollups import ROLLUPS
from ja4dash.schema.definition import definitions

CAPTURE: Final = Path(__file__).parents[1] / "data" / "loopback_http_logs.jsonl.gz"
COLUMNS: Final = next(one.columns for one in definitions() if one.object == "http_logs")


def packed(ip: str) -> bytes:
    """The 16 bytes of an address, IPv4 mapped into IPv6."""
    found = ipaddress.ip_address(ip)
    return found.packed if found.version == 6 else bytes(10) + b"\xff\xff" + found.packed


def send(door: Door, requests: Iterable[Mapping[str, object]]) -> None:
    """Insert requests: `ago` in seconds before the engine's clock, the columns of http_logs, and a default for the rest."""
    _insert(door, *_table(requests))


def drop_columns(door: Door, *columns: str) -> None:
    """Make http_logs as a deployment has it that lacks these columns, and that made no rollups over it."""
    for rollup in ROLLUPS.values():
        door.command(f"DROP TABLE `{door.settings.processing_db}`.{rollup.fill} SYNC")
    for column in columns:
        door.command(f"ALTER TABLE {{logs:Identifier}}.http_logs DROP COLUMN {column}", door.names())
    door._columns = door._coverage = None


def send_captured(door: Door) -> None:
    """Insert all captured requests, the last of them ten seconds ago, keeping their spacing."""
    _insert(door, *_captured_table())


def _insert(door: Door, rows: pa.Table, ago: Sequence[int]) -> None:
    now = int(door.now().timestamp())
    time = pa.array([now - seconds for seconds in ago], pa.uint32())
    door.insert(door.settings.logs_db, "http_logs", rows.append_column("time", time))


def _table(requests: Iterable[Mapping[str, object]]) -> tuple[pa.Table, list[int]]:
    """Requests but for their time, and how long ago each was."""
    rows = [
        {"src_ip": "203.0.113.9", "method": "GET", "path": "/", "host": "shop.example", "ago": 0} | dict(row) for row in requests
    ]
    columns = {name for row in rows for name in row} - {"ago", "src_ip"}
    data: dict[str, Any] = {
        name: pa.array([row.get(name, _empty(name)) for row in rows], _kind(name)) for name in sorted(columns)
    }
    data["src_ip"] = pa.array([packed(str(row["src_ip"])) for row in rows], pa.binary(16))
    return pa.table(data), [int(str(row["ago"])) for row in rows]


@cache
def _captured_table() -> tuple[pa.Table, list[int]]:
    rows = captured_requests()
    last = max(_seconds(row) for row in rows)
    kept = COLUMNS.keys() - {"time"}
    return _table({name: row[name] for name in row if name in kept} | {"ago": 10 + last - _seconds(row)} for row in rows)


@cache
def captured_requests() -> list[dict[str, Any]]:
    """The captured requests as they were recorded, all columns but log_date. Not to be changed."""
    with gzip.open(CAPTURE, "rt", encoding="utf-8") as lines:
        rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
    return [{name: value for name, value in row.items() if name != "log_date"} for row in rows]


def _seconds(row: Mapping[str, Any]) -> int:
    return int(datetime.fromisoformat(str(row["time"])).replace(tzinfo=UTC).timestamp())


def _kind(name: str) -> pa.DataType:
    kinds = {"UInt16": pa.uint16(), "UInt32": pa.uint32()}
    return kinds.get(COLUMNS[name], pa.string())


def _empty(name: str) -> object:
    return 0 if "UInt" in COLUMNS[name] else ""
