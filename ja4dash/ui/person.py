"""Who is at this browser: the name, the role, the way to another one."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

import streamlit as st

from ja4dash import db, rights
from ja4dash.errors import FieldError, QueryError
from ja4dash.queries import permissions
from ja4dash.rights import Person, Right, Role, Visit
from ja4dash.ui.text import literal
from ja4dash.writes import demo

_NAME: Final = "person_name"
_TYPED: Final = "person_typed"
_WRONG: Final = "person_wrong"
_NUMBER: Final = "person_number"
_PROXIES: Final = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via")
_ICONS: Final = {
    Role.NOBODY: ":material/block:",
    Role.VIEWER: ":material/visibility:",
    Role.VISITOR: ":material/waving_hand:",
    Role.ANALYST: ":material/edit:",
    Role.ADMIN: ":material/shield_person:",
}


def person() -> Person:
    """The person of this session, as of now."""
    return rights.identified(db.door().settings, _visit())


def refusal(who: Person, right: Right, table: str) -> str:
    """Why a form is not offered, in one sentence; empty when it is. The write asks for the right again."""
    if not who.may(right):
        return who.why
    return permissions.refusal(table)


def admit() -> None:
    """Go on for those who may read; everybody else sees how to sign in, and the page ends."""
    _forget_visitors()
    who = person()
    if who.may(Right.READ):
        return
    st.title("Sign in" if not _signed_in() else "No access", anchor=False)
    st.text(who.why)
    if _signed_in():
        st.button("Sign out", icon=":material/logout:", on_click=st.logout)
    else:
        st.button("Sign in", icon=":material/login:", type="primary", on_click=st.login)
    st.stop()


def show_person() -> None:
    """Who decides here, as a button in the header; behind it a field for the name where nobody signs in, else the way out."""
    who = person()
    read_only = "" if who.may(Right.DECIDE) else " · read-only"
    with st.popover(f"{literal(who.name, 30)}{read_only}", icon=_ICONS[who.role], type="tertiary", width="content"):
        if not _signed_in() and not who.visitor:
            st.text_input(
                "Your name",
                value=who.name,
                key=_TYPED,
                max_chars=rights.MAX_NAME,
                on_change=_rename,
                icon=_ICONS[who.role],
                help="Stands beside what you decide.",
            )
        if wrong := st.session_state.get(_WRONG):
            st.caption(f":orange[{literal(wrong)}]")
        st.caption(f"{str(who.role).capitalize()}. {_more(who)}")
        if _signed_in():
            st.button("Sign out", icon=":material/logout:", on_click=st.logout, type="tertiary")


def _forget_visitors() -> None:
    try:
        demo.forget_when_due(db.door())
    except QueryError as error:
        st.markdown(f":orange[:material/warning: What visitors wrote could not be removed: {literal(error.message)}]")


def _more(who: Person) -> str:
    if not who.visitor:
        return who.why
    return f"A public demo: what visitors decide is seen by all of them and removed {db.door().settings.demo_minutes} min later."


def _rename() -> None:
    try:
        st.session_state[_NAME] = rights.clean_name(st.session_state[_TYPED])
        st.session_state.pop(_WRONG, None)
    except FieldError as error:
        st.session_state[_WRONG] = error.message


def _visit() -> Visit:
    headers = st.context.headers
    return Visit(
        address=str(st.get_option("server.address") or ""),
        host=str(headers.get("Host") or ""),
        forwarded=any(headers.get(name) for name in _PROXIES),
        sign_in="is_logged_in" in st.user.to_dict(),
        claims=dict(st.user.to_dict()) if _signed_in() else None,
        name=str(st.session_state.get(_NAME, "")),
        number=str(st.session_state.setdefault(_NUMBER, uuid4().hex)),
    )


def _signed_in() -> bool:
    return bool(st.user.to_dict().get("is_logged_in"))
