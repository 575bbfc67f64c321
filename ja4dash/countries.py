"""Countries: their names, and their shapes for a map that is drawn without asking anyone (Natural Earth, 1:110 m).

What is too small for that scale is a point at its centre. Antarctica is left out: it takes a quarter of the height.
"""

from __future__ import annotations

import csv
import json
from functools import cache
from importlib.resources import files
from typing import Any, Final

UNKNOWN: Final = "unknown"
_LEFT_OUT: Final = "AQ"
_DIGITS: Final = 1
"""A tenth of a degree is a third of a pixel on a map of 1,200."""

Feature = dict[str, Any]


def name(code: str) -> str:
    """The country's name; the code itself when nobody has it, and "unknown" for none."""
    return _names().get(code, code) or UNKNOWN


@cache
def shapes() -> tuple[Feature, ...]:
    """GeoJSON features with the code as `id` and `properties.name`: areas, then points of small countries."""
    drawn = json.loads(_text("countries_110m.geojson"))["features"]
    areas = [
        _feature(shape["properties"]["iso_a2"], shape["properties"]["name"], _rounded(shape["geometry"]))
        for shape in drawn
        if shape["properties"]["iso_a2"] != _LEFT_OUT
    ]
    points = [
        _feature(row["country_code"], row["name"], {"type": "Point", "coordinates": [float(row["lon"]), float(row["lat"])]})
        for row in _centroids()
        if row["in_110m"] == "0"
    ]
    return (*areas, *points)


def _feature(code: str, named: str, geometry: dict[str, Any]) -> Feature:
    return {"type": "Feature", "id": code, "properties": {"name": named}, "geometry": geometry}


def _rounded(geometry: dict[str, Any]) -> dict[str, Any]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    rounded = [[ring for ring in map(_ring, polygon) if len(ring) > 3] for polygon in polygons]
    return {"type": "MultiPolygon", "coordinates": [rings for rings in rounded if rings]}


def _ring(points: list[list[float]]) -> list[list[float]]:
    """The ring with coordinates rounded, and points that thereby fall together once."""
    rounded = [[round(x, _DIGITS), round(y, _DIGITS)] for x, y in points]
    return [point for place, point in enumerate(rounded) if place == 0 or point != rounded[place - 1]]


@cache
def _names() -> dict[str, str]:
    return {row["country_code"]: row["name"] for row in _centroids()}


@cache
def _centroids() -> list[dict[str, str]]:
    return list(csv.DictReader(_text("country_centroids.csv").splitlines()))


def _text(file: str) -> str:
    return files("ja4dash").joinpath("reference", file).read_text("utf-8")
