"""Stretches of time: what is missing, how it is cut, and in which cells it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ja4dash.simulate.chunks import CELL, MINUTE, cells
from ja4dash.simulate.ledger import Stretch, gaps, joined, pieces


@pytest.mark.parametrize(
    ("within", "covered", "left"),
    [
        ((0, 10), [], [(0, 10)]),
        ((0, 10), [(0, 10)], []),
        ((0, 10), [(-5, 20)], []),
        ((0, 10), [(3, 5)], [(0, 3), (5, 10)]),
        ((0, 10), [(7, 9), (3, 5)], [(0, 3), (5, 7), (9, 10)]),
        ((0, 10), [(2, 6), (4, 8)], [(0, 2), (8, 10)]),
        ((0, 10), [(20, 30)], [(0, 10)]),
        ((20, 30), [(0, 10)], [(20, 30)]),
        ((0, 10), [(4, 4)], [(0, 4), (4, 10)]),
    ],
)
def test_gaps_are_what_is_left(within: tuple[int, int], covered: list[tuple[int, int]], left: list[tuple[int, int]]) -> None:
    assert gaps(Stretch(*within), [Stretch(*one) for one in covered]) == [Stretch(*one) for one in left]


def test_touching_stretches_are_one() -> None:
    assert joined([Stretch(4, 6), Stretch(0, 2), Stretch(2, 4), Stretch(8, 9)]) == [Stretch(0, 6), Stretch(8, 9)]


def test_pieces_come_newest_first_and_are_cut_at_whole_multiples() -> None:
    found = list(pieces(Stretch(50, 275), 100))
    assert found == [Stretch(200, 275), Stretch(100, 200), Stretch(50, 100)]


@given(st.integers(0, 10_000), st.integers(1, 10_000), st.integers(1, 3_000))
def test_pieces_and_cells_cover_everything_once(since: int, seconds: int, length: int) -> None:
    whole = Stretch(since, since + seconds)
    for parts in (list(pieces(whole, length))[::-1], list(cells(whole))):
        assert joined(parts) == [whole]
        assert sum(part.seconds for part in parts) == seconds


def test_short_stretches_are_written_as_the_present_comes_and_long_ones_at_once() -> None:
    """A cut minute is written again cell by cell: the cells must be those that the present wrote."""
    assert list(cells(Stretch(61, 66))) == [Stretch(61, 62), Stretch(62, 64), Stretch(64, 66)]
    assert len(list(cells(Stretch(60, 60 + MINUTE)))) == MINUTE // CELL
    assert list(cells(Stretch(0, MINUTE + 1))) == [Stretch(0, MINUTE + 1)]
