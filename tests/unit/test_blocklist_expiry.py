"""How long entries last, by hand."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import pytest

from ja4dash.blocklist.entries import Kind
from ja4dash.blocklist.expiry import suggested
from ja4dash.blocklist.radius import Part, bystanders, dated
from tests.unit.blocklists import GO, NOW


@pytest.mark.parametrize(
    ("label", "days"),
    [("isp", 1), ("education", 1), ("datacenter", 7), ("hosting", 7), ("vpn", 7), ("", 3), ("unknown", 3), ("satellite", 3)],
)
def test_an_address_lasts_as_long_as_its_network_keeps_it(label: str, days: int) -> None:
    assert suggested(Kind.ADDRESS, label) == timedelta(days=days)
    assert suggested(Kind.ADDRESS, label) < suggested(Kind.JA4, label) == timedelta(days=30)


def test_each_entry_has_its_own_time_unless_one_is_given() -> None:
    radius = pd.DataFrame({"value": ["", "203.0.113.1", "203.0.113.2"], "asn_label": ["isp", "datacenter", "isp"]})
    part = Part(("203.0.113.1", "203.0.113.2", "203.0.113.3"), (GO,))
    assert [(one.expires_at - NOW).days for one in dated(part, radius, NOW)] == [7, 1, 3, 30]
    assert {(one.expires_at - NOW).days for one in dated(part, radius, NOW, timedelta(days=90))} == {90}
    assert [(one.expires_at - NOW).days for one in dated(part, radius.head(0), NOW)] == [3, 3, 3, 30]


@pytest.mark.parametrize(
    ("browsers", "legitimate", "crawlers", "said"),
    [
        (0, 0, 0, ""),
        (1, 0, 0, "1 source with a coherent browser"),
        (12, 3, 0, "12 sources with a coherent browser and 3 judged legitimate"),
        (1200, 1, 2, "1,200 sources with a coherent browser, 1 judged legitimate and 2 known crawlers"),
    ],
)
def test_bystanders_in_words(browsers: int, legitimate: int, crawlers: int, said: str) -> None:
    assert bystanders({"browsers": browsers, "legitimate": legitimate, "crawlers": crawlers}) == said
