"""Pieces of the source page: how it behaves beside others, how often it came back, and its rows, one kind at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd
import streamlit as st

from ja4dash import severity, words
from ja4dash.charts.compared import Subject, compared
from ja4dash.charts.stacked import stacked
from ja4dash.queries import scores, source
from ja4dash.scope import Scope
from ja4dash.ui import named, paging, panel, theme
from ja4dash.ui.chart import show_chart, show_timeline
from ja4dash.ui.columns.detections import DETECTIONS_OF_SOURCE
from ja4dash.ui.columns.requests import REQUESTS_OF_SOURCE
from ja4dash.ui.columns.scores import SCORES_OF_SOURCE
from ja4dash.ui.columns.source import CASCADES, FEATURE_NAMES, FEATURES_OF_SOURCE, TRAITS
from ja4dash.ui.facts import show_facts
from ja4dash.ui.kinds import LAST_HOUR, Detail, Pages, detections_of, scores_of, show_kinds

BESIDE: Final = "Beside others, last hour"
OVER_TIME: Final = "Over time"
DETAILS: Final[Mapping[str, Detail | Pages]] = {
    "Detections": detections_of("ip", DETECTIONS_OF_SOURCE),
    "Scores": scores_of("ip", SCORES_OF_SOURCE),
    "Requests": Pages(
        source.requests,
        source.extract,
        lambda ip, scope: paging.total(source.summary(ip, scope), "requests"),
        {name: REQUESTS_OF_SOURCE[name].label for name in source.SORTS},
        REQUESTS_OF_SOURCE,
        "24h",
    ),
    "What it sends": Detail(source.traits, TRAITS, "24h"),
    "Sessions": Detail(source.features, FEATURES_OF_SOURCE, LAST_HOUR),
    "Cascades": Detail(lambda ip, _: source.cascade(ip), CASCADES, LAST_HOUR),
}


def show_details(ip: str, scope: Scope) -> None:
    """A choice of kinds and the rows of the chosen one: only that one is asked for."""
    show_kinds(ip, scope, DETAILS, "source")


def show_behaviour(ip: str, scope: Scope) -> None:
    """A source beside others in the last hour, or over time; only the chosen view is asked for."""
    view = st.segmented_control(
        "View", [BESIDE, OVER_TIME], default=BESIDE, required=True, key="behaviour", label_visibility="collapsed"
    )
    if view == BESIDE:
        show_radar(source.radar(ip))
    else:
        _show_times(scores.per_hour(scope.without("ip").where("ip", ip)), scope)


def _show_times(frame: pd.DataFrame, scope: Scope) -> None:
    window = scope.when(scores.WINDOW)
    found = named.levels(frame)
    show_timeline(
        stacked(found, "hour", "sessions", "threat_level", theme.level_colours(), unit="Sessions", height=240),
        found,
        scope,
        key="source_over_time",
        measure="sessions",
        empty=f"No session of this source was scored in the {window}",
        alt_text="Scored sessions of this source over time, stacked by threat level",
    )
    st.caption(f"Scored sessions by threat level, {window}, UTC. Drag across the chart to zoom in.")


def show_radar(frame: pd.DataFrame) -> None:
    """Eight features of a source beside its peers, as places among all sessions of the hour."""
    here = frame[frame["source_sessions"] > 0]
    here.attrs = frame.attrs
    show_chart(
        compared(here, FEATURE_NAMES, _subjects()),
        here,
        empty="No session of this source in the last hour",
        alt_text="Eight features of this source beside the means of ISP and of hosting sessions",
    )
    if not here.empty:
        row = here.iloc[0]
        st.caption(
            f"{words.plural(int(row['source_sessions']), 'session')} of this source, {words.whole(row['isp_sessions'])} of ISPs, "
            f"{words.whole(row['hosting_sessions'])} of hosting networks. Further right: more than most sessions of this hour."
        )


def _subjects() -> tuple[Subject, ...]:
    quiet = theme.quiet()
    return (
        Subject("source", "this source", theme.colours().accent, "circle"),
        Subject("isp", "ISP mean", quiet[0], "square"),
        Subject("hosting", "hosting mean", quiet[2], "diamond"),
    )


def show_recurrence(frame: pd.DataFrame) -> None:
    """In how many hours a source was detected, and how bad it was at worst."""
    panel.seen(frame)
    if frame.empty:
        panel.empty("This source was never detected", "Recurrence counts the hours with at least one detection.")
        return
    row = frame.iloc[0]
    facts = {
        "Hours with a detection": words.whole(row["recurrence"]),
        "Worst level": severity.name(row["worst_threat"]),
        "Worst score": words.number(row["worst_score"]),
        "First and last detection": f"{words.moment(row['first_seen'])}\n{words.moment(row['last_seen'])}",
        "Mostly with JA4": str(row["top_ja4"]) or words.DASH,
        "Mostly on host": str(row["top_host"]) or words.DASH,
    }
    show_facts(facts, columns=2)
