"""The whole of a listing for an export: beyond its pages, in their order, within the guard of an export."""

from __future__ import annotations

import pandas as pd
import pytest

from ja4dash.db import EXPORT, Door, Order
from ja4dash.errors import Category, QueryError
from ja4dash.queries import detections, reference, scores, source, traffic
from ja4dash.scope import Scope
from tests.sql.traffic import send


def test_an_extract_is_all_pages_in_their_order(door: Door) -> None:
    send(door, [{"src_ip": f"203.0.113.{number % 7}", "path": f"/{number % 300}", "ago": number} for number in range(1100)])
    scope, order = Scope().where("q", "203.0.113."), Order("path", descending=False)
    whole = traffic.extract(scope, 100_000, order=order)
    pages = [traffic.listing(scope, order=order, limit=500, offset=offset) for offset in (0, 500, 1000)]
    assert len(whole) == 1100
    pd.testing.assert_frame_equal(pd.concat(pages, ignore_index=True), whole)
    assert len(traffic.extract(scope, 700, order=order)) == 700
    assert whole.attrs["asked"][0].name == "traffic/listing"
    own = source.extract("203.0.113.3", Scope(), 1000)
    assert len(own) == source.summary("203.0.113.3", Scope())["requests"][0] == 157


def test_rows_too_long_together_are_refused_and_fewer_of_them_given(door: Door) -> None:
    send(door, [{"path": f"/{number}{'x' * 6000}", "ago": number % 3000} for number in range(12_000)])
    with pytest.raises(QueryError) as caught:
        traffic.extract(Scope(), 100_000)
    assert caught.value.category is Category.LIMIT
    assert len(traffic.extract(Scope(), 4_000)) == 4_000


def test_a_list_is_extracted_as_it_is_searched(sampled: Door) -> None:
    shown = reference.reflist("bot_ip", "google", limit=10_000)
    pd.testing.assert_frame_equal(reference.extract("bot_ip", 100_000, q="google"), shown)


@pytest.mark.parametrize("extract", [traffic.extract, detections.extract, scores.extract])
@pytest.mark.parametrize("most", [0, EXPORT.rows + 1])
def test_an_extract_is_bounded(sampled: Door, extract: object, most: int) -> None:
    with pytest.raises(QueryError, match="most takes a number from 1 to 100,000"):
        extract(Scope(), most)  # type: ignore[operator]
