"""cached(): the only cache of query results in the package.

A result is shared by all sessions. After its time to live the old one is returned at once while a new one is fetched
behind it. One that is older than three times that is fetched anew before it is shown; when that fails because of the
engine, the last good result is returned as it is: its frames carry `fetched_at`, so a panel can say how old it is.
"""

from __future__ import annotations

import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar

import pandas as pd

from ja4dash.errors import Category, QueryError
from ja4dash.stamp import Stamp
from ja4dash.watch import for_show

P = ParamSpec("P")
R = TypeVar("R")

_PASSING: Final = {Category.UNREACHABLE, Category.CERTIFICATE, Category.BUSY, Category.TIMEOUT, Category.LIMIT}
"""Failures of the moment: the last good result still says something."""

_KEPT_ENTRIES: Final = 256
_KEPT_BYTES: Final = 64 * 1024 * 1024


@dataclass(frozen=True)
class _Kept:
    """A good result, when it was fetched, and the bytes of its frames."""

    at: Stamp
    value: Any
    size: int


_kept: OrderedDict[object, _Kept] = OrderedDict()
_kept_lock = threading.Lock()
_stored: dict[str, Any] = {}
_stored_lock = threading.Lock()
_anew: ContextVar[dict[object, Any] | None] = ContextVar("anew", default=None)


def cached(ttl: str = "1m", *, max_entries: int = 128) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Cache a query function while the app runs; on the command line and in tests it is called directly."""
    too_old = 3 * pd.Timedelta(ttl).to_pytimedelta()

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        name = _name(function)

        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            if (asked := _anew.get()) is not None:
                return _asked_once(asked, function, name, *args, **kwargs)
            if not serving():
                return function(*args, **kwargs)
            with _stored_lock:
                if name not in _stored:
                    _stored[name] = _store(function, ttl, max_entries)
            value: R = _fresh_or_last_good(_stored[name], name, too_old, args, kwargs)
            return value

        return call

    return decorate


def forget(*functions: Callable[..., Any]) -> None:
    """Let these functions ask the engine at their next call, because something they show was just written."""
    for function in functions:
        stored = _stored.get(_name(function))
        if stored is not None:
            stored.clear()


@contextmanager
def anew() -> Iterator[None]:
    """Inside, cached functions ask the engine as if nothing were kept, each once for the same arguments, and keep nothing."""
    token = _anew.set({})
    try:
        yield
    finally:
        _anew.reset(token)


def _asked_once(asked: dict[object, Any], function: Callable[P, R], name: str, *args: P.args, **kwargs: P.kwargs) -> R:
    key = _key(name, args, kwargs)
    if key not in asked:
        asked[key] = function(*args, **kwargs)
    found: R = asked[key]
    return found


def _key(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> object:
    return name, args, tuple(sorted(kwargs.items()))


def _name(function: Callable[..., Any]) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def serving() -> bool:
    """True in an app that is served; false on the command line and in tests."""
    streamlit = sys.modules.get("streamlit")
    return streamlit is not None and bool(streamlit.runtime.exists())


def _store(function: Callable[..., R], ttl: str, max_entries: int) -> Any:
    import streamlit as st  # noqa: PLC0415 - only the serving app pays for the import

    @wraps(function)
    def timed(*args: object, **kwargs: object) -> tuple[Stamp, R]:
        with for_show():
            return Stamp.now(), function(*args, **kwargs)

    return st.cache_data(ttl=ttl, max_entries=max_entries, show_spinner=False, refresh_mode="background")(timed)


def _fresh_or_last_good(stored: Any, name: str, too_old: timedelta, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    key = _key(name, args, kwargs)
    try:
        at, value = stored(*args, **kwargs)
        if at.age() > too_old:
            stored.clear(*args, **kwargs)
            at, value = stored(*args, **kwargs)
    except QueryError as error:
        if error.category in _PASSING and key in _kept:
            return _kept[key].value
        raise
    _keep(key, at, value)
    return value


def _keep(key: object, at: Stamp, value: object) -> None:
    """Keep a result for bad times, in place of an older one; those that nobody asked for longest make room."""
    with _kept_lock:
        new = key not in _kept or _kept[key].at != at
        if new:
            _kept[key] = _Kept(at, value, _size(value))
        _kept.move_to_end(key)
        while new and len(_kept) > 1 and _too_much():
            _kept.popitem(last=False)


def _too_much() -> bool:
    return len(_kept) > _KEPT_ENTRIES or sum(one.size for one in _kept.values()) > _KEPT_BYTES


def _size(value: object) -> int:
    """Bytes that the frames in a result take; what else it holds is small."""
    if isinstance(value, pd.DataFrame):
        return value.size * 8  # as `memory_usage` says it, which goes through a Series for each column
    if isinstance(value, Mapping):
        return sum(map(_size, value.values()))
    return sum(map(_size, value)) if isinstance(value, tuple | list) else 0
