"""The store: what a cycle wrote, replaced window by window, so that nothing is lost or doubled.

A window's rows carry one `detected_at`. The record of the cycle is written first and removed last, so what a cycle that was
cut off left behind is always named by a record. A window is complete when one record stands and its scores add up to the
requests that are there; any other is scored again.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from ja4dash.db import HEAVY
from ja4dash.detect.models import FOREST
from ja4dash.detect.windows import Window, hour_of
from ja4dash.schema.definition import definitions

if TYPE_CHECKING:
    from ja4dash.db import Door

TABLES: Final = ("ml_performance_metrics", "ml_detected_anomalies", "fleet_detections", "ml_all_scores", "session_features")
"""In the order they are written. The last is of our own; a database that was migrated long ago lacks it."""

_SPREAD: Final = re.compile(r"Distributed\('?([\w.-]+)'?, '?(\w+)'?, '?(\w+)'?[,)]")
_TIME: Final = {"ml_performance_metrics": "cycle_at"}
_KINDS: Final[dict[str, Any]] = {
    "DateTime": pa.uint32(),
    "String": pa.string(),
    "LowCardinality(String)": pa.string(),
    "IPv6": pa.binary(16),
    "Float32": pa.float32(),
    "UInt8": pa.uint8(),
    "UInt32": pa.uint32(),
    "UInt64": pa.uint64(),
    "Int32": pa.int32(),
    "Array(String)": pa.list_(pa.string()),
}


def foreign(door: Door) -> list[str]:
    """Models of another detector that have scored here."""
    return [str(name) for name in door.read("detect/foreign_models", model=FOREST)["model_name"]]


def scored_by_hour(door: Door, since: datetime, until: datetime) -> dict[datetime, int]:
    """Requests that our scores account for, by clock hour."""
    frame = door.read("detect/scored", guard=HEAVY, since=hour_of(since), until=until, model=FOREST)
    return {hour.to_pydatetime(): int(count) for hour, count in zip(frame["hour"], frame["requests"], strict=True)}


def flagged(door: Door, since: datetime, until: datetime) -> pd.DataFrame:
    """Our detections at MEDIUM or worse with since <= detected_at < until: `address`, `ja4`, `host`, `detected_at`,
    `anomaly_score`, `hits`, `hit_velocity`, `fuzzing_index`, `post_ratio`, `asn_number`, `campaign_id`."""
    return door.read("detect/flagged", guard=HEAVY, since=since, until=until, model=FOREST)


def recurrence(door: Door, window: Window) -> dict[str, int]:
    """Of the sources seen in the window: in how many earlier hours of the 30 days before they were detected."""
    frame = door.read("detect/recurrence", guard=HEAVY, since=window.since, until=window.seen, model=FOREST)
    return dict(zip(frame["address"], frame["hours"].astype(int), strict=True))


def last_campaign(door: Door) -> int:
    """The highest campaign id that any detection carries; 0 for none."""
    return int(door.read("detect/last_campaign")["campaign_id"].iloc[0])


def keeps_features(door: Door) -> bool:
    """True when the deployment has the table session_features."""
    return bool(door.read("detect/kept")["tables"].iloc[0])


def replace(door: Door, window: Window, rows: dict[str, pd.DataFrame]) -> None:
    """Write a window's rows and remove what an earlier cycle wrote for it; a table without rows in `rows` is left alone.

    Raises QueryError; run the window again then.
    """
    former = _written(door, window)
    if window.last in former:
        _remove(door, rows, [window.last])
    for table in TABLES:
        if table in rows and len(rows[table]):
            door.insert(door.settings.processing_db, table, _arrow(table, rows[table]))
    _remove(door, rows, [moment for moment in former if moment != window.last])


def _written(door: Door, window: Window) -> list[datetime]:
    frame = door.read("detect/written", since=window.since, until=window.until, model=FOREST)
    return [moment.to_pydatetime() for moment in frame["cycle_at"]]


def _remove(door: Door, tables: Collection[str], moments: Sequence[datetime]) -> None:
    """Our rows of these moments, the records last, so that a cut leaves a trace of what is still there."""
    if not moments:
        return
    own = {
        "moments": [int(moment.timestamp()) for moment in moments],
        "first": min(moments),
        "last": max(moments),
        "model": FOREST,
        "processing": door.settings.processing_db,
    }
    for table in (table for table in reversed(TABLES) if table in tables):
        where = _of_moments(table)
        held = f"SELECT count() AS held FROM {{processing:Identifier}}.{table} {where}"  # noqa: S608 - names of ours
        if door.query(held, own)["held"].iloc[0]:
            engine = door.read("detect/engine", table=table, processing=door.settings.processing_db)["engine_full"]
            door.command(f"DELETE FROM {rows_of(table, str(engine.iloc[0]))} {where}", own)  # noqa: S608 - names of ours


def _of_moments(table: str) -> str:
    """Our rows of some moments; the bounds keep the engine from looking through the whole table."""
    time = _TIME.get(table, "detected_at")
    model = "" if table == "fleet_detections" else " AND model_name = {model:String}"
    bounds = f"{time} >= {{first:DateTime('UTC')}} AND {time} <= {{last:DateTime('UTC')}}"
    return f"WHERE {bounds} AND has({{moments:Array(UInt32)}}, toUnixTimestamp({time})){model}"


def rows_of(table: str, engine: str) -> str:
    """Where a DELETE finds a table's rows: in the table, or on every node of a cluster when it is a Distributed one."""
    found = _SPREAD.match(engine)
    if not found:
        return f"{{processing:Identifier}}.{table}"
    cluster, database, local = found.groups()
    return f"`{database}`.`{local}` ON CLUSTER `{cluster}`"


def _arrow(table: str, frame: pd.DataFrame) -> pa.Table:
    columns = next(one.columns for one in definitions() if one.object == table)
    arrays = {}
    for name, declared in columns.items():
        kind = declared.split(" DEFAULT")[0]
        arrays[name] = _map(frame, name) if kind.startswith("Map") else _array(frame[name], kind)
    return pa.table(arrays)


def _map(frame: pd.DataFrame, name: str) -> pa.MapArray:
    """A map whose entries are the columns `<name>.<entry>`; what is NaN is left out."""
    entries = [column for column in frame.columns if column.startswith(f"{name}.")]
    values = frame[entries].to_numpy("float32")
    known = ~np.isnan(values)
    offsets = np.concatenate([[0], np.cumsum(known.sum(axis=1))]).astype("int32")
    keys = np.array([entry.removeprefix(f"{name}.") for entry in entries])[np.nonzero(known)[1]]
    return pa.MapArray.from_arrays(pa.array(offsets), pa.array(keys, pa.string()), pa.array(values[known], pa.float32()))


def packed(addresses: pd.Series) -> list[bytes]:
    """Addresses, as the engine writes them, as 16 bytes."""
    known = {address: ipaddress.IPv6Address(address).packed for address in addresses.unique()}
    return [known[address] for address in addresses]


def _array(values: pd.Series, kind: str) -> pa.Array:
    if kind == "IPv6":
        return pa.array(packed(values), pa.binary(16))
    if kind == "DateTime":
        return pa.array(
            (values.dt.tz_convert("UTC").dt.tz_localize(None).astype("datetime64[s]").astype("int64")).to_list(), pa.uint32()
        )
    if kind.startswith(("UInt", "Int")):
        return pa.array(values.astype("int64").to_list(), _KINDS[kind])
    if kind == "Float32":
        return pa.array(values.astype("float64").to_numpy(), pa.float32(), from_pandas=False)
    return pa.array(values.to_list(), _KINDS[kind])
