"""Models: which ones score, what they were trained on, and what they found."""

from __future__ import annotations

import streamlit as st

from ja4dash.charts.lines import lines
from ja4dash.charts.stacked import stacked
from ja4dash.queries import models
from ja4dash.ui import named, notices, theme
from ja4dash.ui.chart import show_chart
from ja4dash.ui.columns.pipeline import MODEL_FILES, MODEL_THREATS, MODELS_SCORED
from ja4dash.ui.panel import panel
from ja4dash.ui.scope_bar import scope_bar
from ja4dash.ui.table import show_table
from ja4dash.ui.verdicts import show_learned

scope = scope_bar("Models", models.WINDOW)
nothing = f"No session scored in the {scope.when(models.WINDOW)}"
hint = notices.detections_never_computed()

with panel("Models", note="metadata files of the model folder"):
    show_table(
        models.files(),
        MODEL_FILES,
        key="model_files",
        scope=scope,
        empty="No metadata file in the model folder",
        hint="The detection cycle writes one file a model when it trains it.",
        rows=8,
    )

with panel("Learned from verdicts", note="cross-validated: no source on both sides"):
    show_learned(models.learned(), scope)

left, right = st.columns(2)
with left, panel("Mean score", note="per model, UTC; lower is worse unless set otherwise"):
    over_time = models.timeline(scope)
    show_chart(
        lines(over_time, "hour", "mean_score", "model_name", theme.quiet(), unit="Mean anomaly score"),
        over_time,
        measure="sessions",
        empty=nothing,
        hint=hint,
        alt_text="Mean anomaly score over time, a line a model",
    )
with right, panel("Scored", note=scope.when(models.WINDOW)):
    show_table(models.scored(scope), MODELS_SCORED, key="models_scored", scope=scope, empty=nothing, hint=hint)

left, right = st.columns(2)
with left, panel("Critical or High", note="sessions per model, UTC"):
    severe = models.timeline(scope)
    show_chart(
        stacked(severe, "hour", "severe", "model_name", named.palette(severe["model_name"], theme.quiet()), unit="Sessions"),
        severe,
        measure="severe",
        empty=f"No session of level Critical or High in the {scope.when(models.WINDOW)}",
        hint=hint,
        alt_text="Sessions of level Critical or High over time, stacked by model",
    )
with right, panel("By threat level", note=scope.when(models.WINDOW)):
    show_table(models.threats(scope), MODEL_THREATS, key="model_threats", scope=scope, empty=nothing, hint=hint)
