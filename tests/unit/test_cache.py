"""Old results are shown only as old."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pandas as pd
import pytest

from ja4dash import cache
from ja4dash.errors import Category, QueryError
from ja4dash.stamp import Stamp
from ja4dash.watch import only_shown

TOO_OLD = timedelta(minutes=3)


class Stored:
    """Stands for Streamlit's cached function: keeps one answer until it is cleared."""

    def __init__(self, answer: Callable[[], str]) -> None:
        self.answer = answer
        self.entry: tuple[Stamp, str] | None = None

    def __call__(self, *_: object) -> tuple[Stamp, str]:
        if self.entry is None:
            self.entry = Stamp.now(), self.answer()
        return self.entry

    def clear(self, *_: object) -> None:
        self.entry = None

    def age(self, span: timedelta) -> None:
        assert self.entry is not None
        at, value = self.entry
        self.entry = Stamp(at.at - span, at.ticks - span.total_seconds()), value


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    cache._kept.clear()
    yield
    cache._kept.clear()
    cache._stored.clear()


def failing(category: Category) -> Callable[[], str]:
    def answer() -> str:
        raise QueryError(category, "no")

    return answer


def ask(stored: Stored) -> str:
    return str(cache._fresh_or_last_good(stored, "stored", TOO_OLD, ("a",), {}))


def test_a_young_result_is_returned_as_it_is() -> None:
    stored = Stored(lambda: "first")
    ask(stored)
    stored.answer = lambda: "second"
    stored.age(timedelta(minutes=2))
    assert ask(stored) == "first"


def test_a_result_that_is_too_old_is_fetched_before_it_is_shown() -> None:
    stored = Stored(lambda: "first")
    ask(stored)
    stored.answer = lambda: "second"
    stored.age(timedelta(minutes=4))
    assert ask(stored) == "second"


def test_a_clock_that_is_set_back_makes_nothing_young() -> None:
    stored = Stored(lambda: "first")
    ask(stored)
    stored.answer = lambda: "second"
    stored.age(timedelta(minutes=4))
    assert stored.entry is not None
    at, value = stored.entry
    stored.entry = replace(at, at=at.at + timedelta(hours=1)), value
    assert ask(stored) == "second"


def test_an_engine_that_is_away_leaves_the_last_good_result() -> None:
    stored = Stored(lambda: "first")
    ask(stored)
    stored.answer = failing(Category.UNREACHABLE)
    stored.age(timedelta(minutes=4))
    assert ask(stored) == "first"
    assert ask(stored) == "first"
    stored.answer = lambda: "back"
    assert ask(stored) == "back"


def test_a_lasting_failure_is_told_at_once() -> None:
    stored = Stored(lambda: "first")
    ask(stored)
    stored.answer = failing(Category.MISSING)
    stored.age(timedelta(minutes=4))
    with pytest.raises(QueryError):
        ask(stored)


def test_nothing_good_before_is_a_failure_too() -> None:
    with pytest.raises(QueryError):
        ask(Stored(failing(Category.UNREACHABLE)))


def test_without_a_served_app_the_function_is_called_directly() -> None:
    asked = []
    function = cache.cached("1m")(lambda number: asked.append(number) or len(asked))  # type: ignore[func-returns-value]
    assert [function(1), function(1)] == [1, 2]


def test_anew_asks_once_although_an_app_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "serving", lambda: True)
    asked = []
    function = cache.cached("1m")(lambda number: asked.append(number) or len(asked))  # type: ignore[func-returns-value]
    with cache.anew():
        assert [function(1), function(1), function(2)] == [1, 1, 2]
    with cache.anew():
        assert function(1) == 3


def test_what_is_asked_anew_is_more_than_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "serving", lambda: True)
    function = cache.cached("1m")(only_shown)
    assert function()
    with cache.anew():
        assert not function(), "a newer click would end it"


def test_what_is_kept_for_bad_times_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_kept", OrderedDict())
    monkeypatch.setattr(cache, "_KEPT_BYTES", 5 * 8000)
    for number in range(20):
        cache._keep(number, Stamp.now(), {"rows": (pd.DataFrame({"n": range(1000)}), 1)})
    assert list(cache._kept) == [15, 16, 17, 18, 19]
    cache._keep("huge", Stamp.now(), pd.DataFrame({"n": range(100_000)}))
    assert list(cache._kept) == ["huge"]
