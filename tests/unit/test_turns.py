"""Turns: so many at once, first come first served, nobody waits for ever, nobody who has left keeps a place."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from ja4dash.errors import Category, QueryError
from ja4dash.turns import Lane
from ja4dash.watch import never


def until(true: object) -> None:
    """Wait for what must come."""
    assert callable(true)
    waited = threading.Event()
    for _ in range(10_000):
        if true():
            return
        waited.wait(0.005)
    raise AssertionError("it never came")


def test_so_many_at_once_and_in_the_order_in_which_they_came() -> None:
    lane, order, go = Lane("short", 1), [], threading.Event()

    def take(number: int) -> None:
        with lane.turn(10, never):
            order.append(number)
            go.wait(10)

    with ThreadPoolExecutor(5) as threads:
        for number in range(5):
            threads.submit(take, number)
            until(lambda number=number: lane.waiting == number)
        assert order == [0]
        go.set()
    assert order == [0, 1, 2, 3, 4]


def test_who_waited_long_enough_is_told_how_busy_it_is() -> None:
    lane = Lane("short", 2)
    with lane.turn(1, never), lane.turn(1, never), pytest.raises(QueryError) as caught, lane.turn(0.05, never):
        pass
    assert caught.value.category is Category.BUSY
    assert caught.value.message == "2 short statements run and 0 others wait; this one waited 0 s"
    assert "try again" in caught.value.advice


def test_who_has_left_does_not_wait() -> None:
    lane = Lane("long", 1)
    with lane.turn(1, never), pytest.raises(QueryError) as caught, lane.turn(60, lambda: True):
        pass
    assert caught.value.category is Category.ABANDONED


def test_every_place_comes_back_whatever_happens_in_it() -> None:
    lane = Lane("short", 1)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), lane.turn(1, never):
            raise ZeroDivisionError
    with lane.turn(0.01, never), pytest.raises(QueryError), lane.turn(0.01, never):
        pass
    with lane.turn(0.01, never):
        assert lane.waiting == 0
