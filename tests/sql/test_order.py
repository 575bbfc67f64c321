"""Rows that an order cannot tell apart are alike, or a row would stand on two pages and another on none."""

from __future__ import annotations

import re

import pytest

from ja4dash import statement
from ja4dash.db import Door
from ja4dash.queries import ja4, source, traffic
from ja4dash.scope import Scope, Window

DAY = Scope(Window("24h"))


def order_of(name: str) -> list[str]:
    """The columns that the statement orders by where nobody chose another order, as its result names them."""
    found = re.search(r"ORDER BY /\*order\*/ (.+)", statement.text(name))
    assert found is not None
    return [column.removesuffix(" DESC").replace("src_ip", "ip") for column in found[1].split(", ")]


@pytest.mark.parametrize("column", ["ja4", "ip"])
def test_requests_in_the_same_place_are_alike(captured: Door, column: str) -> None:
    busiest = traffic.listing(DAY, limit=500)[column].value_counts().index[:5]
    ask, name = (ja4.requests, "ja4/requests") if column == "ja4" else (source.requests, "source/requests")
    for value in busiest:
        different = ask(value, DAY, 500).drop_duplicates()
        assert len(different) > 1
        assert not different.duplicated(order_of(name)).any(), value
