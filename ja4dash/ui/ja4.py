"""One JA4 on screen: which one, who it is, who carries it, what its requests show, and the JA4s beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st

from ja4dash import severity, words
from ja4dash.charts.ranked import ranked
from ja4dash.charts.timeline import timeline
from ja4dash.column import Column
from ja4dash.fingerprint import ja4 as form
from ja4dash.fingerprint.error import FingerprintError
from ja4dash.queries import ja4 as queries
from ja4dash.scope import FIELDS, Scope
from ja4dash.ui import figures, links, named, paging, panel, theme
from ja4dash.ui.chart import show_chart, show_timeline
from ja4dash.ui.columns import ja4 as columns
from ja4dash.ui.columns.requests import REQUEST_SORTS
from ja4dash.ui.facts import show_facts
from ja4dash.ui.kinds import LAST_HOUR, Detail, Pages, detections_of, scores_of, show_kinds
from ja4dash.ui.kpi import kpi_row
from ja4dash.ui.subject_field import subject_field
from ja4dash.ui.table import show_table

DETAILS: Final[Mapping[str, Detail | Pages]] = {
    "Detections": detections_of("ja4", columns.DETECTIONS_OF_JA4, queries.WINDOW),
    "Scores": scores_of("ja4", columns.SCORES_OF_JA4),
    "Requests": Pages(
        queries.requests,
        queries.extract,
        lambda ja4, scope: paging.total(queries.carriers(queries.observed(ja4, scope)), "requests"),
        {name: REQUEST_SORTS.get(name, "Status") for name in queries.SORTS},
        columns.REQUESTS_OF_JA4,
        queries.LOGGED,
    ),
    "Sessions": Detail(queries.features, columns.FEATURES_OF_JA4, LAST_HOUR),
}
VALUES: Final = {
    "header_user_agent": ("User-Agent", columns.USER_AGENTS),
    "h2_fingerprint": ("HTTP/2 fingerprint", columns.H2_FINGERPRINTS),
    "header_sec_ch_ua": ("Sec-CH-UA", columns.HINTS),
}
WAYS: Final = {
    "Requests with it": ("pages/traffic.py", ":material/swap_vert:"),
    "Detections with it": ("pages/detections.py", ":material/target:"),
    "Scores with it": ("pages/scores.py", ":material/score:"),
}
"""Pages that list what a JA4 is a filter of."""

_NAMED: Final = 4


def ja4_field() -> str | None:
    """The JA4 a page is about, or None while there is none; why a text is none is said beside the field."""
    return subject_field(
        "ja4",
        "JA4",
        placeholder="t13d1517h2_8daaf6152771_cb7bf5808d99",
        icon=":material/fingerprint:",
        clean=FIELDS["ja4"].clean,
        ask="Type a JA4, or pick one below.",
        wrong=malformed,
        width=420,
    )


def malformed(ja4: str) -> str:
    """Why a text is no JA4, in a sentence of ours; empty when it is one."""
    try:
        form.parse(ja4.strip())
    except FingerprintError as error:
        return error.message
    return ""


def show_ways(ja4: str, scope: Scope) -> None:
    """The way to the pages that list what carries a JA4, the scope kept."""
    filtered = scope.without("ja4").where("ja4", ja4)
    with st.container(horizontal=True, gap="medium"):
        for label, (page, icon) in WAYS.items():
            links.link(page, label, icon, filtered)


def show_families(frame: pd.DataFrame) -> None:
    """Who a JA4 is: list by list, then by what its requests say."""
    panel.seen(frame)
    facts = {by: _families(frame[frame["by"] == by]) for by in dict.fromkeys(frame["by"])}
    unknown = dict.fromkeys((queries.BROWSER_LIST, queries.TOOL_LIST), "does not know it")
    show_facts(unknown | facts, columns=2, width=190)
    if len(facts) < len(unknown | facts) and frame["share"].isna().all():
        st.caption("Nothing was sent with it in this window: only the lists can say who it is.")


def _families(part: pd.DataFrame) -> str:
    lines = [_family(row, alone=len(part) == 1) for row in part.head(_NAMED).to_dict("records")]
    return "\n".join(lines) + (f"\nand {len(part) - _NAMED} more" if len(part) > _NAMED else "")


def _family(row: dict[Any, Any], *, alone: bool) -> str:
    if row["detail"]:
        return f"{row['family']}: {row['detail']}"
    return str(row["family"]) if alone else f"{row['family']} {words.percent(row['share'])}"


def show_figures(ja4: str, scope: Scope) -> bool:
    """Key figures of its sessions; False, and a word instead, when neither the log nor the scores hold anything of it."""
    profile = queries.profile(ja4, scope)
    if profile["sessions"].any() or queries.observed(ja4, scope)["own"].any():
        kpi_row(profile, figures.JA4, queries.timeline(ja4, scope))
        return True
    panel.seen(profile)
    panel.seen(queries.observed(ja4, scope))
    kept = words.moment(profile["first_kept"].iloc[0])
    before = "It was never scored" if kept == words.DASH else f"It was first scored on {kept}"
    panel.empty(
        f"No request with this JA4 in the {scope.when(queries.LOGGED)}, no scored session in the {scope.when(queries.WINDOW)}",
        f"{before}, as far as scores are kept. Choose a longer window, remove a filter, or look at its relatives below.",
    )
    return False


def show_carriers(frame: pd.DataFrame, window: str) -> None:
    """What would be hit if a JA4 were blocked: a sentence and its figures."""
    panel.seen(frame)
    if frame.empty:
        panel.empty(f"Nothing would be hit: no request with this JA4 in the {window}")
        return
    row = frame.iloc[0]
    decided = int(row["judged_legitimate"] + row["judged_bot"] + row["judged_suspicious"])
    st.text(
        f"{words.plural(int(row['requests']), 'request')} from {words.plural(int(row['sources']), 'source')} in "
        f"{words.plural(int(row['networks']), 'network')}, saying they are {_listed(row['families'])}. "
        f"{_judged(row)} {_agreeing(row)}"
    )
    kpi_row(frame.assign(undecided=row["sources"] - decided), figures.CARRIERS)
    cut = "" if row["compared"] == row["requests"] else f" Compared: the commonest {words.whole(row['compared'])} requests."
    st.caption(f"First and last request: {words.moment(row['first_seen'])}, {words.moment(row['last_seen'])}.{cut}")


def _judged(row: pd.Series[Any]) -> str:
    if not row["judged_legitimate"] + row["judged_bot"] + row["judged_suspicious"]:
        return "Nobody has decided about any of these sources."
    return f"{words.percent(row['judged_legitimate'], row['sources'])} of the sources are judged legitimate."


def _agreeing(row: pd.Series[Any]) -> str:
    if not row["coherent"]:
        return "Each of its requests contradicts itself."
    return f"In {words.percent(row['coherent'], row['compared'])} of the requests nothing contradicts itself."


def _listed(names: list[str]) -> str:
    if not len(names):
        return "nothing that is known"
    shown = [*names[:_NAMED], *([f"{len(names) - _NAMED} more"] if len(names) > _NAMED else [])]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def show_times(frame: pd.DataFrame, scope: Scope, *, empty: str, hint: str) -> None:
    """Scored sessions over time, and under them the detections."""
    for column, unit in (("sessions", "Sessions"), ("detections", "Detections")):
        show_timeline(
            timeline(frame, "hour", column, unit=unit, height=140),
            frame,
            scope,
            key=f"{column}_over_time",
            measure=column,
            empty=empty if column == "sessions" else "None of them was detected",
            hint=hint if column == "sessions" else "Detections are sessions that stand out.",
            alt_text=f"{unit} with this JA4 over time",
        )


def show_levels(frame: pd.DataFrame, *, empty: str, hint: str) -> None:
    """Scored sessions by threat level, worst first."""
    levels = named.levels(frame[frame["sessions"] > 0])
    show_chart(
        ranked(levels, "threat_level", "sessions", unit="Sessions", colours=theme.level_colours()),
        levels,
        empty=empty,
        hint=hint,
        alt_text="Scored sessions with this JA4 by threat level, worst first",
    )


def show_profile(frame: pd.DataFrame, *, empty: str, hint: str) -> None:
    """How bad its sessions are, what a usual one looks like, and since when there are any."""
    panel.seen(frame)
    row = frame.iloc[0]
    if not row["sessions"]:
        panel.empty(empty, hint)
        return
    show_facts(
        {
            "Worst score": f"{severity.name(row['worst_level'])} {words.number(row['worst_score'])}",
            "Mean score": words.number(row["mean_score"]),
            "Usual session": f"{words.number(row['mean_hits'], 1)} requests, {words.rate(row['mean_velocity'])}",
            "Fastest session": words.rate(row["most_velocity"]),
            "First scored, of all that is kept": words.moment(row["first_kept"]),
            "Last scored": words.moment(row["last_scored"]),
        },
        columns=2,
        width=190,
    )


def show_values(frame: pd.DataFrame, scope: Scope, *, empty: str) -> None:
    """What requests with a JA4 show, trait by trait: User-Agents, and beside them HTTP/2 fingerprints and Sec-CH-UA."""
    panel.seen(frame)
    if frame.empty:
        panel.empty(empty)
        return
    left, right = st.columns(2)
    for trait, (heading, shown) in VALUES.items():
        with left if trait == "header_user_agent" else right:
            _values(frame[frame["trait"] == trait], trait, heading, shown, scope)


def _values(part: pd.DataFrame, trait: str, heading: str, shown: dict[str, Column], scope: Scope) -> None:
    number = int(part["distinct_values"].max()) if len(part) else 0
    st.caption(words.plural(number, f"different {heading} value") if number > 1 else heading)
    rows = 10 if trait == "header_user_agent" else 3
    silent = part["value"].map(lambda value: "unknown" if value else "none sent")
    told = part.assign(says=part["says"].where(part["says"] != "", silent))
    show_table(told, shown, key=f"values_{trait}", scope=scope, empty=f"No {heading}", rows=rows)


def related_panel(ja4: str, scope: Scope) -> None:
    """The panel of JA4s that share a part with one."""
    window = scope.when(queries.LOGGED)
    with panel.panel("JA4s that share a part with it", note=window):
        frame = queries.related(ja4, queries.observed(ja4, scope))
        show_related(frame, scope, empty=f"No JA4 that shares a part with this one in the {window}")


def show_related(frame: pd.DataFrame, scope: Scope, *, empty: str) -> None:
    """JA4s that share a part, probable resumption siblings first, with what they are to this one."""
    siblings = frame[frame["extensions"] != 0]
    if len(siblings):
        more = words.plural(int(siblings["requests"].sum()), "more request")
        st.text(f"Its probable siblings, the same clients resuming their connections or not, sent {more}.")
    related = frame.assign(relation=[_relation(row) for row in frame.to_dict("records")])
    show_table(related, columns.RELATED, key="related", scope=scope, empty=empty, rows=10)
    st.caption(
        "A JA4 has three parts: a is protocol, TLS version, SNI, counts and ALPN; b hashes the ciphers; c the extensions and "
        "signature algorithms. A resumed connection adds one or two extensions, so a and c change and b stays."
    )


def _relation(row: dict[Any, Any]) -> str:
    added = int(row["extensions"])
    if not added:
        return f"same part {row['shared']}"
    which = "resumed" if added > 0 else "full"
    return f"probably the {which} handshake, {words.plural(abs(added), 'extension')} {'more' if added > 0 else 'fewer'}"


def show_details(ja4: str, scope: Scope) -> None:
    """A choice of kinds of rows and the rows of the chosen one."""
    show_kinds(ja4, scope, DETAILS, "JA4")
