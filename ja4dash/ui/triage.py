"""The triage desk: a queue that stands still, the evidence of one source, and the keys that decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from ja4dash import db, severity, words
from ja4dash.charts.dots import dots
from ja4dash.queries import feedback, source
from ja4dash.rights import Right
from ja4dash.scope import Scope
from ja4dash.triage import KIN, SKIPPED, Queue
from ja4dash.ui import details, exports, links, named, panel, theme
from ja4dash.ui.chart import show_chart
from ja4dash.ui.coherence import show_coherence
from ja4dash.ui.columns.triage import QUEUE, RECENT
from ja4dash.ui.deciding import LASTS, VERDICTS, deciding, show_said, taking_back
from ja4dash.ui.facts import show_facts
from ja4dash.ui.person import person, refusal
from ja4dash.ui.table import pick_rows, show_table
from ja4dash.ui.text import literal
from ja4dash.writes.feedback import MAX_COMMENT, UNDECIDED

MOST: Final = 500
PAGE: Final = 20
KEYS: Final = {"bot": "b", "legitimate": "l", "suspicious": "s"}

_DESK: Final = "triage_desk"
_COMMENT: Final = "triage_comment"
_LASTS: Final = "triage_lasts"
_WHOM: Final = "triage_whom"
_ONE: Final = "one"
_TICKED: Final = "ticked"
_ABOUT: Final = "triage_about"
_SAID_HEIGHT: Final = 44
"""Kept free, so that nothing moves when something is said."""


@dataclass(frozen=True)
class Desk:
    """A queue, the scope and the moment it was loaded for, and the batches written at it, latest last.

    `round` grows when rows are to be unticked: a table keeps its ticks as long as it keeps its name.
    """

    scope: Scope
    queue: Queue
    loaded_at: datetime
    written: tuple[tuple[str, tuple[str, ...]], ...] = ()
    round: int = 0
    ticked: tuple[str, ...] = field(default=())


def desk(scope: Scope) -> Desk:
    """The desk of this session: as it was left, or loaded for another scope."""
    there: Desk | None = st.session_state.get(_DESK)
    if there is None or there.scope != scope:
        return _load(scope)
    return there


def _load(scope: Scope) -> Desk:
    """A queue as of now, with nothing marked."""
    before: Desk | None = st.session_state.get(_DESK)
    found = feedback.suggested(scope, limit=MOST)
    round_ = before.round + 1 if before else 0
    fresh = Desk(scope, Queue(found), db.now(), before.written if before else (), round_)
    st.session_state[_DESK] = fresh
    return fresh


def _load_anew(scope: Scope) -> None:
    _load(scope)


def _keep(changed: Desk) -> None:
    st.session_state[_DESK] = changed


def _moved(queue: Queue) -> None:
    """Another place in the queue: what was ticked stays ticked."""
    _keep(replace(st.session_state[_DESK], queue=queue))


# --- how far, and what is new -----------------------------------------------------------------------------------------


@st.fragment(run_every=15)
def show_progress(scope: Scope) -> None:
    """How many are decided and wait, and what has arrived since the queue was loaded; looked at every 15 s."""
    with panel.bare():
        _progress(scope)


def _progress(scope: Scope) -> None:
    here = desk(scope)
    later = feedback.suggested(scope, limit=MOST)
    news = here.queue.news(later)
    _keep(replace(here, queue=here.queue.without(news.gone)))
    queue = st.session_state[_DESK].queue
    skipped = sum(mark == SKIPPED for mark in queue.marks.values())
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        total = len(queue.sources)
        if total:
            text = f"{words.whole(queue.done)} of {words.plural(total, 'source')} done, {words.whole(total - queue.done)} to go"
            st.progress(queue.done / total, text + (f", {skipped} skipped" if skipped else ""))
        if news.joined:
            label = f"{len(news.joined):,} new: load"
            if st.button(label, icon=":material/download:", key="triage_load", on_click=_load_anew, args=(scope,)):
                st.rerun()


# --- the queue --------------------------------------------------------------------------------------------------------


def show_queue(scope: Scope) -> None:
    """The page of the queue that holds the cursor. A click on a row moves the cursor, a tick chooses it for a decision."""
    here = desk(scope)
    queue = here.queue
    if queue.sources.empty:
        panel.seen(queue.sources)
        panel.empty(
            f"No detected source waits for a decision in the {scope.when(feedback.WINDOW)}",
            "All are decided. Choose a longer window or remove a filter to see more.",
        )
        return
    start = queue.cursor - queue.cursor % PAGE
    shown = queue.sources.iloc[start : start + PAGE].copy()
    shown.insert(0, "mark", [_mark(queue, ip) for ip in shown["ip"]])
    exports.offer(queue.sources, "queue")
    pick_rows(shown, QUEUE, key=f"triage_{here.round}_{start}", rows=PAGE, on_pick=partial(_picked, tuple(shown["ip"])))
    _turn(queue, start)


def _picked(ips: Sequence[str], ticked: Sequence[int], clicked: int | None) -> None:
    """A tick chooses for a decision, a click moves the cursor."""
    here: Desk = st.session_state[_DESK]
    chosen = tuple(ips[row] for row in ticked)
    if chosen != here.ticked:
        st.session_state[_WHOM] = _TICKED if chosen else _ONE
    _keep(replace(here, ticked=chosen, queue=here.queue if clicked is None else here.queue.to(ips[clicked])))


def _mark(queue: Queue, ip: str) -> str:
    mark = queue.marks.get(ip, "")
    said = VERDICTS[mark][0] if mark in VERDICTS else mark
    return f"▸ {said}" if ip == queue.current else said


def _turn(queue: Queue, start: int) -> None:
    total, there = len(queue.sources), int(queue.sources["waiting"].iloc[0])
    more = f", the worst of {words.whole(there)}" if there > total else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            "", icon=":material/chevron_left:", key="triage_page_back", disabled=start == 0, on_click=_to, args=(start - PAGE,)
        )
        end = min(start + PAGE, total)
        st.caption(f"{start + 1:,} to {end:,} of {total:,}{more}", width="content")
        st.button("", icon=":material/chevron_right:", key="triage_page_on", disabled=end == total, on_click=_to, args=(end,))


def _to(position: int) -> None:
    here: Desk = st.session_state[_DESK]
    _keep(replace(here, queue=replace(here.queue, cursor=position), ticked=(), round=here.round + 1))


# --- the keys ---------------------------------------------------------------------------------------------------------


def show_keys(scope: Scope) -> None:
    """About whom, a comment, until when, the verdicts with how many they are about, and the moves; all with a key."""
    here = desk(scope)
    why_not = refusal(person(), Right.DECIDE, "soc_feedback")
    if why_not:
        st.markdown(f":orange[:material/lock: {literal(why_not, 400)}]")
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        whom = st.session_state[_ABOUT] = _whom(here)
        st.text_input(
            "Comment",
            key=_COMMENT,
            max_chars=MAX_COMMENT,
            placeholder="why, for the next analyst",
            label_visibility="collapsed",
            width="stretch",
        )
        st.selectbox("Counts", list(LASTS), key=_LASTS, label_visibility="collapsed", width=130)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        for verdict, (label, icon) in VERDICTS.items():
            many = f" · {len(whom):,}" if len(whom) > 1 else ""
            st.button(
                label + many,
                icon=icon,
                key=f"triage_{verdict}",
                shortcut=KEYS[verdict],
                disabled=bool(why_not) or not whom,
                on_click=_decide,
                args=(verdict, whom),
            )
        st.button("Skip", icon=":material/skip_next:", key="triage_skip", shortcut="x", on_click=_skip)
        st.button("Previous", icon=":material/arrow_upward:", key="triage_up", shortcut="k", on_click=_step, args=(-1,))
        st.button("Next", icon=":material/arrow_downward:", key="triage_down", shortcut="j", on_click=_step, args=(1,))
        st.button(
            "Undo",
            icon=":material/undo:",
            key="triage_undo",
            shortcut="u",
            disabled=not here.written or bool(why_not),
            on_click=_undo,
        )
    with st.container(height=_SAID_HEIGHT, border=False):
        show_said()


QUEUE_OF_MANY: Final = {name: QUEUE[name] for name in ("ip", "worst_level", "worst_score", "reason", "ja4", "asn_org")}


def _whom(here: Desk) -> tuple[str, ...]:
    """The sources that a key decides about: the one under the cursor, those ticked, or its kin."""
    choices: dict[str, tuple[str, ...]] = {_ONE: (here.queue.current,) if here.queue.current else ()}
    if here.ticked:
        choices[_TICKED] = here.ticked
    choices |= {column: kin for column in KIN if len(kin := here.queue.kin(column)) > 1}
    if len(choices) == 1:
        return choices[_ONE]
    if st.session_state.get(_WHOM) not in choices:
        st.session_state[_WHOM] = _ONE
    labels = {_ONE: "This source", _TICKED: "Ticked", **{column: f"Same {name}" for column, name in KIN.items()}}
    chosen = st.segmented_control(
        "About whom",
        list(choices),
        format_func=lambda name: labels[name] + (f" · {len(choices[name]):,}" if name != _ONE else ""),
        key=_WHOM,
        required=True,
        label_visibility="collapsed",
        help="Sources of this queue that still wait. The list is shown before anything is written.",
    )
    return choices[chosen or _ONE]


def _decide(verdict: str, whom: Sequence[str]) -> None:
    """The sources are those that stood on the screen, whatever has arrived since."""
    written = deciding(whom, verdict, st.session_state[_COMMENT], st.session_state[_LASTS])
    if written is None:
        return
    st.session_state[_COMMENT] = ""
    st.session_state[_WHOM] = _ONE
    here: Desk = st.session_state[_DESK]
    done = tuple(written.rows["ip"])
    _keep(
        replace(
            here,
            queue=here.queue.decided(done, verdict),
            written=(*here.written, (written.batch, done)),
            ticked=(),
            round=here.round + (1 if here.ticked else 0),
        )
    )


def _undo() -> None:
    """Take back the last batch written at this desk; one that cannot be is not tried again."""
    here: Desk = st.session_state[_DESK]
    *earlier, (batch, ips) = here.written
    written = taking_back(batch)
    queue = here.queue.undone([ip for ip in ips if ip in set(written.rows["ip"])]) if written else here.queue
    _keep(replace(here, queue=queue, written=tuple(earlier)))


def _skip() -> None:
    _moved(st.session_state[_DESK].queue.skipped())


def _step(by: int) -> None:
    _moved(st.session_state[_DESK].queue.step(by))


# --- the evidence -----------------------------------------------------------------------------------------------------


def show_evidence(scope: Scope) -> None:
    """What is known of the source under the cursor: facts, why, its scores, its decisions so far."""
    queue = desk(scope).queue
    if not queue.current:
        panel.empty("No source to look at", "The queue is empty.")
        return
    ip = queue.current
    row = queue.sources.iloc[queue.cursor]
    _show_many(queue, scope)
    show_facts(_facts(row), columns=3, width=190)
    st.caption("Why")
    st.text(row["reason"] or "the model gave no reason")
    found = named.levels(source.detections(ip, scope))
    panel.seen(found)
    if len(found) > 1:
        show_chart(
            dots(found, "detected_at", "anomaly_score", "threat_level", theme.level_colours(), unit="Score"),
            found,
            empty="",
            alt_text="Anomaly scores of the detections of this source over time",
        )
    history = source.verdicts(ip)
    panel.seen(history)
    if not history.empty:
        columns = {name: RECENT[name] for name in ("created_at", "classification", "counts", "analyst", "comment")}
        show_table(history, columns, key="triage_history", scope=scope, empty="", rows=3)
    st.page_link(
        links.DOORS["ip"].page,
        label="Everything about this source",
        icon=":material/person_search:",
        query_params=_door(scope, ip),
    )


def _show_many(queue: Queue, scope: Scope) -> None:
    """The sources that a key would decide about, when they are more than the one that is looked at."""
    whom = st.session_state.get(_ABOUT, ())
    if len(whom) > 1:
        st.caption(f"The keys are about these {len(whom):,} sources:")
        members = queue.sources[queue.sources["ip"].isin(whom)]
        show_table(members, QUEUE_OF_MANY, key="triage_many", scope=scope, empty="", rows=6)


def _door(scope: Scope, ip: str) -> dict[str, Any]:
    return links.DOORS["ip"].query(scope, ip)


def _facts(row: pd.Series[Any]) -> Mapping[str, str]:
    lapsed = {"": "never decided", UNDECIDED: "taken back"}.get(row["lapsed"], f"{row['lapsed']}, expired")
    campaign = str(row["campaign_id"]) if row["campaign_id"] >= 0 else "none"
    return {
        "Source": row["ip"],
        "Worst": f"{severity.name(row['worst_level'])} {words.number(row['worst_score'])}",
        "Network": f"{words.asn(row['asn_number'], row['asn_org'])} · {row['country_code'] or words.DASH}",
        "Detections": f"{words.plural(int(row['detections']), 'detection')}\n{words.moment(row['first_seen'])}\n"
        f"{words.moment(row['last_seen'])}",
        "Campaign": campaign,
        "Verdict so far": lapsed,
        "JA4": row["ja4"] or words.DASH,
        "Host": row["host"] or words.DASH,
        "Known as a bot": row["bot_name"] or "no",
    }


def show_fingerprints(scope: Scope) -> None:
    """Whether the fingerprints of the source under the cursor agree."""
    ip = desk(scope).queue.current
    if ip:
        show_coherence(source.coherence(ip, scope), scope)


def show_rows(scope: Scope) -> None:
    """What the source under the cursor did, one kind of rows at a time."""
    ip = desk(scope).queue.current
    if ip:
        details.show_details(ip, scope)


# --- what was decided -------------------------------------------------------------------------------------------------


def show_recent(scope: Scope) -> None:
    """The newest decisions of everybody, and the way back from a ticked one."""
    found = feedback.newest(limit=50)
    if found.empty:
        panel.seen(found)
        panel.empty("Nobody has decided about a source yet", "Decisions of all analysts stand here, newest first.")
        return
    exports.offer(found, "decisions")
    rows = pick_rows(found, RECENT, key="triage_recent", rows=8, many=False)
    if rows:
        row = found.iloc[rows[0]]
        together = int((found["decision"] == row["decision"]).sum())
        with st.container(horizontal=True, gap="small"):
            st.button(
                "Take back this one",
                icon=":material/undo:",
                key="recent_one",
                on_click=_take_back,
                args=(row["decision"], (row["ip"],)),
            )
            if together > 1:
                st.button(
                    f"Take back its whole batch · at least {together:,}",
                    key="recent_all",
                    on_click=_take_back,
                    args=(row["decision"], ()),
                )


def _take_back(decision: str, ips: Sequence[str]) -> None:
    written = taking_back(decision, ips)
    here: Desk | None = st.session_state.get(_DESK)
    if written is not None and here is not None:
        _keep(replace(here, queue=here.queue.undone(list(written.rows["ip"]))))
