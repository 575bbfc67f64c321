"""Collector faults, on distributions made up by hand and by hypothesis."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ja4dash import collector
from ja4dash.collector import Shift

START = datetime(2026, 11, 22, tzinfo=UTC)
STACKS: Mapping[str, Mapping[int, int]] = {
    "chromium": {17: 300, 18: 110},
    "firefox": {16: 40, 17: 120},
    "safari": {13: 10, 14: 70},
    "curl": {12: 30},
    "go": {10: 50},
}
"""Requests an hour by number of extensions: browsers resume a part of their connections, tools do not."""

Hourly = Callable[[int], Mapping[str, Mapping[int, int]]]


def distribution(hourly: Hourly, hours: int = 24) -> pd.DataFrame:
    rows = [
        (START + timedelta(hours=hour), stack, extensions, requests)
        for hour in range(hours)
        for stack, counts in hourly(hour).items()
        for extensions, requests in counts.items()
        if requests
    ]
    frame = pd.DataFrame(rows, columns=["hour", "stack", "extensions", "requests"])
    return frame.astype({"extensions": "uint8", "requests": "uint64"})


def moved(by: int, *, only: tuple[str, ...] = tuple(STACKS), part: float = 1.0) -> dict[str, dict[int, int]]:
    """The usual hour, a part of these stacks counted with `by` extensions more."""
    found: dict[str, dict[int, int]] = {}
    for stack, counts in STACKS.items():
        there = found.setdefault(stack, {})
        for extensions, requests in counts.items():
            later = round(requests * part) if stack in only else 0
            there[extensions] = there.get(extensions, 0) + requests - later
            there[extensions + by] = there.get(extensions + by, 0) + later
    return found


@pytest.mark.parametrize("by", [1, 2, -1, -3, 9])
def test_all_stacks_that_move_at_once_are_a_fault(by: int) -> None:
    (found,) = collector.shifts(distribution(lambda hour: moved(by if hour >= 9 else 0)))
    assert found == Shift(START + timedelta(hours=9), by, 1.0, 5)


@pytest.mark.parametrize("part", [0.2, 0.5, 0.8])
def test_a_fault_in_the_middle_of_an_hour_is_one_fault(part: float) -> None:
    """The hour in which it began is counted both ways."""

    def hourly(at: int) -> Mapping[str, Mapping[int, int]]:
        return moved(2, part=part) if at == 9 else moved(2 if at > 9 else 0)

    (found,) = collector.shifts(distribution(hourly))
    assert (found.hour, found.extensions) == (START + timedelta(hours=9), 2)


def test_a_fault_is_seen_in_its_first_hour() -> None:
    (found,) = collector.shifts(distribution(lambda hour: moved(2 if hour == 23 else 0)))
    assert found.hour == START + timedelta(hours=23)


def test_a_fault_and_its_repair_are_two() -> None:
    found = collector.shifts(distribution(lambda hour: moved(2 if 9 <= hour < 15 else 0)))
    assert [(shift.hour.hour, shift.extensions) for shift in found] == [(9, 2), (15, -2)]


@pytest.mark.parametrize("only", [("chromium",), ("firefox", "safari"), ("curl", "go"), ("safari", "curl", "go")])
def test_what_moves_alone_is_no_fault(only: tuple[str, ...]) -> None:
    """A browser release, and tools that follow each other: two stacks, or less than half of the traffic."""
    assert collector.shifts(distribution(lambda hour: moved(1 if hour >= 9 else 0, only=only))) == []


def test_a_few_stacks_left_behind_hide_no_fault() -> None:
    (found,) = collector.shifts(distribution(lambda hour: moved(1 if hour >= 9 else 0, only=("chromium", "firefox", "safari"))))
    assert found == Shift(START + timedelta(hours=9), 1, 650 / 730, 3)


def test_stacks_that_move_by_different_numbers_are_no_fault() -> None:
    steps = {"chromium": 1, "firefox": 2, "safari": -1, "curl": 3, "go": -2}

    def hourly(at: int) -> Mapping[str, Mapping[int, int]]:
        late = at >= 9
        return {stack: {n + (steps[stack] if late else 0): r for n, r in counts.items()} for stack, counts in STACKS.items()}

    assert collector.shifts(distribution(hourly)) == []


def test_a_flood_of_a_new_stack_is_no_fault() -> None:
    def hourly(at: int) -> Mapping[str, Mapping[int, int]]:
        return {**STACKS, "flood": {20: 100_000}} if at >= 9 else STACKS

    assert collector.shifts(distribution(hourly)) == []


def test_a_night_in_which_everybody_resumes_is_no_fault() -> None:
    """Resumed connections have one extension more: from a quarter to three quarters of them."""

    def hourly(at: int) -> Mapping[str, Mapping[int, int]]:
        resumed = 0.75 if 1 <= at < 6 else 0.25
        return {name: {16: round(400 * (1 - resumed)), 17: round(400 * resumed)} for name in ("a", "b", "c", "d")}

    assert collector.shifts(distribution(hourly)) == []


def test_too_few_requests_say_nothing() -> None:
    frame = distribution(lambda hour: {name: {(12 if hour >= 9 else 10): 6} for name in "abcdef"})
    assert collector.shifts(frame) == []
    frame["requests"] *= 2
    assert len(collector.shifts(frame)) == 1


def test_stacks_without_a_name_are_traffic_that_is_not_judged() -> None:
    def hourly(at: int) -> Mapping[str, Mapping[int, int]]:
        return {**moved(2 if at >= 9 else 0), "": {5: 2000}}

    assert collector.shifts(distribution(hourly)) == []


@given(st.integers(0, 2**32 - 1), st.floats(0.0, 0.4))
@settings(max_examples=25, deadline=None)
def test_chance_is_no_fault(seed: int, resumed: float) -> None:
    """Hours of any size, one in three empty, each stack with a share of resumed connections that wanders a little."""
    dice = random.Random(seed)

    def hourly(at: int) -> Mapping[str, Mapping[int, int]]:
        if dice.random() < 0.33:
            return {}
        found = {}
        for number, stack in enumerate(STACKS):
            requests, share = dice.randint(0, 200), min(1.0, resumed + dice.random() * 0.2)
            found[stack] = {10 + number: round(requests * (1 - share)), 11 + number: round(requests * share)}
        return found

    assert collector.shifts(distribution(hourly)) == []


def test_nothing_is_no_fault() -> None:
    none = distribution(lambda _: {}, hours=3)
    assert collector.shifts(none) == []
    assert collector.per_hour(none).empty
    assert collector.shifts(distribution(lambda _: STACKS, hours=1)) == []


def test_mean_and_median_are_of_requests() -> None:
    frame = collector.per_hour(distribution(lambda _: {"a": {10: 1, 12: 1}, "b": {12: 1}, "": {20: 2}}, hours=2))
    assert frame.to_dict("list") == {
        "hour": [pd.Timestamp(START), pd.Timestamp(START) + pd.Timedelta(hours=1)],
        "requests": [5, 5],
        "mean": [14.8, 14.8],
        "median": [12.0, 12.0],
    }
