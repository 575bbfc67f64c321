"""Countries: every one is on the map once, small enough to send."""

from __future__ import annotations

import csv
import json
from importlib.resources import files

import pytest

from ja4dash import countries

ROWS = list(csv.DictReader(files("ja4dash").joinpath("reference", "country_centroids.csv").read_text("utf-8").splitlines()))


@pytest.mark.parametrize(
    ("code", "name"),
    [("DE", "Germany"), ("AU", "Australia"), ("SG", "Singapore"), ("GI", "Gibraltar"), ("QQ", "QQ"), ("", "unknown")],
)
def test_a_code_has_its_name(code: str, name: str) -> None:
    assert countries.name(code) == name


def test_a_code_names_one_country() -> None:
    codes = [row["country_code"] for row in ROWS]
    assert len(codes) == len(set(codes))


def test_every_country_is_drawn_but_antarctica() -> None:
    drawn = [shape["id"] for shape in countries.shapes() if shape["id"]]
    assert len(drawn) == len(set(drawn))
    assert {row["country_code"] for row in ROWS} - set(drawn) == {"AQ"}
    points = {shape["id"] for shape in countries.shapes() if shape["geometry"]["type"] == "Point"}
    assert {"SG", "MT", "HK"} <= points
    assert not {"DE", "US", "NZ"} & points


def test_rounded_shapes_stay_closed_and_near() -> None:
    original = json.loads(files("ja4dash").joinpath("reference", "countries_110m.geojson").read_text("utf-8"))["features"]
    before = {shape["properties"]["name"]: shape["geometry"] for shape in original}
    for shape in countries.shapes():
        if shape["geometry"]["type"] == "Point":
            continue
        assert shape["geometry"]["coordinates"], shape["id"]
        for polygon in shape["geometry"]["coordinates"]:
            assert polygon
            assert all(ring[0] == ring[-1] and len(ring) > 3 for ring in polygon)
        assert _reach(shape["geometry"]) == pytest.approx(_reach(before[shape["properties"]["name"]]), abs=0.2)
    assert len(json.dumps(countries.shapes())) < 200_000


def _reach(geometry: dict[str, list[object]]) -> tuple[float, ...]:
    """Westernmost, easternmost, southernmost and northernmost coordinate."""
    flat: list[float] = []

    def walk(part: object) -> None:
        if isinstance(part, list) and part and isinstance(part[0], (int, float)):
            flat.extend(part)
        elif isinstance(part, list):
            for inner in part:
                walk(inner)

    walk(geometry["coordinates"])
    return min(flat[::2]), max(flat[::2]), min(flat[1::2]), max(flat[1::2])
