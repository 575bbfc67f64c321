"""A few pages at once: places are given back by whoever waits, and nobody waits for ever."""

from __future__ import annotations

import threading

import pytest

from ja4dash import pace
from ja4dash.pace import Places


@pytest.fixture(autouse=True)
def one_place(monkeypatch: pytest.MonkeyPatch) -> Places:
    """A single place that nobody is at."""
    places = Places(1)
    monkeypatch.setattr(pace, "_places", places)
    return places


def free(places: Places) -> bool:
    """True when the place could be had."""
    if places.take(0):
        places.leave()
        return True
    return False


def test_a_page_has_its_place_until_it_ends_however_it_ends(one_place: Places) -> None:
    with pytest.raises(ZeroDivisionError), pace.turn():
        assert not free(one_place)
        _ = 1 / 0
    assert free(one_place)


def test_who_waits_for_the_engine_leaves_the_place_and_has_it_back(one_place: Places) -> None:
    with pace.turn():
        with pytest.raises(ZeroDivisionError), pace.waiting():
            assert free(one_place)
            _ = 1 / 0
        assert not free(one_place)
    assert free(one_place)


def test_a_thread_without_a_place_takes_none(one_place: Places) -> None:
    with pace.waiting():
        assert free(one_place)
    assert free(one_place)


def test_the_next_one_waits_for_the_place(one_place: Places) -> None:
    order: list[str] = []
    begun = threading.Event()

    def second() -> None:
        begun.set()
        with pace.turn():
            order.append("second")

    with pace.turn():
        thread = threading.Thread(target=second)
        thread.start()
        assert begun.wait(5)
        order.append("first")
    thread.join(5)
    assert order == ["first", "second"]


def test_without_a_place_a_page_goes_on_after_a_while(one_place: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page may wait for what another one puts together, which waits for the place: neither waits for ever."""
    monkeypatch.setattr(pace, "PATIENCE", 0.01)
    monkeypatch.setattr(pace, "_AGAIN_SECONDS", 0.01)
    with pace.turn(), pace.waiting():
        assert one_place.take(0)
    assert not free(one_place), "the place that others took is theirs"
    with pace.turn():
        pass
    assert not free(one_place), "a page that never had one gives none back"
    one_place.leave()
    assert free(one_place)


def test_who_comes_back_goes_before_those_who_begin(one_place: Places) -> None:
    order: list[str] = []
    assert one_place.take(0)

    def come(name: str, back: bool) -> None:
        assert one_place.take(5, back=back)
        order.append(name)
        one_place.leave()

    threads = [threading.Thread(target=come, args=each) for each in (("begins", False), ("comes back", True))]
    for thread in threads:
        thread.start()
    while one_place._coming_back == 0:
        threading.Event().wait(0.001)
    one_place.leave()
    for thread in threads:
        thread.join(5)
    assert order == ["comes back", "begins"]
