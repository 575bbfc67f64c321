"""A blocklist from what a page shows: first whom it would have hit, then whom to spare, then the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

import pandas as pd
import streamlit as st

from ja4dash import words
from ja4dash.blocklist import expiry
from ja4dash.blocklist.entries import MAX_ENTRIES, Blocklist, Kind, made, usable
from ja4dash.blocklist.format import Format
from ja4dash.blocklist.formats import FORMATS
from ja4dash.blocklist.radius import Bystander, Part, counts, dated, left_out, sentence
from ja4dash.queries import blocklist
from ja4dash.scope import Scope
from ja4dash.ui import panel
from ja4dash.ui.columns.blocklist import HIT
from ja4dash.ui.opening import opening
from ja4dash.ui.panel import bare
from ja4dash.ui.selection import Selection
from ja4dash.ui.table import show_table

PREVIEW_LINES: Final = 40
LASTS: Final = {
    "As suggested": None,
    "1 day": timedelta(days=1),
    "7 days": timedelta(days=7),
    "30 days": timedelta(days=30),
    "90 days": timedelta(days=90),
}
KINDS: Final = {"Addresses": (Kind.ADDRESS,), "JA4s": (Kind.JA4,), "Both": (Kind.ADDRESS, Kind.JA4)}
SPARED: Final = {
    Bystander.LEGITIMATE: "Spare sources judged legitimate",
    Bystander.BROWSERS: "Spare coherent browsers",
    Bystander.CRAWLERS: "Spare known crawlers",
    Bystander.OWN: "Spare internal addresses",
}


def blocklist_button(select: Callable[[], Selection], scope: Scope, *, key: str) -> None:
    """A button that opens the dialog; nothing is asked of the engine before it is pressed."""
    if opening("Blocklist…", ":material/block:", key=f"blocklist_{key}", help="See whom it would hit, then download it."):
        _dialog(select, scope)


@st.dialog("Blocklist", width="large")
def _dialog(select: Callable[[], Selection], scope: Scope) -> None:
    with bare():
        _compose(select(), scope)


def _compose(selection: Selection, scope: Scope) -> None:
    addresses, _ = usable(Kind.ADDRESS, selection.addresses)
    ja4s, malformed = usable(Kind.JA4, selection.ja4s)
    offered = Part(addresses, ja4s)
    st.text(f"{selection.origin}: {offered.counted() or 'nothing'}")
    if not offered:
        panel.empty("Nothing here that could be blocked", "No source was detected, and no well-formed JA4 is known.")
        return
    chosen = _kinds(offered, selection.first)
    _cut(selection, chosen, malformed)
    found = blocklist.radius(chosen.addresses, chosen.ja4s, scope)
    panel.seen(found)
    st.markdown(f":material/radar: **{sentence(found, scope.when(blocklist.WINDOW))}**")
    _show_hit(found, scope)
    lost = left_out(chosen, found, _spared(counts(chosen, found)))
    kept = chosen.without(lost)
    if lost:
        st.caption(f"Left out: {lost.counted()}. The list holds {kept.counted() or 'nothing'}.")
    if kept:
        _offer(kept, selection.origin, found)


def _kinds(part: Part, first: str) -> Part:
    """What to block, where there is a choice; no more than a list can hold."""
    kinds: tuple[Kind, ...] = tuple(Kind)
    if part.addresses and part.ja4s:
        kinds = KINDS[st.segmented_control("What to block", list(KINDS), default=first, required=True, key="blocklist_kinds")]
    ja4s = part.ja4s[:MAX_ENTRIES] if Kind.JA4 in kinds else ()
    return Part(part.addresses[: MAX_ENTRIES - len(ja4s)] if Kind.ADDRESS in kinds else (), ja4s)


def _cut(selection: Selection, chosen: Part, malformed: int) -> None:
    """Say what of the selection cannot be here."""
    if chosen.addresses and selection.total > len(chosen.addresses):
        st.markdown(
            f":orange[:material/content_cut: Cut: the worst {words.whole(len(chosen.addresses))} of "
            f"{words.whole(selection.total)} sources. Narrow the scope to choose others.]"
        )
    if chosen.ja4s and malformed:
        st.caption(f"{words.plural(malformed, 'value')} left out that are no well-formed JA4.")


def _show_hit(found: pd.DataFrame, scope: Scope) -> None:
    """Entries that would hit somebody who looks innocent."""
    entries = found[(found["kind"] != "all") & (found["bystanders"] > 0)].head(100)
    if not entries.empty:
        entries = entries.assign(kind=entries["kind"].map({"address": "Address", "ja4": "JA4"}))
        show_table(entries, HIT, key="blocklist_hit", scope=scope, empty="", rows=5)


def _spared(found: dict[Bystander, int]) -> list[Bystander]:
    """Whom to leave out: all of them unless somebody decides otherwise. What is not there is not offered."""
    spared = []
    with st.container(horizontal=True, gap="medium"):
        for one, label in SPARED.items():
            if found[one] and st.checkbox(f"{label} ({words.whole(found[one])})", value=True, key=f"blocklist_spare_{one.value}"):
                spared.append(one)
    return spared


def _offer(kept: Part, origin: str, found: pd.DataFrame) -> None:
    """Format, expiry and note; then the file."""
    held = {kind for kind, values in ((Kind.ADDRESS, kept.addresses), (Kind.JA4, kept.ja4s)) if values}
    fitting = [name for name, one in FORMATS.items() if one.carries & held]
    with st.container(horizontal=True, gap="small"):
        name = st.selectbox("Format", fitting, format_func=lambda one: FORMATS[one].title, key="blocklist_format", width=210)
        lasts = st.selectbox("Expires after", list(LASTS), key="blocklist_lasts", help=expiry.RULE, width=150)
        note = st.text_input("Note", key="blocklist_note", max_chars=200, placeholder="why, for whoever reads the file")
    made_at = found.attrs["fetched_at"].replace(second=0, microsecond=0)
    entries = dated(kept, found, made_at, LASTS[lasts])
    _download(FORMATS[name], made(entries, origin=origin, generated_at=made_at, note=note))


def _download(format: Format, listed: Blocklist) -> None:
    written = format.write(listed)
    lines = written.decode("utf-8").splitlines()
    lost = format.left_out(listed)
    if lost:
        st.markdown(f":orange[:material/info: {lost}]")
    st.caption(f"{format.usage} {_until([one.expires_at for kind in format.carries for one in listed.of(kind)])}")
    st.code("\n".join(lines[:PREVIEW_LINES]), language=None, height=260)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.download_button(
            f"Download {format.title}",
            written,
            format.file_name(listed),
            "application/json" if format.suffix == ".json" else "text/plain",
            icon=":material/download:",
            type="primary",
            key="blocklist_download",
            on_click="ignore",
        )
        if len(lines) > PREVIEW_LINES:
            st.caption(f"The first {PREVIEW_LINES} of {words.plural(len(lines), 'line')} are shown.")


def _until(ends: Sequence[datetime]) -> str:
    first, last = (words.moment(end) for end in (min(ends), max(ends)))
    return f"Entries last until {last}." if first == last else f"Entries last until {first} to {last}."
