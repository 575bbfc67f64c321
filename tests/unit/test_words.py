"""Numbers and times for people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from ja4dash import words


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (12438, "12,438"), (184_210, "184 k"), (1_240_000, "1.2 M"), (2.5e9, "2.5 G"), (None, "–"), (float("nan"), "–")],
)
def test_count(value: float | None, text: str) -> None:
    assert words.count(value) == text


@pytest.mark.parametrize(
    ("now", "before", "text"),
    [
        (141, 100, "+41 %"),
        (97, 100, "-3 %"),
        (5, 0, "new"),
        (0, 0, ""),
        (0, 7, "-100 %"),
        (5000, 2, "+× 2,500"),
        (float("nan"), 3, ""),
        (3, None, ""),
    ],
)
def test_change(now: float, before: float | None, text: str) -> None:
    assert words.change(now, before) == text


def test_change_of_unsigned_counts_can_be_negative() -> None:
    assert words.change(np.uint64(80), np.uint64(100)) == "-20 %"


@pytest.mark.parametrize(
    ("seconds", "text"), [(-3, "0 s"), (4, "4 s"), (89, "89 s"), (90, "1 min"), (5399, "89 min"), (7200, "2 h"), (200_000, "2 d")]
)
def test_age(seconds: int, text: str) -> None:
    assert words.age(timedelta(seconds=seconds)) == text


def test_a_time_says_its_zone_and_never_is_1970() -> None:
    assert words.moment(datetime(2026, 11, 22, 14, 5, 9, tzinfo=UTC)) == "2026-11-22 14:05:09 UTC"
    assert words.moment(datetime(1970, 1, 1, tzinfo=UTC)) == "–"
    assert words.moment(pd.NaT) == "–"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("part", "whole", "text"), [(0.41, 1, "41 %"), (1, 250, "0.4 %"), (0, 5, "0 %"), (1, 0, "–"), (None, 1, "–")]
)
def test_percent(part: float | None, whole: float, text: str) -> None:
    assert words.percent(part, whole) == text


def test_the_middle_is_left_out() -> None:
    short = words.shortened("t13d1517h2_8daaf6152771_cb7bf5808d99", 21)
    assert short == "t13d1517h2…7bf5808d99"
    assert words.shortened("t13d", 21) == "t13d"
