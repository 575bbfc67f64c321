"""Databases that hold everything and pages that were opened on them, shared by tests that only look."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NoReturn

import pandas as pd
import pytest

from ja4dash import db
from ja4dash.db import Door, Guard
from ja4dash.provenance import Asked
from ja4dash.settings import Settings
from ja4dash.ui import exports, paging
from ja4dash.ui.exports import Whole
from tests.shelf import Shelf, State

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

FRESH_SECONDS: Final = 240
"""Pages speak of the last minutes: then everything is sent anew."""


class Looking(Door):
    """A door through which nobody writes: who shares data may not change them."""

    def command(self, *_: object, **__: object) -> NoReturn:
        raise AssertionError("a command on data that other tests look at: take `door`")

    def insert(self, *_: object, **__: object) -> NoReturn:
        raise AssertionError("an insert into data that other tests look at: take `door`")


@dataclass
class Seen:
    """A page as it was opened with nothing cached, and what it did for that.

    `asked`: names and texts of the statements, the door's own without a name; `offered`: what can be exported, by name;
    `counted`: the rows of each listing that is turned page by page.
    """

    app: AppTest
    asked: list[tuple[str, str]] = field(default_factory=list)
    offered: dict[str, tuple[pd.DataFrame, Whole | None]] = field(default_factory=dict)
    counted: list[int] = field(default_factory=list)


class Gallery:
    """A migrated pair of databases, filled by `fill` and emptied and filled again when that was a while ago."""

    def __init__(self, shelf: Shelf, fresh: Callable[[], Settings], fill: Callable[[Door], None]) -> None:
        self._shelf, self._fresh, self._fill = shelf, fresh, fill
        self._taken: tuple[Settings, State] | None = None
        self._stale = 0.0
        self._seen: dict[tuple[str, str], Seen] = {}

    def door(self) -> Looking:
        """A door that knows nothing yet to data of the last minutes."""
        if self._taken is None or time.monotonic() > self._stale:
            if self._taken is not None:
                self._shelf.put_back(*self._taken)
            self._taken = self._shelf.take(self._fresh())
            with db.use(Door(self._taken[0], pool=self._shelf.pool)) as door:
                self._fill(door)
            self._stale = time.monotonic() + FRESH_SECONDS
            self._seen.clear()
        return Looking(self._taken[0], pool=self._shelf.pool)

    def seen(self, door: Door, opened: Callable[..., AppTest], page: str, query: Mapping[str, str]) -> Seen:
        """The page as it was opened before, or now and through this door."""
        key = (page, repr(sorted(query.items())))
        if key not in self._seen:
            self._seen[key] = noted(door, lambda: opened(page, **query))
        return self._seen[key]


def noted(door: Door, opened: Callable[[], AppTest]) -> Seen:
    """Open a page and note what it does."""
    asked: list[tuple[str, str]] = []
    offered: dict[str, tuple[pd.DataFrame, Whole | None]] = {}
    counted: list[int] = []
    ask, offer, turn = door.ask, exports.offer, paging.turn

    def noted_ask(name: str, sql: str, parameters: Mapping[str, object], guard: Guard) -> tuple[pd.DataFrame, Asked]:
        asked.append((name, sql))
        return ask(name, sql, parameters, guard)

    def noted_offer(frame: pd.DataFrame, name: str, whole: Whole | None = None) -> Any:
        offered[name] = (frame, whole)
        return offer(frame, name, whole)

    def noted_turn(count: int, page: paging.Page) -> Any:
        counted.append(count)
        return turn(count, page)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(door, "ask", noted_ask)
        patch.setattr(exports, "offer", noted_offer)
        patch.setattr(paging, "turn", noted_turn)
        return Seen(opened(), asked, offered, counted)
