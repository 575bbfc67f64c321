"""Panels: a framed piece of a page that loads, is empty, ages and fails on its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ja4dash import words
from ja4dash.errors import Category, QueryError
from ja4dash.provenance import Asked
from ja4dash.ui import asked

STALE_AFTER: Final = timedelta(minutes=5)
HINT: Final = "Choose a longer window or remove a filter."

ICONS: Final = {
    Category.MISSING: ":material/extension_off:",
    Category.RIGHTS: ":material/lock:",
    Category.TIMEOUT: ":material/timer_off:",
    Category.LIMIT: ":material/data_alert:",
    Category.PARAMETER: ":material/edit_off:",
    Category.CONFLICT: ":material/sync_problem:",
    Category.UNREACHABLE: ":material/cloud_off:",
    Category.CERTIFICATE: ":material/gpp_maybe:",
    Category.BUSY: ":material/hourglass_top:",
    Category.ABANDONED: ":material/cancel:",
    Category.NO_SPACE: ":material/hard_drive:",
    Category.WRITE_PROTECTED: ":material/edit_off:",
    Category.LOCKED: ":material/lock_clock:",
    Category.OTHER: ":material/error:",
}


@dataclass
class _Shown:
    """What a panel has shown so far: the oldest fetch, the columns that were missing, the statements, its own buttons."""

    oldest: datetime | None = None
    missing: set[str] = field(default_factory=set)
    approximate: bool = False
    asked: dict[Asked, None] = field(default_factory=dict)
    controls: list[Callable[[], None]] = field(default_factory=list)


_shown: ContextVar[_Shown | None] = ContextVar("shown", default=None)


@contextmanager
def panel(
    title: str, *, note: str = "", help: str | None = None, height: int | Literal["stretch", "content"] = "stretch"
) -> Iterator[None]:
    """A framed panel. A QueryError inside is shown in its place and ends there; the neighbours go on.

    `title` and `note` are ours, never data. `note` stands beside the title in grey.
    """
    with st.container(border=True, height=height, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{title}**" + (f" :gray[{note}]" if note else ""), help=help, width="stretch")
            controls = st.container(horizontal=True, vertical_alignment="center", width="content", gap=None)
        with _failing_alone(controls):
            yield


@contextmanager
def bare() -> Iterator[None]:
    """A panel without frame and title, for a row of figures that frame themselves."""
    with st.container(horizontal=True, gap="small"):
        body = st.container(width="stretch", gap="small")
        controls = st.container(width="content", gap=None)
    with body, _failing_alone(controls):
        yield


@contextmanager
def _failing_alone(controls: DeltaGenerator) -> Iterator[None]:
    shown = _Shown()
    token = _shown.set(shown)
    with controls:
        own = st.container(horizontal=True, vertical_alignment="center", width="content", gap=None)
        how = asked.popover()
    try:
        yield
    except QueryError as error:
        failure(error)
        if error.asked:
            shown.asked[error.asked] = None
    finally:
        _shown.reset(token)
        _postscript(shown)
        with own:
            for draw in shown.controls:
                draw()
        with how:
            asked.show_asked(shown.asked)


def seen(frame: pd.DataFrame) -> None:
    """Tell the panel around that this frame is shown in it."""
    shown = _shown.get()
    if shown is None:
        return
    fetched = frame.attrs.get("fetched_at")
    if fetched and (shown.oldest is None or fetched < shown.oldest):
        shown.oldest = fetched
    shown.missing.update(frame.attrs.get("missing", ()))
    shown.approximate |= frame.attrs.get("approximate", False)
    shown.asked |= dict.fromkeys(frame.attrs.get("asked", ()))


def control(draw: Callable[[], None]) -> None:
    """Put a button of ours at the end of the title row of the panel around; outside of a panel it stands in its place."""
    shown = _shown.get()
    if shown is None:
        draw()
    else:
        shown.controls.append(draw)


def failure(error: QueryError) -> None:
    """What failed, why, and what to do, in the panel's place."""
    with st.container(border=True, gap=None):
        st.markdown(f"{ICONS[error.category]} **{error.title}**")
        st.text(error.message)
        st.caption(error.advice)


def empty(what: str, hint: str = HINT) -> None:
    """Nothing to show, said as such: `what` names it with its window, in our words (foreign text goes through `literal`)."""
    st.markdown(f":gray[:material/inbox: {what}]")
    st.caption(hint)


def _postscript(shown: _Shown) -> None:
    if shown.missing:
        names = ", ".join(f"`{name}`" for name in sorted(shown.missing))
        st.caption(f":material/extension_off: This deployment's request log has no {names}: shown as unknown.")
    if shown.approximate:
        st.caption("≈ Sources are exact up to 500; beyond that their standard error is 0.8 %.")
    if shown.oldest and datetime.now(UTC) - shown.oldest > STALE_AFTER:
        age = words.age(datetime.now(UTC) - shown.oldest)
        st.markdown(f":orange-badge[:material/history: as of {words.clock(shown.oldest)}, {age} old]")
