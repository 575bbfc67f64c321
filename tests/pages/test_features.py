"""Features: two sets side by side, either of which may be missing."""

from __future__ import annotations

import json

from ja4dash.db import Door
from tests.pages.conftest import Open, words
from tests.sql.test_features import network
from tests.sql.traffic import send

MISSING = "**Not deployed**"


def test_both_sets_name_the_measure(open_page: Open, door: Door) -> None:
    send(
        door,
        [
            *({"src_ip": f"10.0.0.{number}", "ago": 60, "src_asn": network(door, "isp")} for number in range(3)),
            *(
                {"src_ip": f"10.0.1.{number}", "ago": 60, "src_asn": network(door, "hosting"), "method": "POST"}
                for number in range(2)
            ),
        ],
    )
    app = open_page("features")
    assert not app.exception
    said = words(app)
    assert said.count("Cliff's delta") == 2
    assert said.count("5 sessions: 3 of ISP networks (people), 2 of datacenter and hosting networks") == 2
    assert len(app.dataframe) == 2
    top = app.dataframe[0].value.iloc[0]
    assert (top["name"], top["effect"]) == ("POST share", 1)
    charts = [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]
    assert len(charts) == 4


def test_a_missing_view_silences_only_its_panel(open_page: Open, door: Door) -> None:
    send(door, [{"src_ip": "10.0.0.1", "ago": 60}])
    open_page("features")
    door.command("DROP VIEW {db:Identifier}.view_thesis_features_1h", {"db": door.settings.processing_db})
    app = open_page("features")
    assert not app.exception
    assert sum(MISSING in line for line in words(app).splitlines()) == 1
    assert len(app.dataframe) == 1


def test_nobody_to_compare_is_said(open_page: Open, door: Door) -> None:
    send(door, [{"src_ip": "10.0.0.1", "ago": 60, "src_asn": 64500}])
    app = open_page("features")
    assert not app.exception
    assert words(app).count("Nobody to compare") == 2
