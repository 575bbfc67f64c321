"""The wall's picture: what every scene has on top, and the scenes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import pandas as pd
import streamlit as st

from ja4dash import db, severity, words
from ja4dash.charts.choropleth import choropleth
from ja4dash.charts.far import far
from ja4dash.charts.plot import specification
from ja4dash.charts.stacked import stacked
from ja4dash.charts.style import AnyChart, hours_axis
from ja4dash.errors import Category
from ja4dash.failures import AWAY
from ja4dash.feed import Reading, Readings
from ja4dash.queries import wall as queries
from ja4dash.scope import Problem, Scope, Window
from ja4dash.ui import figures, named, panel, start, theme
from ja4dash.ui.geography import MEASURES
from ja4dash.ui.kpi import Figure
from ja4dash.ui.wall import parts
from ja4dash.ui.wall.age import CYCLES, REQUESTS, SCORES, Ages, Newest, beat
from ja4dash.ui.wall.once import once
from ja4dash.ui.wall.parts import Row
from ja4dash.wall import Options

_PULSE: Final = "wall_pulse"
FIGURES: Final = ("critical", "high", "detections", "sources", "sessions", "requests")
_LEVEL_OF: Final = {"critical": "CRITICAL", "high": "HIGH"}
ROWS: Final = 16
"""More than fit: a row that does not fit whole is not shown."""


@dataclass(frozen=True)
class Drawn:
    """What a cell shows of a reading: rows or a chart's specification."""

    rows: Sequence[Mapping[str, object]] | None
    chart: dict[str, Any] | None


class Board:
    """One picture of the wall: readings with their ages, drawn part by part."""

    def __init__(self, readings: Readings, options: Options, scope: Scope) -> None:
        self.readings = readings
        self.options = options
        self.scope = scope
        self.ages = Ages(readings, options)
        scored = self.ages.newest(SCORES) is not None or not readings[SCORES.source].good
        self.hint = "" if scored else "Not computed yet: no detection cycle has run here."

    def draw(self, problems: Sequence[Problem]) -> None:
        """The top, and the scene whose turn it is."""
        with st.container(key="wall_top", gap=None):
            self._pulse(problems)
        with st.container(key="wall_figures", gap=None):
            self._figures()
        scene = self.options.scene(self.ages.now) if self.ages.now else self.options.scenes[0]
        with st.container(key=f"wall_scene_{scene}", gap=None):
            for cell in SCENES[scene]:
                cell(self)

    # --- the top ------------------------------------------------------------------------------------------------------

    def _pulse(self, problems: Sequence[Problem]) -> None:
        now = self.ages.now or datetime.now(UTC)
        window = self.scope.sentence(queries.WINDOW)
        parts.pulse(
            _PULSE,
            beat=beat(),
            session=st.session_state.setdefault("wall_session", beat()),
            answer=parts.question(_PULSE),
            now=now.timestamp() * 1000,
            zone=self.options.zone,
            late=self.ages.late.total_seconds(),
            read=self.ages.read(),
            scope=f"{window[0].upper()}{window[1:]} · changes against the period before",
            states=self._states(),
            alarm=self._alarm(),
            notice="; ".join(f"ignored {p.name}={words.shortened(p.value, 40)}: {p.why}" for p in problems[:3]),
        )

    def _states(self) -> list[dict[str, object]]:
        freshness = self.readings["freshness"]
        name = "embedded" if db.door().settings.embedded else db.door().settings.host
        version = str(freshness.value["version"].iloc[0]) if freshness.good else ""
        states: list[dict[str, object]] = [
            {"label": "Engine", "text": f"{name} {version}".strip()},
            *(
                {"label": label, "text": self.ages.without(newest), **(self.ages.newest(newest) or {})}
                for label, newest in {"Newest request": REQUESTS, "Newest score": SCORES, "Last cycle": CYCLES}.items()
            ),
        ]
        simulation = start.simulation()
        if simulation is not None:
            states.append({"label": "Data", "text": "simulated, failing" if simulation.error else "simulated"})
        return states

    def _alarm(self) -> str:
        away = [r.error for r in self.readings.values() if r.error and r.error.category in AWAY]
        if not away:
            return ""
        down, read = db.door().pool.down_since, self.ages.read()
        since = f" since {self.ages.clock(down)}" if down else ""
        figures_of = "there are no figures yet" if read == "never" else f"figures below are from {read}"
        where, error = db.door().settings.where(), away[0]
        why = f"no answer from {where}" if error.category is Category.UNREACHABLE else error.message
        return f"{error.title}{since}: {why} – {figures_of}"

    def _figures(self) -> None:
        totals, trend = self.readings["totals"], self.readings["trend"]
        seconds = (self.scope.window or Window(queries.WINDOW)).length.total_seconds()
        key = ("figures", theme.dark(), id(trend.value))
        parts.figures("wall_kpi", self.ages.of("totals", SCORES), once(totals, key, lambda: _figures(totals, trend, seconds)))
        if not totals.good and totals.error:
            panel.failure(totals.error)

    # --- cells --------------------------------------------------------------------------------------------------------

    def _cell(
        self,
        name: str,
        newest: Newest,
        title: str,
        note: str,
        empty: str,
        *,
        part: str = "",
        columns: Mapping[str, str] | None = None,
        rows: Callable[[pd.DataFrame], list[Row]] | None = None,
        chart: Callable[[pd.DataFrame], AnyChart] | None = None,
        measure: str | None = None,
    ) -> None:
        """A panel of a reading, or of one of its tables: rows or a chart, else why there are none."""
        reading = self.readings[name]

        def make() -> Drawn | None:
            frame: pd.DataFrame = reading.value[part] if part else reading.value
            if frame.empty or (measure and not frame[measure].any()):
                return None
            return Drawn([vars(row) for row in rows(frame)] if rows else None, specification(chart(frame)) if chart else None)

        drawn = once(reading, (title, theme.dark(), self.options.zone), make) if reading.good else None
        with st.container(key=f"wall_{part or name}", gap=None):
            age = self.ages.of(name, newest)
            parts.tile(f"wall_{part or name}_tile", age, title, note, columns=columns, rows=drawn.rows if drawn else None)
            if not reading.good:
                _nothing_read(reading.error)
            elif drawn is None:
                panel.empty(empty, self.hint if newest is SCORES else "")
            elif drawn.chart:
                # a copy: Streamlit takes the data out of what it is given
                st.vega_lite_chart({**drawn.chart}, width="content", alt=f"{title}, {note}")

    def alerts(self) -> None:
        """The newest alerts, those that just came marked."""
        self._cell(
            "alerts",
            SCORES,
            "Live alerts",
            "newest first",
            f"No alert in the {self.scope.when(queries.WINDOW)}",
            columns={"time": "4.3em", "level": "5.2em", "source": "minmax(0, 8.6em)", "text": "minmax(0, 1fr)"},
            rows=lambda frame: [self._alert(row) for row in frame.to_dict("records")],
        )

    def _alert(self, row: Mapping[Any, Any]) -> Row:
        level = str(row["threat_level"])
        said, name = str(row["reason"]), str(row["bot_name"])
        why = name or said if level == "KNOWN_BOT" else said or name
        time = f"{row['detected_at'].astimezone(self.options.clock):%H:%M:%S}"
        return Row([time, severity.name(level), str(row["ip"]), why], _colour(level), fresh=bool(row["fresh"]))

    def timeline(self) -> None:
        """Detections by hour and level."""
        self._cell(
            "timeline",
            SCORES,
            "Detections by threat level",
            f"per hour, {self.options.zone}",
            f"No detection in the {self.scope.when(queries.WINDOW)}",
            chart=self._timeline,
            measure="detections",
        )

    def _timeline(self, frame: pd.DataFrame) -> AnyChart:
        found = named.levels(frame)
        axis = hours_axis(found["hour"], self.options.clock)
        chart = stacked(found, "hour", "detections", "threat_level", theme.level_colours(), unit="Detections", x=axis)
        return far(chart.chart(), 980, 350)

    def countries(self) -> None:
        """Countries with most requests."""
        self._ranked_requests("countries", "Countries", lambda frame: _ranked(frame, "country_name"))

    def networks(self) -> None:
        """Networks with most requests."""
        self._ranked_requests("networks", "Networks", _networks)

    def map(self) -> None:
        """The world, countries shaded by requests."""
        self._cell("geography", REQUESTS, "Where requests come from", "last hour", _NO_REQUEST, part="countries", chart=_map)

    def _ranked_requests(self, part: str, title: str, rows: Callable[[pd.DataFrame], list[Row]]) -> None:
        self._cell("geography", REQUESTS, title, "requests, last hour", _NO_REQUEST, part=part, columns=_RANKED, rows=rows)

    def campaigns(self) -> None:
        """Campaigns with most sources."""
        self._cell(
            "campaigns",
            SCORES,
            "Campaigns",
            "by sources",
            f"No campaign in the {self.scope.when(queries.WINDOW)}",
            columns={"name": "2.6em", "level": "5.2em", "count": "3em", "text": "minmax(0, 1fr)"},
            rows=lambda frame: [self._campaign(row) for row in frame.head(ROWS).to_dict("records")],
        )

    def _campaign(self, row: Mapping[Any, Any]) -> Row:
        level = str(row["worst_level"])
        seen = f"{row['trend']} · seen {words.age(self.ages.now - row['last_seen'])} ago" if self.ages.now else row["trend"]
        cells = [f"#{row['campaign_id']}", severity.name(level), words.whole(row["members"]), seen]
        return Row(cells, _colour(level))

    def sources(self) -> None:
        """Sources with most detections."""
        self._cell(
            "sources",
            SCORES,
            "Top sources",
            "by detections",
            f"No source detected in the {self.scope.when(queries.WINDOW)}",
            columns={"source": "minmax(0, 8.6em)", "level": "5.2em", "count": "2.4em", "text": "minmax(0, 1fr)"},
            rows=lambda frame: [_source(row) for row in frame.to_dict("records")],
        )


_NO_REQUEST: Final = "No request in the last hour"
_RANKED: Final = {"name": "minmax(0, 11.5em)", "bar": "minmax(0, 1fr)", "count": "4.4em"}

SCENES: Final[Mapping[str, Sequence[Callable[[Board], None]]]] = {
    "overview": (Board.timeline, Board.alerts, Board.countries, Board.campaigns, Board.sources),
    "campaigns": (Board.campaigns, Board.alerts, Board.sources),
    "map": (Board.map, Board.alerts, Board.networks),
}


def _nothing_read(error: db.QueryError | None) -> None:
    if error:
        panel.failure(error)
    else:
        st.caption("Not read yet")


def _figures(totals: Reading, trend: Reading, seconds: float) -> list[dict[str, object]]:
    known = {figure.column: figure for figure in figures.OVERVIEW}
    row = totals.value.iloc[0] if totals.good else None
    return [vars(_figure(known[column], row, trend.value, seconds)) for column in FIGURES]


def _figure(figure: Figure, row: Any, trend: Any, seconds: float) -> parts.Figure:
    value = None if row is None else row[figure.column]
    change = "" if row is None else words.change(value, row.get(f"{figure.column}_before"))
    points = [] if trend is None or figure.column not in trend else [float(point) for point in trend[figure.column]]
    worse = figure.more_is_worse and change.startswith(("+", "new"))
    level = _LEVEL_OF.get(figure.column, "")
    note = words.rate(value / seconds) if figure.column == "requests" and value is not None else ""
    return parts.Figure(figure.label, words.count(value), change, worse, _colour(level) if level else "", points, note)


def _colour(level: str) -> str:
    return severity.colour(level, dark=theme.dark())


def _ranked(frame: pd.DataFrame, label: str) -> list[Row]:
    shown = frame.head(ROWS)
    most = float(shown["hits"].max()) or 1.0
    return [
        Row([str(row[label]), "", words.count(row["hits"])], share=float(row["hits"]) / most) for row in shown.to_dict("records")
    ]


def _networks(frame: pd.DataFrame) -> list[Row]:
    names = [words.asn(number, name) for number, name in zip(frame["asn_number"], frame["asn_org"], strict=True)]
    return _ranked(frame.assign(network=names), "network")


def _source(row: Mapping[Any, Any]) -> Row:
    level = str(row["worst_level"])
    network = " · ".join(filter(None, [str(row["country_code"]), words.asn(row["asn_number"], str(row["asn_org"]))]))
    return Row([str(row["ip"]), severity.name(level), words.count(row["detections"]), network], _colour(level))


def _map(frame: pd.DataFrame) -> AnyChart:
    known = frame[frame["country_code"] != ""]
    return far(choropleth(known, "hits", MEASURES, dark=theme.dark(), text=20).chart(), 1035, 500)
