"""The scope bar: from the address to the page and back."""

from __future__ import annotations

import pytest

from ja4dash.db import Door
from ja4dash.ui.scope_bar import typed
from tests.pages.conftest import Open, words
from tests.sql.traffic import send


def requests_shown(open_page: Open, **query: str | list[str]) -> int:
    app = open_page("traffic", **query)
    assert not app.exception
    return int(str(next(metric.value for metric in app.metric if metric.label == "Requests")).replace(",", ""))


@pytest.fixture
def three(door: Door) -> None:
    send(
        door,
        [
            {"src_ip": "203.0.113.1", "method": "GET", "src_country_code": "DE"},
            {"src_ip": "203.0.113.2", "method": "POST", "src_country_code": "DE"},
            {"src_ip": "2001:db8::1", "method": "POST", "src_country_code": "FR", "ago": 7200},
        ],
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, 3),
        ({"window": "1h"}, 2),
        ({"method": "POST"}, 2),
        ({"method": "!POST"}, 1),
        ({"country": ["DE", "FR"], "method": "POST"}, 2),
        ({"ip": "203.0.113.0/24"}, 2),
        ({"ip": "2001:DB8::1"}, 1),
        ({"q": "203.0.113."}, 2),
        ({"q": "%"}, 0),
    ],
)
def test_every_filter_of_the_address_counts(three: None, open_page: Open, query: dict[str, str], found: int) -> None:
    assert requests_shown(open_page, **query) == found


def test_the_sentence_says_what_is_shown(three: None, open_page: Open) -> None:
    app = open_page("traffic", window="7d", method="!POST", asn="64500")
    assert "Last 7 d, ASN AS64500, not method POST · times in UTC" in words(app)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"window": "9x"}, "not a window such as"),
        ({"from": "2026-01-01T00:00Z"}, "from and to go together"),
        ({"asn": "many"}, "ASN takes"),
        ({"nonsense": "1"}, "not a parameter of this page"),
        ({"ip": "300.1.1.1"}, "is not an IPv4 or IPv6 address"),
    ],
)
def test_a_malformed_parameter_is_named_and_ignored(three: None, open_page: Open, query: dict[str, str], said: str) -> None:
    app = open_page("traffic", **query)
    assert not app.exception
    assert "Ignored in this address" in words(app)
    assert said in words(app)
    assert requests_shown(open_page, **query) == 3


def test_a_malformed_source_is_said_beside_its_field(open_page: Open) -> None:
    app = open_page("ip", ip="10.0.0.")
    assert not app.exception
    assert "This is not an IPv4 or IPv6 address." in words(app)
    assert app.text_input(key="ip_field").value == "10.0.0."


@pytest.mark.parametrize("spelling", ["203.0.113.1", "::ffff:203.0.113.1", "::ffff:cb00:7101", " 203.0.113.1 "])
def test_one_source_in_every_spelling(three: None, open_page: Open, spelling: str) -> None:
    app = open_page("ip", ip=spelling)
    assert not app.exception
    assert "1 on 1 host, 1 path" in words(app)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("host:shop.example", ("host", "shop.example", False)),
        ("!level:low", ("level", "low", True)),
        ("203.0.113.0/24", ("ip", "203.0.113.0/24", False)),
        ("t13d1517h2_8daaf6152771_cb7bf5808d99", ("ja4", "t13d1517h2_8daaf6152771_cb7bf5808d99", False)),
        ("!AS64500", ("asn", "64500", True)),
        ("wp-login", ("q", "wp-login", False)),
        ("url:http", ("q", "url:http", False)),
    ],
)
def test_a_typed_filter_is_understood(text: str, meant: tuple[str, str, bool]) -> None:
    assert typed(text) == meant


def test_a_typed_filter_reaches_the_scope(three: None, open_page: Open) -> None:
    app = open_page("traffic")
    app.multiselect(key="scope_chips").set_value(["method:POST"]).run()
    assert not app.exception
    assert "method POST" in words(app)
    assert app.query_params["method"] in ("POST", ["POST"])
