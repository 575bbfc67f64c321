"""What every form does that changes signatures: the write, what is said of it, loading the dictionary again, the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from ja4dash import cache, words
from ja4dash.errors import QueryError
from ja4dash.queries import browsers, discovery, ja4, novelty, reference, signatures, source
from ja4dash.rights import Right
from ja4dash.signature.entry import Signature
from ja4dash.ui import panel
from ja4dash.ui.person import person, refusal
from ja4dash.ui.text import literal
from ja4dash.writes import signatures as writes
from ja4dash.writes.signatures import NOT_LIVE, TABLE, Live, Written

READ_ONLY: Final = "The table of signatures is not deployed here: what the dictionary holds can be read, not changed."

_SAID: Final = "signature_said"


@dataclass(frozen=True)
class _Said:
    """Sentences about a change, the batch that undoes it ("" = none), and fingerprints that are not live."""

    sentences: tuple[str, ...]
    batch: str
    not_live: tuple[str, ...]


def why_not() -> str:
    """Why signatures cannot be changed here by this person, in one sentence; empty when they can."""
    found = reference.signatures()
    panel.seen(found)
    if found.attrs["read_only"]:
        return READ_ONLY
    return refusal(person(), Right.CURATE, TABLE)


def promoting(fingerprint: str, family: str, confidence: float, notes: str) -> None:
    """Promote and keep what is to be said of it for `show_said`, or of why it could not be written."""
    _changing(lambda: writes.promote(fingerprint, family, confidence, notes, who=person()), f"now {family}")


def adopting(entries: Sequence[Signature]) -> None:
    """Import entries as one change."""
    _changing(lambda: writes.adopt(entries, who=person()), "imported")


def withdrawing(fingerprint: str) -> None:
    """Withdraw all entries of a fingerprint."""
    _changing(lambda: writes.withdraw(fingerprint, who=person()), "withdrawn")


def taking_back(batch: str) -> None:
    """Undo a change."""
    _changing(lambda: writes.undo(batch, who=person()), "as before")


def trying_again(fingerprints: Sequence[str]) -> None:
    """Load the dictionary again."""
    try:
        live = writes.make_live(fingerprints, who=person())
    except QueryError as error:
        st.session_state[_SAID] = error
        return
    _forget()
    st.session_state[_SAID] = _Said(tuple(_live(live)), "", _not_live(live))


def show_said() -> None:
    """What became of the last change of this session, once, with the way back, and another try where it is not live."""
    said = st.session_state.pop(_SAID, None)
    if isinstance(said, QueryError):
        panel.failure(said)
    if not isinstance(said, _Said):
        return
    for sentence in said.sentences:
        st.markdown(sentence)
    with st.container(horizontal=True, gap="small"):
        if said.batch:
            st.button("Undo", icon=":material/undo:", key="said_undo", on_click=taking_back, args=(said.batch,))
        if said.not_live:
            st.button("Try again", icon=":material/bolt:", key="said_live", on_click=trying_again, args=(said.not_live,))


def forget_said() -> None:
    """Say nothing of the last change any more: a form begins anew."""
    st.session_state.pop(_SAID, None)


def _changing(write: Callable[[], Written], what: str) -> None:
    try:
        written = write()
    except QueryError as error:
        st.session_state[_SAID] = error
        _forget()
        return
    _forget()
    rows = written.rows
    who = f"{literal(rows['h2_fingerprint'].iloc[0])} is" if len(rows) == 1 else f"{words.plural(len(rows), 'signature')} are"
    done = [f":green[:material/check: {who} {what}, written and read back.]"] if written.batch else []
    notes = [f":orange[:material/info: {literal(note, 300)}]" for note in written.notes]
    sentences = (*done, *notes, *_live(written.live))
    st.session_state[_SAID] = _Said(sentences, written.batch, _not_live(written.live))


def _live(live: Live) -> list[str]:
    """Whether look-ups know it, and what to do when they do not."""
    if live.everywhere and live.problem is None:
        return [f":green[:material/bolt: Live: look-ups answer so since {words.clock(live.loaded_at)}.]"]
    why = literal(live.problem.message, 300) if live.problem else ""
    advice = live.problem.advice if live.problem else ""
    return [f":orange[:material/bolt: {NOT_LIVE}]", f":orange[{why}]", advice]


def _not_live(live: Live) -> tuple[str, ...]:
    return () if live.everywhere and live.problem is None else tuple(live.rows["h2_fingerprint"])


def _forget() -> None:
    """Whatever shows signatures or what they say of traffic asks anew."""
    cache.forget(
        reference.signatures,
        reference.reflist,
        reference.reflist_stats,
        reference.dictionaries,
        signatures.entries,
        signatures.unknown,
        signatures.versions,
        signatures.judged_otherwise,
        browsers.classes,
        browsers.explained,
        discovery.found,
        novelty.found,
        ja4.observed,
        source.traits,
    )
