"""The scope bar: one row of widgets on every page that shows, changes and keeps the scope in the URL."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

import streamlit as st

from ja4dash import scope as scopes
from ja4dash import search
from ja4dash.scope import FIELDS, PRESETS, Filter, Problem, Scope, ScopeError, Window
from ja4dash.ui import start, views
from ja4dash.ui.address import LISTING, PAGE, query, replace
from ja4dash.ui.star import show_star
from ja4dash.ui.text import literal
from ja4dash.ui.trail import show_trail

_SCOPE: Final = "scope"
_PAGE: Final = "scope_page"
_OWN: Final = "own_parameters"
_NOTICE: Final = "scope_notice"
_ZOOMED: Final = "scope_zoomed"
_TYPED: Final = re.compile(r"(?P<not>!?)(?:(?P<field>[a-z0-9]+):)?(?P<value>.+)", re.S)


def scope_bar(title: str, default: str = "24h", *, also: Iterable[str] = (), note: str = "") -> Scope:
    """Draw title and scope bar and return the scope. `also`: the page's own URL parameters; `note` stands for the sentence."""
    start.through_the_app()
    scope, problems = _current(title, tuple(also))
    now = views.view(title, query(), scope.sentence(default))
    views.visited(now)
    show_trail()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        with st.container(gap=None, width="stretch"):
            st.title(title, anchor=False)
            st.caption(note or _sentence(scope, default))
        _way_back(scope, default)
        _window_control(scope, default)
        _dates(scope)
        with st.container(width="content"):
            show_star(now)
    _filter_box(scope)
    _notices(problems)
    return scope


def page() -> str:
    """The title of the page that is shown."""
    return str(st.session_state.get(_PAGE, ""))


def shown() -> Scope:
    """The scope of the page that is shown."""
    return st.session_state.get(_SCOPE) or Scope()


def own_parameters() -> tuple[str, ...]:
    """The page's own URL parameters that say what it is about."""
    return tuple(st.session_state.get(_OWN, ()))


def change(scope: Scope) -> None:
    """Put a scope into the URL, keeping the page's own parameters; a table begins on its first page.

    For callbacks: the page runs again by itself.
    """
    kept = {name: values for name, values in query().items() if name not in (*FIELDS, "window", "from", "to", PAGE)}
    own = {name: st.query_params.get_all(name) for name in own_parameters() if name in st.query_params}
    replace({**kept, **scope.to_query(), **own})


def zoom(scope: Scope, since: datetime, until: datetime) -> None:
    """Look at a stretch of time; the scope bar offers the way back, or says why not. For callbacks, like `change`."""
    _try(lambda: _look_at(scope, scopes.between(since, until)))


def _look_at(scope: Scope, window: Window) -> None:
    if window != scope.window:
        st.session_state[_ZOOMED] = (window, scope.window)
        change(Scope(window, scope.filters))


def _current(page: str, also: tuple[str, ...]) -> tuple[Scope, list[Problem]]:
    """The URL wins; a page that was reached without a scope takes over the one of the page before."""
    asked = query()
    st.session_state[_OWN] = also
    arrived = st.session_state.get(_PAGE) != page
    st.session_state[_PAGE] = page
    scope, problems = scopes.parse(asked, also=(*also, *LISTING))
    if arrived and not (asked.keys() - set(also)) and _SCOPE in st.session_state:
        scope = st.session_state[_SCOPE]
        change(scope)
    st.session_state[_SCOPE] = scope
    return scope, problems


def _sentence(scope: Scope, default: str) -> str:
    window = scope.when(default)
    filters = [f"{'not ' if f.exclude else ''}{FIELDS[f.field].label} {' or '.join(_shown(f))}" for f in scope.filters]
    return f"{window[0].upper()}{window[1:]}, {', '.join(filters) or 'all sources'} · times in UTC"


def _shown(item: Filter) -> list[str]:
    return [literal(FIELDS[item.field].show(value), 60) for value in item.values]


def _way_back(scope: Scope, default: str) -> None:
    """Out of a window that was framed on a chart, to the one before."""
    zoomed, before = st.session_state.get(_ZOOMED, (None, None))
    if zoomed is None or zoomed != scope.window:
        return
    st.button(
        f"Back to {(before or Window(default)).sentence()}",
        icon=":material/zoom_out:",
        type="tertiary",
        key="scope_zoom_out",
        on_click=change,
        args=(Scope(before, scope.filters),),
    )


def _window_control(scope: Scope, default: str) -> None:
    window = scope.window or Window(default)
    st.session_state["scope_window"] = window.preset if window.preset in PRESETS else None
    st.segmented_control(
        "Window",
        PRESETS,
        format_func=scopes.window_name,
        key="scope_window",
        label_visibility="collapsed",
        on_change=_choose_window,
        args=(scope,),
    )


def _choose_window(scope: Scope) -> None:
    chosen = st.session_state["scope_window"]
    if chosen:
        change(Scope(Window(chosen), scope.filters))


def _dates(scope: Scope) -> None:
    absolute = scope.window is not None and scope.window.since is not None
    label = "Dates" if not absolute else f"{scope.window.since:%d %b %H:%M} – {scope.window.until:%d %b %H:%M}"  # type: ignore[union-attr]
    with st.popover(label, icon=":material/date_range:"):
        st.markdown("**From – to, UTC**")
        since, until = _suggested(scope)
        first = st.datetime_input("From", since, key="scope_from")
        last = st.datetime_input("To", until, key="scope_to")
        st.button("Show this window", type="primary", on_click=_choose_dates, args=(scope, first, last))


def _suggested(scope: Scope) -> tuple[datetime, datetime]:
    if scope.window and scope.window.since and scope.window.until:
        return scope.window.since.replace(tzinfo=None), scope.window.until.replace(tzinfo=None)
    now = datetime.now(UTC).replace(tzinfo=None, second=0, microsecond=0)
    return now - timedelta(hours=24), now


def _choose_dates(scope: Scope, first: datetime | None, last: datetime | None) -> None:
    if first is None or last is None:
        st.session_state[_NOTICE] = "Both dates are needed."
        return
    _try(lambda: change(Scope(scopes.between(first, last), scope.filters)))


# --- filters ----------------------------------------------------------------------------------------------------------


def _filter_box(scope: Scope) -> None:
    """Active filters as chips in one box that also takes new ones, typed as `host:shop.example` or `!level:low`."""
    chips = [_chip(f, value) for f in scope.filters for value in f.values]
    st.session_state["scope_chips"] = chips
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.multiselect(
            "Filters",
            chips,
            key="scope_chips",
            accept_new_options=True,
            placeholder="Filter: type host:shop.example, asn:64500, ip:203.0.113.0/24, !country:DE, or any text, then Enter",
            label_visibility="collapsed",
            on_change=_choose_filters,
            args=(scope,),
        )
        with st.popover("Filter", icon=":material/filter_list:"):
            _guided(scope)


def _chip(item: Filter, value: str) -> str:
    return f"{'!' if item.exclude else ''}{item.field}:{value}"


def _choose_filters(scope: Scope) -> None:
    _try(lambda: change(_with_chips(scope, st.session_state["scope_chips"])))


def _with_chips(scope: Scope, chips: Iterable[str]) -> Scope:
    built = Scope(scope.window)
    for chip in chips:
        field, value, exclude = typed(chip)
        built = built.where(field, value, exclude=exclude)
    return built


def typed(text: str) -> tuple[str, str, bool]:
    """Field, value and exclusion of a filter as it was typed; a bare word searches, a bare address is a source."""
    found = _TYPED.fullmatch(text.strip())
    if found and found["field"] in FIELDS:
        return found["field"], found["value"], bool(found["not"])
    exclude, bare = text.strip().startswith("!"), text.strip().removeprefix("!")
    field, value = next(iter(search.target(bare).params.items()))
    return field, value, exclude


def _guided(scope: Scope) -> None:
    field = st.selectbox("Field", list(FIELDS), format_func=lambda name: _capital(FIELDS[name].label), key="scope_field")
    how = st.segmented_control("Match", ["is", "is not"], default="is", required=True, key="scope_how")
    value = st.text_input("Value", key="scope_value", placeholder=FIELDS[field].form)
    if st.session_state.get(_NOTICE):
        st.markdown(f":orange[:material/error: {literal(st.session_state[_NOTICE])}]")
    st.button("Add filter", type="primary", on_click=_add, args=(scope, field, value, how == "is not"))


def _add(scope: Scope, field: str, value: str, exclude: bool) -> None:
    _try(lambda: change(scope.where(field, value, exclude=exclude)))


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _try(action: Callable[[], None]) -> None:
    """Do what was asked, or keep the reason for the notice under the bar."""
    try:
        action()
    except ScopeError as error:
        st.session_state[_NOTICE] = str(error)


def _notices(problems: list[Problem]) -> None:
    said = st.session_state.pop(_NOTICE, None)
    if said:
        st.markdown(f":orange[:material/info: Not applied: {literal(said)}]")
    if problems:
        named = "; ".join(f"{literal(f'{p.name}={p.value}', 80)} ({literal(p.why, 120)})" for p in problems[:6])
        more = f" and {len(problems) - 6} more" if len(problems) > 6 else ""
        st.markdown(f":orange[:material/info: Ignored in this address: {named}{more}]")
