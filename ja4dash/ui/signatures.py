"""HTTP/2 signatures on screen: the list, the unknown fingerprints beside it, the selected one explained and changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st

from ja4dash import words
from ja4dash.fingerprint.h2 import spelling
from ja4dash.queries import signatures
from ja4dash.scope import Scope
from ja4dash.ui import curating, drill, links, panel
from ja4dash.ui.anatomy import h2_anatomy
from ja4dash.ui.columns.signatures import SIGNATURES, UNKNOWN, VERSIONS
from ja4dash.ui.facts import show_facts
from ja4dash.ui.promotion import promotion_button
from ja4dash.ui.sheets import download_button, import_button
from ja4dash.ui.table import show_table

PARAMETER: Final = "h2"
"""The page's own URL parameter: the fingerprint that is selected."""

NONE_SEEN: Final = "not in the last hour"


def show_signatures(frame: pd.DataFrame, scope: Scope) -> None:
    """The list with what the last hour showed of each entry; a click selects one."""
    if frame.attrs["read_only"]:
        st.caption(
            f":material/lock: The table of signatures is not deployed: this is what the dictionary `{frame.attrs['source']}` "
            "holds, without confidence and notes. It is read-only here."
        )
    told = frame.assign(
        state=[_state(family, live) for family, live in zip(frame["browser_family"], frame["live_family"], strict=True)]
    )
    row = show_table(
        told.rename(columns={"h2_fingerprint": "fingerprint"}),
        SIGNATURES,
        key="signatures",
        scope=scope,
        empty="There is no signature",
        hint="`python -m ja4dash migrate` loads the shipped ones.",
        rows=12,
    )
    _note_click("signatures", frame, row)


def show_unknown(frame: pd.DataFrame, scope: Scope) -> None:
    """Fingerprints of the last hour without a signature; a click selects one."""
    row = show_table(
        frame.rename(columns={"h2_fingerprint": "fingerprint"}),
        UNKNOWN,
        key="unknown_h2",
        scope=scope,
        empty="Every HTTP/2 fingerprint of the last hour has a signature",
        hint="A fingerprint that no signature knows would stand here.",
        rows=9,
    )
    _note_click("unknown_h2", frame, row)


def selected(unknown: pd.DataFrame, entries: pd.DataFrame) -> str:
    """The fingerprint that the address names, else the most frequent unknown one, else the first of the list, else none."""
    first = [*unknown["h2_fingerprint"].head(1), *entries["h2_fingerprint"].head(1), ""]
    return spelling(str(st.query_params.get(PARAMETER, first[0])))


def show_anatomy(fingerprint: str) -> None:
    """The selected fingerprint part by part, and the signature it is nearest to."""
    if fingerprint:
        h2_anatomy(fingerprint, signatures.live())
    else:
        panel.empty("No fingerprint to explain", "None was seen in the last hour, and the list is empty.")


def show_standing(fingerprint: str, entries: pd.DataFrame, unknown: pd.DataFrame, scope: Scope) -> None:
    """What is known of the selected fingerprint: its entry, whether look-ups use it, who carried it in the last hour."""
    panel.seen(entries)
    own = entries[entries["h2_fingerprint"].map(spelling) == fingerprint]
    seen = pd.concat([own, unknown[unknown["h2_fingerprint"] == fingerprint]])
    carried = seen.iloc[0] if len(seen) and seen["sessions"].iloc[0] else None
    st.code(fingerprint or words.DASH, language=None, wrap_lines=True)
    show_facts(
        {
            "Entries of the list": "\n".join(_entry(row) for row in own.to_dict("records")) or "none: unknown",
            "Last hour": _carried(carried),
            "Mostly with JA4": words.DASH if carried is None else str(carried["top_ja4"]) or "not recorded",
            "Mostly with User-Agent": words.DASH if carried is None else str(carried["header_user_agent"]) or "not sent",
        },
        columns=1,
    )
    with st.container(horizontal=True, gap="small"):
        _actions(fingerprint, own)
        if promotion_button(fingerprint, scope, key="selected"):
            st.query_params[PARAMETER] = fingerprint  # it stays the selected one when it is no longer an unknown one
        if carried is not None and carried["top_ja4"] and st.button("Open this JA4", icon=":material/fingerprint:"):
            links.go("ja4", str(carried["top_ja4"]), scope)
    curating.show_said()


def show_tools(scope: Scope) -> None:
    """What can be done with the list as a whole."""
    with st.container(horizontal=True, gap="small"):
        promotion_button("", scope, key="new")
        import_button(scope)
        download_button()


def show_versions(fingerprint: str, scope: Scope) -> None:
    """What was changed about the selected fingerprint, by whom, and the way back."""
    frame = signatures.versions(fingerprint)
    done = frame[frame["outcome"] != "failed"]
    if len(done) and not curating.why_not():
        latest = done.iloc[0]
        label = "Undo the undo" if latest["action"] == "undo" else "Undo the latest change"
        st.button(
            label,
            icon=":material/undo:",
            key="signature_undo",
            on_click=curating.taking_back,
            args=(str(latest["batch"]),),
            help="An import is undone as a whole.",
        )
    show_table(
        frame,
        VERSIONS,
        key="versions",
        scope=scope,
        empty="Nobody has changed this signature here",
        hint="Shipped entries have no history before the first change.",
        rows=6,
    )


def _actions(fingerprint: str, own: pd.DataFrame) -> None:
    """What can be done with the entries of the selected fingerprint."""
    if own.empty or curating.why_not():
        return
    if not own["live_family"].all():
        st.button(
            "Make it live",
            icon=":material/bolt:",
            key="signature_live",
            on_click=curating.trying_again,
            args=([fingerprint],),
            help="Saved, but look-ups do not know it yet: load the dictionary again.",
        )
    st.button(
        "Withdraw",
        icon=":material/delete:",
        key="signature_withdraw",
        on_click=curating.withdrawing,
        args=(fingerprint,),
        help="Removes all entries of this fingerprint. It can be undone.",
    )


def _entry(row: Mapping[Any, Any]) -> str:
    confidence = words.number(row["confidence"])
    return f"{row['browser_family']}, confidence {confidence}, {_state(row['browser_family'], row['live_family'])}"


def _carried(row: pd.Series[Any] | None) -> str:
    if row is None:
        return NONE_SEEN
    return f"{words.plural(int(row['sessions']), 'session')} of {words.plural(int(row['sources']), 'source')}"


def _state(family: str, live: str) -> str:
    if not live:
        return "not loaded"
    return "in use" if live == family else f"{live} counts"


def _note_click(table: str, frame: pd.DataFrame, row: int | None) -> None:
    new = drill.newly(table, row)
    if new is not None:
        st.query_params[PARAMETER] = str(frame["h2_fingerprint"].iloc[new])
