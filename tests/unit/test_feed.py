"""A feed asks once for all who look, keeps what was good, and goes on by itself."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from ja4dash import cache, feed
from ja4dash.errors import Category, QueryError
from ja4dash.feed import Feed
from ja4dash.stamp import Stamp

OFTEN = timedelta(milliseconds=20)


class Source:
    """A query that counts how often it was asked, and fails when told to."""

    def __init__(self) -> None:
        self.asked = 0
        self.failure: Category | None = None
        self.told = threading.Condition()

    def __call__(self) -> int:
        with self.told:
            self.asked += 1
            self.told.notify_all()
        if self.failure:
            raise QueryError(self.failure, "no")
        return self.asked

    def reached(self, times: int) -> bool:
        """Wait until it was asked so often."""
        with self.told:
            return self.told.wait_for(lambda: self.asked >= times, 10)


def test_it_asks_again_behind_those_who_look() -> None:
    source = Source()
    fed = Feed({"one": source}, OFTEN)
    assert fed.look()["one"].value >= 1
    assert source.reached(3)
    fed.end()
    assert fed.look()["one"].value >= 1


def test_many_looks_ask_as_often_as_one() -> None:
    source = Source()
    fed = Feed({"one": source}, timedelta(hours=1))
    threads = [threading.Thread(target=fed.look) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert source.asked == 1
    fed.end()


def test_what_fails_keeps_its_last_good_value_and_its_instant() -> None:
    source, other = Source(), Source()
    fed = Feed({"one": source, "two": other}, timedelta(hours=1))
    good = fed.ask()["one"]
    source.failure = Category.TIMEOUT
    later = fed.ask()
    assert (later["one"].value, later["one"].stamp) == (good.value, good.stamp)
    assert later["one"].error is not None
    assert later["two"].value == 2, "the others go on"
    source.failure = None
    assert fed.ask()["one"].error is None


def test_an_engine_that_is_away_is_not_asked_the_rest() -> None:
    source, other = Source(), Source()
    fed = Feed({"one": source, "two": other}, timedelta(hours=1))
    fed.ask()
    source.failure = Category.UNREACHABLE
    found = fed.ask()
    assert other.asked == 1
    assert found["two"].value == 1
    assert found["two"].error is not None, "its value is from before the engine went"


def test_an_engine_that_is_away_is_asked_again_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "RETRY", OFTEN)
    source = Source()
    source.failure = Category.UNREACHABLE
    fed = Feed({"one": source}, timedelta(hours=1))
    assert not fed.look()["one"].good
    assert source.reached(3)
    fed.end()


def test_nobody_looks_and_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "RETRY", OFTEN)
    monkeypatch.setattr(feed, "_UNWATCHED_ROUNDS", 0)
    source = Source()
    fed = Feed({"one": source}, OFTEN)
    with monkeypatch.context() as at_once:
        at_once.setattr(feed, "FIRST_SECONDS", 0.0)
        fed.look()
    thread = fed._thread
    assert thread is not None
    thread.join(10)
    assert not thread.is_alive()
    before = source.asked
    monkeypatch.setattr(feed, "_UNWATCHED_ROUNDS", 100)
    assert fed.look()["one"].value > before, "a look after a pause is not answered with what was read before it"
    fed.end()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_feed_that_broke_begins_again() -> None:
    broken = [True]

    def source() -> int:
        if broken.pop() if broken else False:
            raise SystemExit
        return 1

    fed = Feed({"one": source}, timedelta(hours=1))
    thread = threading.Thread(target=fed._run)
    fed._thread = thread
    thread.start()
    thread.join(10)
    assert fed.look()["one"].value == 1
    fed.end()


def test_one_feed_a_key_and_no_more_than_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "serving", lambda: True)
    monkeypatch.setattr(feed, "_MOST_FEEDS", 2)
    sources: dict[str, Source] = {}

    def look(key: str) -> Any:
        wanted: dict[str, Callable[[], Any]] = {"one": sources.setdefault(key, Source())}
        return feed.look(key, wanted, timedelta(hours=1))["one"].value

    assert [look(key) for key in "aabca"] == [1, 1, 1, 1, 2]
    assert len(feed._feeds) == 2
    for one in feed._feeds.values():
        one.end()
    feed._feeds.clear()


def test_no_jump_of_a_clock_makes_a_stamp_young() -> None:
    now = Stamp.now()
    hour = timedelta(hours=1)
    set_back = Stamp(now.at + hour, now.ticks - 60)
    slept = Stamp(now.at - hour, now.ticks - 60)
    assert set_back.age() >= timedelta(seconds=60)
    assert slept.age() >= hour
