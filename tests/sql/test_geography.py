"""Where sessions come from, against requests made by hand (operation 13; traps 12 and 13)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ja4dash import db, statement
from ja4dash.db import Door
from ja4dash.errors import Category, QueryError
from ja4dash.operations import OPERATIONS
from ja4dash.queries import geography
from ja4dash.scope import Scope
from tests.sql.test_features import network
from tests.sql.traffic import send


@pytest.fixture(scope="module")
def world_door(file_door: Door) -> Door:
    """France with an ISP and a hosting network that share an address, Singapore over IPv6, and one that nobody can place."""
    isp = {"src_asn": network(file_door, "isp"), "src_as_name": "Example ISP", "src_country_code": "FR"}
    hosting = {"src_asn": network(file_door, "hosting"), "src_as_name": "Example Hosting", "src_country_code": "FR"}
    send(
        file_door,
        [
            *({"src_ip": "203.0.113.1", "host": "a.example", "ago": 60, "path": f"/a/{n}"} | isp for n in range(6)),
            {"src_ip": "203.0.113.1", "host": "b.example", "ago": 60} | hosting,
            {"src_ip": "203.0.113.2", "host": "b.example", "ago": 60} | hosting | {"src_as_name": ""},
            *({"src_ip": "2001:db8::1", "ago": 60, "src_asn": 64500, "src_country_code": "SG"} for _ in range(3)),
            {"src_ip": "10.0.0.1", "ago": 60},
        ],
    )
    return file_door


@pytest.fixture
def world(world_door: Door) -> Iterator[Door]:
    with db.use(world_door):
        yield world_door


def test_countries_count_a_source_once(world: Door) -> None:
    """Trap 13: one French address is on two networks; the sum over kinds of networks counts it twice."""
    frame = geography.by_country(Scope())
    columns = ["country_code", "country_name", "sessions", "sources", "hits", "networks"]
    assert frame[columns].to_numpy().tolist() == [
        ["FR", "France", 3, 2, 8, 2],
        ["SG", "Singapore", 1, 1, 3, 1],
        ["", "unknown", 1, 1, 1, 0],
    ]
    kinds = geography.by_country_and_label(Scope())
    french = kinds[kinds["country_code"] == "FR"]
    assert french[["asn_label", "sessions", "sources", "hits"]].to_numpy().tolist() == [["isp", 1, 1, 6], ["hosting", 2, 2, 2]]
    assert french["sources"].sum() == 3
    assert french["sessions"].sum() == 3


def test_means_are_of_sessions(world: Door) -> None:
    france = geography.by_country(Scope()).iloc[0]
    assert france["hit_velocity"] == pytest.approx((6 + 1 + 1) / 3)
    assert france["fuzzing_index"] == pytest.approx((6 + 1 + 1) / 3)


def test_networks_with_their_names(world: Door) -> None:
    frame = geography.by_network(Scope())
    assert frame[["asn_org", "asn_label", "sessions", "sources", "hits"]].to_numpy().tolist() == [
        ["Example ISP", "isp", 1, 1, 6],
        ["", "unknown", 1, 1, 3],
        ["Example Hosting", "hosting", 2, 2, 2],
        ["", "unknown", 1, 1, 1],
    ]
    assert frame["asn_number"].iloc[-1] == 0
    assert geography.tables(Scope(), limit=2)["networks"]["asn_number"].tolist() == frame["asn_number"].tolist()[:2]
    assert len(geography.tables(Scope(), limit=2)["countries"]) == 3, "a limit on networks cuts no country"


def test_kinds_of_networks(world: Door) -> None:
    frame = geography.by_label(Scope())
    assert frame[["asn_label", "sessions", "sources", "hits", "networks", "countries"]].to_numpy().tolist() == [
        ["isp", 1, 1, 6, 1, 1],
        ["unknown", 2, 2, 4, 1, 1],
        ["hosting", 2, 2, 2, 1, 1],
    ]


def test_totals_name_what_is_unknown(world: Door) -> None:
    (row,) = geography.totals(Scope()).to_dict("records")
    assert row == {
        "sessions": 5,
        "sources": 4,
        "hits": 12,
        "countries": 2,
        "networks": 3,
        "unknown_sessions": 1,
        "unknown_sources": 1,
        "hosting_sessions": 2,
    }


def test_filters(world: Door) -> None:
    assert geography.by_country(Scope().where("country", "sg"))["country_code"].tolist() == ["SG"]
    assert geography.totals(Scope().where("ip", "203.0.113.0/24", exclude=True))["sessions"].tolist() == [2]


def test_nobody_is_zero(door: Door) -> None:
    assert geography.totals(Scope())["sessions"].tolist() == [0]
    for frame in (geography.by_country(Scope()), geography.by_network(Scope()), geography.by_country_and_label(Scope())):
        assert frame.empty
        assert "sessions" in frame.columns


def test_what_is_not_deployed_is_no_empty_answer(empty_door: Door) -> None:
    """Trap 11."""
    with pytest.raises(QueryError) as caught:
        geography.by_country(Scope())
    assert caught.value.category is Category.MISSING


def test_one_reading_answers_all() -> None:
    """Trap 12."""
    assert statement.text("geography/sessions").count("view_ai_features_1h") == 1


def test_the_operation_gives_every_table(world: Door) -> None:
    run = OPERATIONS["geo"].run
    assert run is not None
    found = run(Scope())
    assert isinstance(found, dict)
    assert {name: len(frame) for name, frame in found.items()} == {
        "totals": 1,
        "countries": 3,
        "labels": 3,
        "country_labels": 4,
        "networks": 4,
    }


@pytest.mark.parametrize("limit", [0, 501])
def test_a_limit_out_of_bounds_is_refused(world: Door, limit: int) -> None:
    run = OPERATIONS["geo"].run
    assert run is not None
    with pytest.raises(QueryError, match="limit takes"):
        run(Scope(), limit=limit)
