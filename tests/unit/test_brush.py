"""A frame dragged on a timeline becomes whole steps of time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest

from ja4dash.charts.brush import framed, step, within

MIDNIGHT = datetime(2026, 11, 30, tzinfo=UTC)
HOURS = pd.Series(pd.date_range(MIDNIGHT, periods=24, freq="h", unit="s"))
QUARTERS = pd.Series(pd.date_range(MIDNIGHT, periods=12, freq="6h", unit="s"))


def at(hour: float) -> float:
    return (MIDNIGHT + timedelta(hours=hour)).timestamp() * 1000


@pytest.mark.parametrize(
    ("ends", "times", "hours"),
    [
        ((2.2, 4.7), HOURS, (2, 5)),
        ((4.7, 2.2), HOURS, (2, 5)),
        ((3.4, 3.6), HOURS, (3, 4)),
        ((-5, 0.1), HOURS, (0, 1)),
        ((22.5, 99), HOURS, (22, 24)),
        ((7, 13), QUARTERS, (6, 18)),
        ((30, 40), HOURS, None),
    ],
)
def test_a_frame_covers_the_steps_it_touches(
    ends: tuple[float, float], times: pd.Series[pd.Timestamp], hours: tuple[int, int] | None
) -> None:
    expected = tuple(MIDNIGHT + timedelta(hours=hour) for hour in hours) if hours else None
    assert framed([at(end) for end in ends], times) == expected


def test_one_point_alone_is_an_hour() -> None:
    assert step(HOURS.head(1)) == pd.Timedelta(hours=1)
    assert step(pd.concat([QUARTERS, QUARTERS])) == pd.Timedelta(hours=6)


@pytest.mark.parametrize(
    ("frame", "window", "kept"),
    [
        ((0, 24), (-1, 23), (0, 24)),
        ((0, 24), (0.5, 23.5), (0.5, 23.5)),
        ((0, 48), (0.5, 24.5), (0.5, 24.5)),
        ((22, 24), (0.5, 23.5), (22, 24)),
    ],
)
def test_a_frame_is_no_longer_than_the_window_of_its_chart(
    frame: tuple[float, float], window: tuple[float, float], kept: tuple[float, float]
) -> None:
    def ends(hours: tuple[float, float]) -> tuple[datetime, datetime]:
        return MIDNIGHT + timedelta(hours=hours[0]), MIDNIGHT + timedelta(hours=hours[1])

    assert within(ends(frame), ends(window)) == ends(kept)
