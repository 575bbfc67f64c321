"""ja4dash: navigation, theme and the header; the pages do the rest."""

from __future__ import annotations

import streamlit as st

from ja4dash import pace
from ja4dash.ui import header, person, start, theme

st.set_page_config(page_title="ja4dash", page_icon="static/mark.svg", layout="wide")
theme.apply_style()

WALL = "wall"
"""The page of a screen that nobody sits at: no search, no sidebar."""

page = st.navigation(
    sections := {
        "Monitor": [
            st.Page("pages/overview.py", title="Overview", icon=":material/monitoring:", default=True),
            st.Page("pages/traffic.py", title="Traffic", icon=":material/swap_vert:"),
            st.Page("pages/geography.py", title="Geography", icon=":material/public:"),
            st.Page("pages/wall.py", title="Wall", icon=":material/tv:", url_path=WALL),
        ],
        "Detect": [
            st.Page("pages/detections.py", title="Detections", icon=":material/target:"),
            st.Page("pages/triage.py", title="Triage", icon=":material/playlist_add_check:"),
            st.Page("pages/scores.py", title="Scores", icon=":material/score:"),
            st.Page("pages/sessions.py", title="Sessions", icon=":material/scatter_plot:"),
            st.Page("pages/features.py", title="Features", icon=":material/tune:"),
        ],
        "Fingerprints": [
            st.Page("pages/discovery.py", title="Discovery", icon=":material/travel_explore:"),
            st.Page("pages/novelty.py", title="First seen", icon=":material/new_releases:"),
            st.Page("pages/fingerprints.py", title="JA4 statistics", icon=":material/fingerprint:"),
            st.Page("pages/browsers.py", title="Browsers", icon=":material/web:"),
            st.Page("pages/coherence.py", title="HTTP/2 coherence", icon=":material/rule:"),
            st.Page("pages/signatures.py", title="Signatures", icon=":material/verified:"),
        ],
        "Investigate": [
            st.Page("pages/campaigns.py", title="Campaigns", icon=":material/hub:"),
            st.Page("pages/campaign.py", title="Campaign", icon=":material/group_work:", visibility="hidden"),
            st.Page("pages/fleets.py", title="Fleets", icon=":material/groups:"),
            st.Page("pages/evasion.py", title="Evasion", icon=":material/shuffle:"),
            st.Page("pages/ip.py", title="Source", icon=":material/person_search:", url_path="ip"),
            st.Page("pages/ja4.py", title="JA4", icon=":material/fingerprint:", url_path="ja4"),
        ],
        "Pipeline": [
            st.Page("pages/models.py", title="Models", icon=":material/model_training:"),
            st.Page("pages/verdicts.py", title="Verdicts", icon=":material/fact_check:"),
            st.Page("pages/health.py", title="Health", icon=":material/monitor_heart:"),
        ],
        "Knowledge": [
            st.Page("pages/reference.py", title="Reference lists", icon=":material/menu_book:"),
            st.Page("pages/glossary.py", title="Glossary", icon=":material/dictionary:"),
            st.Page("pages/journal.py", title="Journal", icon=":material/history_edu:"),
        ],
    },
    position="hidden" if st.context.is_embedded else "sidebar",
    expanded=True,
)
with pace.turn():
    start.service()
    person.admit()
    if page.url_path != WALL:
        header.header(header.named(sections), header.name(page))
    page.run()
