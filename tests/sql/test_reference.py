"""Reference lists and dictionaries (operations 39 to 41; trap 8)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from ja4dash import db
from ja4dash.db import Door, Order
from ja4dash.errors import Category, QueryError
from ja4dash.pool import Pool
from ja4dash.queries import reference
from ja4dash.queries.reference import LISTS
from tests.conftest import fresh_settings
from tests.sql.sample import put

CONTRACT = {
    "bot_ip": ["prefix", "bot_name"],
    "bot_ja4": ["ja4", "bot_name"],
    "browser_ja4": ["ja4", "browser_family", "tls_library", "context"],
    "browser_h2": ["h2_fingerprint", "browser_family", "confidence", "notes"],
    "asn_reputation": ["src_asn", "label", "name", "label_source"],
    "iplocate_asn": ["network", "asn", "country_code", "name"],
    "anubis_ip_rules": ["prefix", "bot_name", "action", "category"],
    "anubis_asn_rules": ["asn", "bot_name", "action", "category"],
}
DICTIONARIES = ["dict_asn_reputation", "dict_bot_ip", "dict_bot_ja4", "dict_browser_h2", "dict_browser_ja4", "dict_iplocate_asn"]


def rows_of(door: Door, table: str) -> int:
    return int(door.query(f"SELECT count() AS n FROM {{processing:Identifier}}.{table}", door.names())["n"][0])


BOTS = ["a_b", "axb", "100%", "1000", "it's", "back\\slash", "äöü"]
RANGES = {f"10.{place}.0.0/16": bot for place, bot in enumerate(BOTS)} | {"10.11.0.0/16": "x", "10.0.0.9": "one", "no range": "y"}


@pytest.fixture(scope="module")
def ruled_door(engine_dir: Path, engine_pool: Pool) -> Door:
    """A door with Anubis rules that are told here and nowhere else."""
    made = Door(fresh_settings(engine_dir), pool=engine_pool)
    made.command("CREATE DATABASE {processing:Identifier}", made.names())
    columns = "prefix String, bot_name String, action String, category String"
    made.command(f"CREATE TABLE {{processing:Identifier}}.anubis_ip_rules ({columns}) ENGINE = Memory", made.names())
    rows = [{"prefix": prefix, "bot_name": bot, "action": "DENY"} for prefix, bot in RANGES.items()]
    put(made, made.settings.processing_db, "anubis_ip_rules", rows)
    return made


@pytest.fixture
def ruled(ruled_door: Door) -> Iterator[Door]:
    """Answer from them. For reading only."""
    with db.use(ruled_door):
        yield ruled_door


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_its_table_page_by_page(sampled: Door, name: str) -> None:
    frame = reference.reflist(name)
    whole = rows_of(sampled, LISTS[name].table)
    assert list(frame.columns) == CONTRACT[name]
    assert frame.attrs["total"] == whole > 0
    assert len(frame) == min(200, whole)
    assert (frame.attrs["source"], frame.attrs["read_only"]) == (LISTS[name].table, False)
    first, second = reference.reflist(name, limit=1), reference.reflist(name, limit=1, offset=1)
    pd.testing.assert_frame_equal(pd.concat([first, second], ignore_index=True), frame.head(2), check_dtype=False)
    past = reference.reflist(name, offset=10**6)
    assert past.empty
    assert past.attrs["total"] == whole


@pytest.mark.parametrize(("name", "column"), [(name, column) for name in LISTS for column in LISTS[name].sorts])
def test_every_sort_sorts_both_ways(sampled: Door, name: str, column: str) -> None:
    up = reference.reflist(name, order=Order(column, descending=False), limit=500)
    down = reference.reflist(name, order=Order(column, descending=True), limit=500)
    assert up.attrs["total"] == down.attrs["total"]
    if column not in ("prefix", "network"):
        values = [value.encode() if isinstance(value, str) else value for value in up[column]]
        assert values == sorted(values)
        values = [value.encode() if isinstance(value, str) else value for value in down[column]]
        assert values == sorted(values, reverse=True)


@pytest.mark.parametrize("name", LISTS)
def test_a_breakdown_adds_up(sampled: Door, name: str) -> None:
    stats = reference.reflist_stats(name)
    assert list(stats.columns) == ["value", "entries"]
    assert stats["entries"].sum() == stats.attrs["total"] == rows_of(sampled, LISTS[name].table)
    assert stats["entries"].is_monotonic_decreasing
    short = reference.reflist_stats(name, limit=1)
    assert len(short) == 1
    assert short.attrs["total"] == stats.attrs["total"]


@pytest.mark.parametrize(
    ("q", "wrong", "found"),
    [
        ("a_b", {"a_b", "axb"}, {"a_b"}),
        ("100%", {"100%", "1000"}, {"100%"}),
        ("A_B", set(), {"a_b"}),
        ("it's", {"it's"}, {"it's"}),
        ("back\\slash", {"back\\slash"}, {"back\\slash"}),
        ("ÄÖ", set(), {"äöü"}),
        ("", set(RANGES.values()), set(RANGES.values())),
    ],
)
def test_a_search_is_literal(ruled: Door, q: str, wrong: set[str], found: set[str]) -> None:
    """Trap 8."""
    naive = "SELECT bot_name FROM {processing:Identifier}.anubis_ip_rules WHERE bot_name LIKE concat('%', {q:String}, '%')"
    assert set(ruled.query(naive, ruled.names() | {"q": q})["bot_name"]) == wrong
    frame = reference.reflist("anubis_ip_rules", q)
    assert set(frame["bot_name"]) == found
    assert frame.attrs["total"] == len(frame)


@pytest.mark.parametrize("q", ["10.1.2.3", "::ffff:10.1.2.3", "::ffff:a01:203"])
def test_an_address_finds_the_ranges_that_hold_it(ruled: Door, q: str) -> None:
    assert reference.reflist("anubis_ip_rules", q)["bot_name"].tolist() == ["axb"]
    assert reference.reflist("anubis_ip_rules", "2001:db8::1").empty


def test_a_range_that_is_none_breaks_no_search(ruled: Door) -> None:
    assert reference.reflist("anubis_ip_rules", "10.0.0.9")["bot_name"].tolist() == ["a_b", "one"]
    assert reference.reflist("anubis_ip_rules", "no range")["bot_name"].tolist() == ["y"]


def test_ranges_are_sorted_as_addresses(ruled: Door) -> None:
    prefixes = [prefix for prefix in reference.reflist("anubis_ip_rules")["prefix"] if "/" in prefix]
    assert prefixes == [*(f"10.{place}.0.0/16" for place in range(7)), "10.11.0.0/16"]
    assert sorted(prefixes) != prefixes


@pytest.mark.parametrize("name", ["asn_reputation", "iplocate_asn", "anubis_asn_rules"])
def test_a_network_is_found_by_its_number_in_both_spellings(sampled: Door, name: str) -> None:
    column = "src_asn" if name == "asn_reputation" else "asn"
    number = int(reference.reflist(name, limit=1)[column][0])
    found = reference.reflist(name, f"as{number}")
    assert set(found[column]) == {number}
    assert set(reference.reflist(name, str(number))[column]) >= {number}


@pytest.mark.parametrize(
    "ask",
    [
        lambda: reference.reflist("nope"),
        lambda: reference.reflist_stats("nope"),
        lambda: reference.reflist("bot_ip", order=Order("nope")),
        lambda: reference.reflist("bot_ip", limit=0),
        lambda: reference.reflist("bot_ip", limit=10_001),
        lambda: reference.reflist("bot_ip", offset=-1),
        lambda: reference.reflist("bot_ip", "x" * 201),
    ],
)
def test_what_is_out_of_bounds_is_refused(sampled: Door, ask: Callable[[], object]) -> None:
    with pytest.raises(QueryError) as caught:
        ask()
    assert caught.value.category is Category.PARAMETER


def test_without_its_table_a_list_is_read_from_its_dictionary(door: Door) -> None:
    """A deployment of others: dictionaries with sources of their own. Ranges come back as people write them."""
    before = {name: reference.reflist(name, limit=10_000) for name, item in LISTS.items() if item.dictionary}
    reference.dictionaries()
    for name in before:
        door.command(
            f"DROP TABLE {{processing:Identifier}}.{LISTS[name].table} SETTINGS check_table_dependencies = 0", door.names()
        )
    for name, table in before.items():
        frame = reference.reflist(name, limit=10_000)
        assert (frame.attrs["source"], frame.attrs["read_only"]) == (LISTS[name].dictionary, True)
        assert list(frame.columns) == list(table.columns)
        key = table.columns[0]
        assert set(frame[key]) == set(table[key]), name
        stats = reference.reflist_stats(name)
        assert stats["entries"].sum() == stats.attrs["total"] == frame.attrs["total"]
        for column in LISTS[name].sorts:
            assert len(reference.reflist(name, order=Order(column), limit=5)) == 5, column
    assert reference.reflist("browser_h2")["confidence"].isna().all()
    assert set(reference.reflist("asn_reputation", "isp")["label"]) == {"isp"}
    door.command("DROP TABLE {processing:Identifier}.anubis_ip_rules", door.names())
    with pytest.raises(QueryError) as caught:
        reference.reflist("anubis_ip_rules")
    assert caught.value.category is Category.MISSING


def test_dictionaries_say_how_they_are(door: Door) -> None:
    frame = reference.dictionaries()
    assert list(frame["name"]) == DICTIONARIES
    assert set(frame["state"]) == {"LOADED"}
    assert (frame["elements"] > 0).all()
    assert (frame["error"] == "").all()
    assert dict(zip(frame["name"], frame["layout"], strict=True))["dict_bot_ip"] == "Trie"
    assert frame[frame["name"] == "dict_browser_ja4"][["keys", "attributes"]].to_numpy().tolist() == [
        ["ja4", "browser_family String, tls_library String, context String"]
    ]
    assert (frame["last_load"].dt.year > 2000).all()


def test_a_broken_dictionary_shows_its_error_and_the_others_live(door: Door) -> None:
    door.command("DROP DICTIONARY {processing:Identifier}.dict_bot_ja4", door.names())
    door.command(
        "CREATE DICTIONARY {processing:Identifier}.dict_bot_ja4 (ja4 String, bot_name String) PRIMARY KEY ja4"
        " SOURCE(CLICKHOUSE(TABLE 'nowhere')) LAYOUT(COMPLEX_KEY_HASHED()) LIFETIME(0)",
        door.names(),
    )
    frame = reference.dictionaries().set_index("name")
    assert "nowhere" in str(frame.loc["dict_bot_ja4", "error"])
    assert "FAILED" in str(frame.loc["dict_bot_ja4", "state"])
    assert frame.loc["dict_bot_ip", "state"] == "LOADED"
