"""The search box: what was typed, and where it leads."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ja4dash.scope import ScopeError, parse
from ja4dash.search import Target, target

JA4 = "t13d1516h2_8daaf6152771_02713d6af862"


@pytest.mark.parametrize(
    ("text", "page", "params"),
    [
        ("203.0.113.7", "ip", {"ip": "203.0.113.7"}),
        (" ::ffff:cb00:7107 ", "ip", {"ip": "203.0.113.7"}),
        ("2001:DB8::1", "ip", {"ip": "2001:db8::1"}),
        ("203.0.113.7/24", "traffic", {"ip": "203.0.113.0/24"}),
        ("2001:db8::/32", "traffic", {"ip": "2001:db8::/32"}),
        (JA4, "ja4", {"ja4": JA4}),
        ("t13i181000_85036bcba153_d41ae481755e", "ja4", {"ja4": "t13i181000_85036bcba153_d41ae481755e"}),
        ("12", "campaign", {"campaign": "12"}),
        ("#12", "campaign", {"campaign": "12"}),
        ("Campaign 12", "campaign", {"campaign": "12"}),
        ("#2147483647", "campaign", {"campaign": "2147483647"}),
        ("AS64500", "traffic", {"asn": "64500"}),
        ("shop.example", "traffic", {"host": "shop.example"}),
        ("www.Shop.example:8443", "traffic", {"host": "www.Shop.example:8443"}),
        ("localhost", "traffic", {"host": "localhost"}),
        ("/wp-login.php", "traffic", {"q": "/wp-login.php"}),
        ("curl/8.0", "traffic", {"q": "curl/8.0"}),
        ("203.0.113.", "traffic", {"q": "203.0.113."}),
        ("203.0.113", "traffic", {"q": "203.0.113"}),
        ("!important", "traffic", {"q": "\\!important"}),
        ("1234567890", "traffic", {"q": "1234567890"}),
        ("#2147483648", "traffic", {"q": "#2147483648"}),
        (f"{JA4}x", "traffic", {"q": f"{JA4}x"}),
    ],
)
def test_what_was_typed_decides_the_page(text: str, page: str, params: dict[str, str]) -> None:
    assert target(text) == Target(page, params)


@pytest.mark.parametrize("text", ["", "   ", "10.0.0.1/33", "x" * 300, "a\x00b", "AS9999999999"])
def test_what_cannot_be_searched_is_said(text: str) -> None:
    with pytest.raises(ScopeError):
        target(text)


@settings(deadline=None)
@given(st.text(max_size=250))
def test_any_text_leads_to_a_scope_or_a_sentence(text: str) -> None:
    try:
        found = target(text)
    except ScopeError as error:
        assert str(error)
        return
    scope, problems = parse({name: [value] for name, value in found.params.items()})
    assert problems == []
    assert len(scope.filters) == 1
