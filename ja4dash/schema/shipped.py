"""The shipped reference lists, loaded into the tables that the dictionaries read.

A list is replaced by a newer one only while its rows are exactly those that an earlier release loaded. Signatures are
only ever added to: an analyst's own stay, and one that was withdrawn does not come back.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import pyarrow as pa
from pyarrow import csv

if TYPE_CHECKING:
    from ja4dash.db import Door

_KINDS: Final = {"asn": pa.uint32(), "src_asn": pa.uint32(), "confidence": pa.float32()}

_STATE: Final = """
SELECT
    count() AS n,
    sum(toUInt64(CRC32(concatWithSeparator('\t', columns)))) AS checksum,
    (SELECT groupUniqArray(checksum) FROM {processing:Identifier}.reference_loads WHERE list = {list:String}) AS loaded,
    (SELECT count() FROM system.dictionaries WHERE database = {processing:String} AND name = {dictionary:String}) AS readers
FROM {processing:Identifier}.{table:Identifier}
"""
_RECORD: Final = """
INSERT INTO {processing:Identifier}.reference_loads (list, rows, checksum, keys)
SELECT {list:String}, {rows:UInt64}, {checksum:UInt64}, {keys:Array(String)}
"""
_NEW: Final = """
SELECT arrayJoin({keys:Array(String)}) AS key
WHERE key NOT IN (SELECT key_column FROM {processing:Identifier}.{table:Identifier})
  AND key NOT IN (SELECT arrayJoin(keys) FROM {processing:Identifier}.reference_loads WHERE list = {list:String})
"""


@dataclass(frozen=True)
class ListState:
    """Whether a table holds this release's rows, whether they may be changed, and how: emptied, added to, dictionary reloaded."""

    current: bool
    replaceable: bool
    empty_first: bool
    add: pa.Table
    reload: bool


@dataclass(frozen=True)
class ReferenceList:
    """A shipped file, its table, and the columns that go there (the first is the key)."""

    file: str
    table: str
    columns: tuple[str, ...]
    dictionary: str = ""
    additive: bool = False

    @cached_property
    def rows(self) -> pa.Table:
        """The file's rows."""
        kinds = {name: _KINDS.get(name, pa.string()) for name in self.columns}
        options = csv.ConvertOptions(include_columns=list(self.columns), column_types=kinds, strings_can_be_null=False)
        with files("ja4dash").joinpath("reference", self.file).open("rb") as opened:
            return csv.read_csv(opened, convert_options=options)

    @cached_property
    def keys(self) -> list[str]:
        """The first column, each value once."""
        return sorted(set(self.rows[self.columns[0]].to_pylist()))

    @cached_property
    def checksum(self) -> int:
        """Sum of the CRC-32 of each row's text, whatever their order; the engine computes the same (`_STATE`)."""
        rows = zip(*(self.rows[name].to_pylist() for name in self.columns), strict=True)
        return sum(zlib.crc32("\t".join(map(str, row)).encode()) for row in rows)

    def state(self, door: Door) -> ListState:
        """Compare the table with this release."""
        row = door.query(_STATE.replace("columns", ", ".join(self.columns)), self._names(door)).iloc[0]
        count, known, reload = int(row["n"]), set(row["loaded"]), bool(row["readers"])
        if self.additive:
            new = self._new(door)
            add = self.rows.filter(pa.array([key in new for key in self.rows[self.columns[0]].to_pylist()]))
            return ListState(bool(known) and not new, bool(known) or not count or not new, False, add, reload)
        same = (count, row["checksum"]) == (self.rows.num_rows, self.checksum)
        add = self.rows.slice(0, 0) if same else self.rows
        return ListState(same and bool(known), not count or same or row["checksum"] in known, count > 0 and not same, add, reload)

    def loader(self, cluster: str | None = None) -> Callable[[Door], str]:
        """What loads the list, as a step of a migration; says what it did."""

        def load(door: Door) -> str:
            state = self.state(door)
            if not state.replaceable:
                return "left alone: its rows were changed here"
            self._load(door, state, f" ON CLUSTER `{cluster}`" if cluster else "")
            return f"{state.add.num_rows} rows"

        return load

    def _load(self, door: Door, state: ListState, where: str) -> None:
        database = door.settings.processing_db
        if state.empty_first:
            door.command(f"TRUNCATE TABLE `{database}`.{self.table}{where}")
        if state.add.num_rows:
            door.insert(database, self.table, state.add)
        record = {"rows": self.rows.num_rows, "checksum": self.checksum, "keys": self.keys if self.additive else []}
        door.command(_RECORD, self._names(door) | record)
        if state.reload:
            door.command(f"SYSTEM RELOAD DICTIONARY{where} `{database}`.{self.dictionary}")

    def _new(self, door: Door) -> set[str]:
        """Shipped keys that were never loaded here and are not in the table."""
        sql = _NEW.replace("key_column", self.columns[0])
        return set(door.query(sql, self._names(door) | {"keys": self.keys})["key"])

    def _names(self, door: Door) -> dict[str, object]:
        names = {"processing": door.settings.processing_db, "table": self.table, "list": self.file}
        return {**names, "dictionary": self.dictionary}


LISTS: Final = (
    ReferenceList("bot_ip.csv", "ref_bot_ip", ("prefix", "bot_name"), "dict_bot_ip"),
    ReferenceList("bot_ja4.csv", "ref_bot_ja4", ("ja4", "bot_name", "source"), "dict_bot_ja4"),
    ReferenceList("browser_ja4.csv", "ref_browser_ja4", ("ja4", "browser_family", "tls_library", "context"), "dict_browser_ja4"),
    ReferenceList(
        "asn_reputation.csv", "ref_asn_reputation", ("src_asn", "label", "name", "label_source"), "dict_asn_reputation"
    ),
    ReferenceList("iplocate_asn_sample.csv", "ref_iplocate_asn", ("network", "asn", "country_code", "name"), "dict_iplocate_asn"),
    ReferenceList("anubis_ip_rules.csv", "anubis_ip_rules", ("prefix", "bot_name", "action", "category")),
    ReferenceList("anubis_asn_rules.csv", "anubis_asn_rules", ("asn", "bot_name", "action", "category")),
    ReferenceList(
        "browser_h2_signatures.csv",
        "browser_h2_signatures",
        ("h2_fingerprint", "browser_family", "confidence", "notes"),
        "dict_browser_h2",
        additive=True,
    ),
)
"""What is shipped into tables, in the order it is loaded."""
