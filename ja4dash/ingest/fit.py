"""From raw columns to the table that http_logs takes, and the rows that do not fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from ja4dash.ingest.batch import Batch, Reject
from ja4dash.ingest.columns import REQUIRED
from ja4dash.ingest.kinds import SECONDS, Kind, Time
from ja4dash.ingest.values import MAX_TIME

_PARTS: Final = 4
_DIGITS: Final = 10
_MAX_WINDOW: Final = 2**32 - 1


@dataclass(frozen=True)
class Fitted:
    """Rows as http_logs takes them, the rejected ones (of reading and of fitting), and what was changed in values."""

    table: pa.Table
    rejects: list[Reject]
    cut: int
    replaced: int


def fitted(batch: Batch, kinds: Mapping[str, Kind], shift: int = 0) -> Fitted:
    """The rows of a batch in the types of `kinds`, their times moved by `shift` seconds."""
    rows = len(batch.numbers)
    columns: dict[str, pa.Array] = {}
    problems: dict[int, list[str]] = {}
    cut, replaced = 0, batch.replaced
    for name, kind in kinds.items():
        raw = batch.columns.get(name)
        if raw is None and name not in REQUIRED:
            continue
        result = kind.convert([None] * rows if raw is None else raw)
        columns[name] = result.array
        cut += result.cut
        replaced += result.replaced
        for row, why in result.problems.items():
            problems.setdefault(row, []).append(f"{name}: {why}")
    if shift:
        columns["time"] = pc.add(columns["time"], shift)
        columns.pop("log_date", None)
        for row in _outside(columns["time"]):
            problems.setdefault(row, []).append("time: not between 1970 and 2106 once it is shifted")
    _derive(columns, kinds)
    table = pa.table({name: _stored(array, kinds[name]) for name, array in columns.items()})
    rejects = batch.rejects + [Reject(batch.numbers[row], "; ".join(why), batch.raw(row)) for row, why in problems.items()]
    if problems:
        table = table.filter(pa.array(row not in problems for row in range(rows)))
    return Fitted(table, sorted(rejects, key=lambda reject: reject.line), cut, replaced)


def _outside(time: pa.Array) -> list[int]:
    outside = pc.or_(pc.less(time, 0), pc.greater(time, MAX_TIME))
    found: list[int] = pc.indices_nonzero(pc.fill_null(outside, False)).to_pylist()
    return found


def _stored(array: pa.Array, kind: Kind) -> pa.Array:
    if kind.default is None:
        return array.cast(SECONDS) if isinstance(kind, Time) else array
    return pc.fill_null(array, pa.scalar(kind.default, array.type)) if array.null_count else array


def _derive(columns: dict[str, pa.Array], kinds: Mapping[str, Kind]) -> None:
    """The day, and the parts of the HTTP/2 fingerprint, where they were not given."""
    if "log_date" in kinds:
        day = columns["time"].cast(SECONDS).cast(pa.date32())
        columns["log_date"] = pc.coalesce(columns["log_date"], day) if "log_date" in columns else day
    if "h2_fingerprint" in columns:
        for name, derived in _parts(columns["h2_fingerprint"]).items():
            if name in kinds:
                columns[name] = _given_or(columns.get(name), derived)


def _given_or(given: pa.Array | None, derived: pa.Array) -> pa.Array:
    if given is None:
        return derived
    if pa.types.is_string(given.type):
        given = pc.if_else(pc.equal(given, ""), pa.scalar(None, given.type), given)
    return pc.coalesce(given, derived)


def _parts(fingerprints: pa.Array) -> dict[str, pa.Array]:
    """Settings, window update and pseudo-header order of fingerprints in the Akamai form; null where there is none."""
    encoded = fingerprints.dictionary_encode()
    split = [_split(text) for text in encoded.dictionary.to_pylist()]
    types = {"h2_settings_fp": pa.string(), "h2_window_update": pa.uint32(), "h2_pseudo_order": pa.string()}
    return {
        name: pa.array([parts[place] for parts in split], kind).take(encoded.indices)
        for place, (name, kind) in enumerate(types.items())
    }


def _split(fingerprint: str) -> tuple[str | None, int | None, str | None]:
    """`SETTINGS|WINDOW_UPDATE|PRIORITY|PSEUDO` (Akamai, "Passive Fingerprinting of HTTP/2 Clients", 2017)."""
    parts = fingerprint.split("|")
    if len(parts) != _PARTS:
        return None, None, None
    known = parts[1].isascii() and parts[1].isdigit() and len(parts[1]) <= _DIGITS
    window = int(parts[1]) if known else None
    return parts[0], window if window is not None and window <= _MAX_WINDOW else None, parts[3]
