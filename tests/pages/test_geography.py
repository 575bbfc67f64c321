"""Geography: a map that asks nobody, what is unknown said, whose data it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from ja4dash.db import Door
from tests.pages.conftest import Open, words
from tests.sql.traffic import send


def keys(part: object) -> Iterator[str]:
    """All keys in a specification."""
    if isinstance(part, dict):
        for key, value in part.items():
            yield key
            yield from keys(value)
    elif isinstance(part, list):
        for value in part:
            yield from keys(value)


@pytest.fixture
def world(door: Door) -> None:
    send(
        door,
        [
            *({"src_ip": f"10.0.0.{number}", "ago": 60, "src_country_code": "FR"} for number in range(3)),
            {"src_ip": "10.0.1.1", "ago": 60, "src_country_code": "SG"},
            {"src_ip": "10.0.1.2", "ago": 60, "src_country_code": "QQ"},
            {"src_ip": "10.0.1.3", "ago": 60},
        ],
    )


def the_map(app: Any) -> Any:
    return max(app.get("vega_lite_chart"), key=lambda chart: len(chart.proto.spec))


@pytest.mark.usefixtures("world")
def test_the_map_holds_its_shapes_and_fetches_nothing(open_page: Open) -> None:
    app = open_page("geography")
    assert not app.exception
    drawn = the_map(app).proto.spec
    assert 100_000 < len(drawn) < 200_000
    assert "url" not in set(keys(json.loads(drawn)))
    assert drawn.count('"Feature"') == 250


@pytest.mark.usefixtures("world")
def test_what_has_no_country_is_a_figure_of_its_own(open_page: Open) -> None:
    app = open_page("geography")
    said = words(app)
    assert "Sessions of unknown country: 1 (17 %)." in said
    assert "Not on the map: 1 in the table." in said
    unknown = [metric for metric in app.metric if metric.label == "Country unknown"]
    assert [metric.value for metric in unknown] == ["1"]
    countries = app.dataframe[0].value
    assert dict(zip(countries["country_code"], countries["country_name"], strict=True)) == {
        "FR": "France",
        "SG": "Singapore",
        "QQ": "QQ",
        "": "unknown",
    }


@pytest.mark.usefixtures("world")
def test_whose_data_it_is_stands_on_the_page(open_page: Open) -> None:
    assert "[IP Geolocation by DB-IP](https://db-ip.com), CC BY 4.0" in words(open_page("geography"))


def test_only_unknown_countries_leave_no_map_but_a_word(open_page: Open, door: Door) -> None:
    send(door, [{"src_ip": "10.0.1.3", "ago": 60}])
    app = open_page("geography")
    assert not app.exception
    said = words(app)
    assert "No session of a known country in the last hour" in said
    assert "Sessions of unknown country: 1 (100 %)." in said
