"""Making a fingerprint a signature: what it is, what would change, then one button; and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st

from ja4dash import words
from ja4dash.errors import FieldError
from ja4dash.fingerprint import families
from ja4dash.fingerprint.h2 import spelling
from ja4dash.fingerprint.nearest import nearest
from ja4dash.queries import reference, signatures
from ja4dash.scope import Scope
from ja4dash.signature.entry import FAMILIES, MAX_FINGERPRINT, MAX_NOTES, Signature, canonical, in_words
from ja4dash.ui import curating, panel
from ja4dash.ui.anatomy import h2_anatomy, standing
from ja4dash.ui.columns.signatures import CARRIERS
from ja4dash.ui.facts import show_facts
from ja4dash.ui.opening import opening
from ja4dash.ui.panel import bare
from ja4dash.ui.table import show_table
from ja4dash.ui.text import literal

_FAMILY: Final = "promotion_family"
_CONFIDENCE: Final = "promotion_confidence"
_NOTES: Final = "promotion_notes"
_TYPED: Final = "promotion_typed"
_CONFIDENT: Final = 0.8


def promotion_button(fingerprint: str, scope: Scope, *, key: str) -> bool:
    """A button that opens the form for a fingerprint, or for one to be typed (""); True when it was just pressed."""
    panel.seen(reference.signatures())
    there = bool(fingerprint) and spelling(fingerprint) in signatures.listed()
    label = "Edit signature…" if there else "Promote…" if fingerprint else "Add by hand…"
    icon = ":material/edit:" if there else ":material/verified:" if fingerprint else ":material/add:"
    if opening(label, icon, key=f"promotion_{key}", help="See what would change, then make it a signature."):
        curating.forget_said()
        _dialog(fingerprint, scope)
        return True
    return False


@st.dialog("Signature", width="large", on_dismiss="rerun")
def _dialog(fingerprint: str, scope: Scope) -> None:
    with bare():
        _compose(fingerprint, scope)


def _compose(fingerprint: str, scope: Scope) -> None:
    why_not = curating.why_not()
    if why_not:
        st.markdown(f":orange[:material/lock: {literal(why_not, 400)}]")
    text = fingerprint or st.text_input(
        "HTTP/2 fingerprint",
        key=_TYPED,
        max_chars=MAX_FINGERPRINT,
        placeholder="1:65536;2:0;4:6291456;6:262144|15663105|0|m,a,s,p",
    )
    if not text:
        st.caption("Settings, window update, priorities and pseudo-header order, with bars between them.")
        return
    try:
        form = canonical(text)
    except FieldError as error:
        panel.failure(error)
        return
    if fingerprint:
        st.caption("Fingerprint, in the spelling that look-ups use")
    st.code(form, language=None, wrap_lines=True)
    live = {one: said for one, said in signatures.live().items() if spelling(one) != form}
    st.text(standing(nearest(form, live), families.tool_of(form)))
    with st.expander("What it is made of"):
        h2_anatomy(form, signatures.live())
    carried = signatures.carriers(form, scope)
    _show_carriers(carried, scope)
    _form(form, signatures.listed().get(form, ()), carried, scope, disabled=bool(why_not))
    curating.show_said()


def _show_carriers(carried: pd.DataFrame, scope: Scope) -> None:
    """Who carries it now."""
    panel.seen(carried)
    when = scope.when(signatures.IMPACT)
    every = carried[carried["part"] == "all"]
    if every.empty:
        panel.empty(f"Nobody carried it in the {when}", "Its family rests on what you know of it: say so in the notes.")
        return
    row = every.iloc[0]
    st.markdown(
        f"**Carried in the {when}** by {words.plural(int(row['sessions']), 'session')} of "
        f"{words.plural(int(row['sources']), 'source')}, {words.plural(int(row['requests']), 'request')}"
    )
    known = carried[carried["part"] == "family"]
    says = known["ja4_family"].where(known["ja4_family"] != "", known["ja4_tool"]).replace("", "nothing known")
    show_table(known.assign(says=says), CARRIERS, key="carriers", scope=scope, empty="", rows=4, exported=False)


def _form(form: str, entries: Sequence[Signature], carried: pd.DataFrame, scope: Scope, *, disabled: bool) -> None:
    suggested, why = _suggested(entries, carried)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        family = st.selectbox(
            "Browser family",
            FAMILIES,
            index=FAMILIES.index(suggested) if suggested in FAMILIES else None,
            key=f"{_FAMILY}_{form}",
            placeholder="choose",
            width=150,
            help="Other: a known client that is none of these. Look-ups then know it, and compare it with nothing.",
        )
        confidence = st.number_input(
            "Confidence",
            0.0,
            1.0,
            float(entries[0].confidence) if len(entries) == 1 and _shown(entries[0].confidence) else _CONFIDENT,
            0.05,
            key=f"{_CONFIDENCE}_{form}",
            width=120,
        )
        notes = st.text_input(
            "Notes",
            value=entries[0].notes[:MAX_NOTES] if len(entries) == 1 else "",
            key=f"{_NOTES}_{form}",
            max_chars=MAX_NOTES,
            placeholder="where it was seen, for the next analyst",
        )
    if why:
        st.caption(why)
    _show_conflict(entries, Signature(form, family, str(confidence), notes) if family else None)
    if family is None:
        st.caption("Choose a family to see what would change.")
        return
    _show_turned(form, family, scope)
    st.button(
        f"Replace with {family}" if entries else f"Promote as {family}",
        type="primary",
        icon=":material/verified:",
        key="promotion_write",
        disabled=disabled,
        on_click=_write,
        args=(form, family),
    )


def _suggested(entries: Sequence[Signature], carried: pd.DataFrame) -> tuple[str, str]:
    """The family to begin with, and in one sentence where it comes from."""
    if entries:
        return entries[0].family if len(entries) == 1 else "", ""
    family, share = signatures.majority(carried)
    if not family:
        return "", "No carrier's JA4 is known as a browser: there is nothing to suggest a family by."
    told = f"{words.percent(share)} of the sessions whose JA4 is known as a browser say {literal(family)}"
    stack = family if family in FAMILIES else "Other"
    return stack, f"Suggested: {told}." + ("" if stack == family else " It is none of the families here.")


def _show_turned(form: str, family: str, scope: Scope) -> None:
    """Whose fingerprints would contradict each other, and whose no longer."""
    turned = signatures.judged_otherwise(form, family, scope)
    panel.seen(turned)
    rows = {str(row["direction"]): row for row in turned.to_dict("records")}
    show_facts(
        {
            f"Would contradict themselves as {family}": _counted(rows["contradicts"]),
            "Would no longer contradict themselves": _counted(rows["agrees"]),
        },
        columns=2,
    )
    said = "A session is an address, a JA4 and a host. What was detected stays: the next detection judges anew."
    judged, ways = turned.attrs["judged"], turned.attrs["combinations"]
    if ways > judged:
        said += f" Looked at: the {judged:,} commonest of {ways:,} ways to present oneself."
    st.caption(said)


def _counted(row: dict[Any, Any]) -> str:
    if not row["sessions"]:
        return "none"
    found = f"{words.plural(int(row['sessions']), 'session')} of {words.plural(int(row['sources']), 'source')}"
    if not row["detections"]:
        return f"{found}, none of them detected"
    return f"{found}; {int(row['detected_sessions']):,} of them with {words.plural(int(row['detections']), 'detection')}"


def _show_conflict(entries: Sequence[Signature], then: Signature | None) -> None:
    """What is listed now beside what would be."""
    if entries:
        now, after = st.columns(2)
        with now:
            st.caption("Listed now" if len(entries) == 1 else f"Listed now: {len(entries)} entries, all of which are replaced")
            st.code(in_words(entries), language=None, wrap_lines=True)
        with after:
            st.caption("Then, in its place")
            st.code(then.in_words() if then else words.DASH, language=None, wrap_lines=True)


def _shown(confidence: str) -> bool:
    return 0 <= float(confidence) <= 1


def _write(form: str, family: str) -> None:
    """What was typed and clicked at once has reached this run, but not the button's arguments."""
    curating.promoting(form, family, st.session_state[f"{_CONFIDENCE}_{form}"], st.session_state[f"{_NOTES}_{form}"])
