"""What is made of a reading, made once for all screens that show it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar
from weakref import WeakKeyDictionary

from ja4dash.feed import Reading

T = TypeVar("T")

_made: Final[WeakKeyDictionary[Reading, dict[Hashable, Any]]] = WeakKeyDictionary()


def once(reading: Reading, key: Hashable, make: Callable[[], T]) -> T:
    """What `make` made of this reading under this key; it goes when the reading goes."""
    kept = _made.setdefault(reading, {})
    if key not in kept:
        kept[key] = make()
    made: T = kept[key]
    return made
