"""A few pages at once: places are given back by whoever waits, and nobody waits for ever."""

from __future__ import annotations

import threading

import pytest

from ja4dash import pace


@pytest.fixture(autouse=True)
def one_place(monkeypatch: pytest.MonkeyPatch) -> threading.Semaphore:
    """A single place that nobody is at."""
    places = threading.Semaphore(1)
    monkeypatch.setattr(pace, "_places", places)
    return places


def free(places: threading.Semaphore) -> bool:
    """True when the place could be had."""
    if places.acquire(blocking=False):
        places.release()
        return True
    return False


def test_a_page_has_its_place_until_it_ends_however_it_ends(one_place: threading.Semaphore) -> None:
    with pytest.raises(ZeroDivisionError), pace.turn():
        assert not free(one_place)
        _ = 1 / 0
    assert free(one_place)


def test_who_waits_for_the_engine_leaves_the_place_and_has_it_back(one_place: threading.Semaphore) -> None:
    with pace.turn():
        with pytest.raises(ZeroDivisionError), pace.waiting():
            assert free(one_place)
            _ = 1 / 0
        assert not free(one_place)
    assert free(one_place)


def test_a_thread_without_a_place_takes_none(one_place: threading.Semaphore) -> None:
    with pace.waiting():
        assert free(one_place)
    assert free(one_place)


def test_the_next_one_waits_for_the_place(one_place: threading.Semaphore) -> None:
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


def test_without_a_place_a_page_goes_on_after_a_while(one_place: threading.Semaphore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page may wait for what another one puts together, which waits for the place: neither waits for ever."""
    monkeypatch.setattr(pace, "PATIENCE", 0.01)
    monkeypatch.setattr(pace, "_AGAIN_SECONDS", 0.01)
    with pace.turn(), pace.waiting():
        one_place.acquire()
    assert not free(one_place), "the place that others took is theirs"
    with pace.turn():
        pass
    assert not free(one_place), "a page that never had one gives none back"
    one_place.release()
    assert free(one_place)
