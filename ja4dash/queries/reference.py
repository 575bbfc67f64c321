"""Reference lists and dictionaries: what is known beforehand about addresses, fingerprints and networks (39 to 41).

A list is read from its table; where a deployment has none, from its dictionary, which holds what is looked up but not
notes or sources. `frame.attrs["source"]` says which it was, `frame.attrs["read_only"]` that it was the dictionary.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from ja4dash import db
from ja4dash.cache import cached
from ja4dash.db import EXPORT, INTERACTIVE, Guard, Order, read
from ja4dash.errors import Category, QueryError
from ja4dash.provenance import told_by
from ja4dash.queries.checks import bounded
from ja4dash.scope import MAX_TEXT, ScopeError, address


@dataclass(frozen=True)
class RefList:
    """A reference list: where it is kept, its title, what it can be sorted by, and the column it is broken down by.

    `richer`: the table has columns that the dictionary lacks, which therefore has a statement of its own.
    """

    name: str
    title: str
    table: str
    dictionary: str
    by: str
    sorts: Mapping[str, str] = field(hash=False)
    richer: bool = False

    def statement(self, source: str) -> str:
        """The statement that reads this list from its table or its dictionary."""
        return f"reference/{self.name}_dictionary" if self.richer and source == self.dictionary else f"reference/{self.name}"


def _plain(*columns: str, **expressions: str) -> dict[str, str]:
    return {column: column for column in columns} | expressions


def _network(column: str) -> str:
    """Ranges by address, not by alphabet: 9.0.0.0/8 comes before 10.0.0.0/8."""
    return f"toIPv6OrDefault(splitByChar('/', {column})[1])"


LISTS: Final = {
    item.name: item
    for item in (
        RefList(
            "bot_ip",
            "Bots by address range",
            "ref_bot_ip",
            "dict_bot_ip",
            "bot_name",
            _plain("bot_name", prefix=_network("network")),
        ),
        RefList("bot_ja4", "Tools and bots by JA4", "ref_bot_ja4", "dict_bot_ja4", "bot_name", _plain("ja4", "bot_name")),
        RefList(
            "browser_ja4",
            "Browsers by JA4",
            "ref_browser_ja4",
            "dict_browser_ja4",
            "browser_family",
            _plain("ja4", "browser_family", "tls_library", "context"),
        ),
        RefList(
            "browser_h2",
            "Browsers by HTTP/2 fingerprint",
            "browser_h2_signatures",
            "dict_browser_h2",
            "browser_family",
            _plain("h2_fingerprint", "browser_family", "confidence", "notes"),
            richer=True,
        ),
        RefList(
            "asn_reputation",
            "Networks by kind",
            "ref_asn_reputation",
            "dict_asn_reputation",
            "label",
            _plain("src_asn", "label", "name", "label_source"),
            richer=True,
        ),
        RefList(
            "iplocate_asn",
            "Networks by address range",
            "ref_iplocate_asn",
            "dict_iplocate_asn",
            "country_code",
            _plain("asn", "country_code", "name", network=_network("range")),
        ),
        RefList(
            "anubis_ip_rules",
            "Anubis rules by address range",
            "anubis_ip_rules",
            "",
            "action",
            _plain("bot_name", "action", "category", prefix=_network("prefix")),
        ),
        RefList(
            "anubis_asn_rules",
            "Anubis rules by network",
            "anubis_asn_rules",
            "",
            "action",
            _plain("asn", "bot_name", "action", "category"),
        ),
    )
}
"""The eight lists, by name."""

_TOUCHED: Final = 6
"""Dictionaries that `sql/reference/touch.sql` names."""


@cached(ttl="30s")
def dictionaries() -> pd.DataFrame:
    """The dictionaries: `name`, `layout`, `state`, `elements`, `keys`, `attributes`, `bytes`, `last_load`, `error`.

    There being none is a QueryError: every deployment has some. A dictionary that nobody used since the engine started is
    asked for one element first, so that it is loaded.
    """
    found = _dictionaries()
    if found.empty:
        raise QueryError(Category.MISSING, f"There is no dictionary in {db.door().settings.processing_db}")
    asleep = [str(name) for name in found.loc[found["state"] == "NOT_LOADED", "name"]]
    if not asleep:
        return found
    touched = _wake(asleep)
    now = _dictionaries()
    return told_by(now, found, *touched, now)


@cached(ttl="1m")
def reflist(name: str, q: str = "", *, order: Order | None = None, limit: int = 200, offset: int = 0) -> pd.DataFrame:
    """One page (1 to 10,000) of a list whose text contains `q`, literally; an address also finds the ranges that hold it.

    `attrs["total"]` counts all that match, `attrs["source"]` and `attrs["read_only"]` say where it was read.
    """
    item = _known(name)
    there = _sources(name)
    source = _source(item, there)
    limit, offset = bounded("limit", limit, 1, 10_000), bounded("offset", offset, 0, 10**9)
    frame = _page(item, source, q, order=order, limit=limit, offset=offset)
    counted = frame if len(frame) or not offset else _page(item, source, q, order=order, limit=1, offset=0)
    return _told(frame, item, source, counted, there)


def extract(name: str, most: int, *, q: str = "", order: Order | None = None) -> pd.DataFrame:
    """The first entries (1 to 100,000) of a list that match, for an export; asked anew each time. See `reflist`."""
    item = _known(name)
    there = _sources(name)
    source = _source(item, there)
    frame = _page(item, source, q, order=order, limit=bounded("most", most, 1, EXPORT.rows), offset=0, guard=EXPORT)
    return _told(frame, item, source, frame, there)


@cached(ttl="1m")
def reflist_stats(name: str, limit: int = 1000) -> pd.DataFrame:
    """`entries` of a list by `value` (bot, family, label, country or action), most first; `attrs["total"]` is its length."""
    item = _known(name)
    there = _sources(name)
    source = _source(item, there)
    frame = read("reference/stats", by=item.by, source=source, limit=bounded("limit", limit, 1, 10_000))
    return _told(frame, item, source, frame, there)


@cached(ttl="30s")
def signatures(limit: int = 10_000) -> pd.DataFrame:
    """HTTP/2 signatures: h2_fingerprint, browser_family, confidence (0..1, NaN = not kept), notes; what dict_browser_h2 says
    of the fingerprint now (`live_family`, empty = nothing) and whether that is this entry's family (`live`, 0 or 1).

    `attrs` as those of `reflist`: without the table, the dictionary's content is the list.
    """
    item = LISTS["browser_h2"]
    there = _sources(item.name)
    source, limit = _source(item, there), bounded("limit", limit, 1, 10_000)
    entries = _page(item, source, "", order=None, limit=limit, offset=0)
    loaded = entries.head(0)
    if item.dictionary in set(there["name"]):
        loaded = entries if source == item.dictionary else _page(item, item.dictionary, "", order=None, limit=10_000, offset=0)
    says = dict(zip(loaded["h2_fingerprint"], loaded["browser_family"], strict=True))
    answered = entries["h2_fingerprint"].map(lambda fingerprint: says.get(fingerprint, "")).astype("str")
    listed = entries.assign(live_family=answered, live=(answered == entries["browser_family"]).astype("int64"))
    return _told(told_by(listed, entries, loaded), item, source, entries, there)


def _known(name: str) -> RefList:
    if name not in LISTS:
        raise QueryError(Category.PARAMETER, f"no reference list {name!r}; choose one of {', '.join(LISTS)}")
    return LISTS[name]


@cached(ttl="30s")
def _sources(name: str) -> pd.DataFrame:
    item = LISTS[name]
    return read("reference/sources", names=[name for name in (item.table, item.dictionary) if name])


def _source(item: RefList, there: pd.DataFrame) -> str:
    """The table where there is one, else the dictionary."""
    known = set(there["name"])
    return next((name for name in (item.table, item.dictionary) if name in known), item.table)


def _page(
    item: RefList, source: str, q: str, *, order: Order | None, limit: int, offset: int, guard: Guard = INTERACTIVE
) -> pd.DataFrame:
    text = q.strip()
    if len(text) > MAX_TEXT:
        raise QueryError(Category.PARAMETER, f"the search takes at most {MAX_TEXT} characters")
    return read(
        item.statement(source),
        guard=guard,
        order=order,
        sorts=item.sorts,
        source=source,
        q=text,
        address=_address(text),
        limit=limit,
        offset=offset,
    )


def _address(text: str) -> str:
    """The text as an address to find the ranges around; "::" when it is none."""
    try:
        return address(text)
    except ScopeError:
        return "::"


def _told(frame: pd.DataFrame, item: RefList, source: str, counted: pd.DataFrame, there: pd.DataFrame) -> pd.DataFrame:
    told = told_by(frame.drop(columns="total"), there, frame, counted)
    total = int(counted["total"].iloc[0]) if len(counted) else 0
    told.attrs |= {"total": total, "source": source, "read_only": source == item.dictionary}
    return told


def _dictionaries() -> pd.DataFrame:
    return read("reference/dictionaries")


def _wake(names: list[str]) -> list[pd.DataFrame]:
    """Six at a time; where one of them cannot be loaded, each for itself."""
    found = []
    for start in range(0, len(names), _TOUCHED):
        six = names[start : start + _TOUCHED]
        together = _touch(six)
        found += [_touch([name]) for name in six] if together.empty else [together]
    return found


def _touch(names: list[str]) -> pd.DataFrame:
    own = db.door().settings.processing_db
    slots: dict[str, Any] = {f"d{slot}": f"{own}.{names[slot % len(names)]}" for slot in range(_TOUCHED)}
    try:
        return read("reference/touch", **slots)
    except QueryError:
        return pd.DataFrame()  # the list of dictionaries shows the error of one that cannot be loaded
