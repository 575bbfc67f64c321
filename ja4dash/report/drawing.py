"""Charts as shapes at places: rectangles, lines, circles and words, in classes of colour that the template's style knows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Final

import pandas as pd

from ja4dash import severity, words
from ja4dash.report.text import plain

WIDTH: Final = 900
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 8, 8, 22
_STEPS: Final = (1, 2, 3, 6, 12, 24, 48, 168, 336)


@dataclass(frozen=True)
class Bar:
    """A rectangle from its upper left corner."""

    shape: ClassVar[str] = "bar"
    x: float
    y: float
    width: float
    height: float
    colour: str
    title: str = ""


@dataclass(frozen=True)
class Line:
    """A straight line."""

    shape: ClassVar[str] = "line"
    x: float
    y: float
    x2: float
    y2: float
    colour: str


@dataclass(frozen=True)
class Dot:
    """A circle round its middle."""

    shape: ClassVar[str] = "dot"
    x: float
    y: float
    radius: float
    colour: str
    title: str = ""


@dataclass(frozen=True)
class Label:
    """Words that begin at, end at or are centred on x (`start`, `end`, `middle`)."""

    shape: ClassVar[str] = "label"
    x: float
    y: float
    text: str
    anchor: str = "start"
    colour: str = "muted"


Mark = Bar | Line | Dot | Label


@dataclass(frozen=True)
class Drawing:
    """A chart: what it shows to who cannot see it, its marks, and what its colours mean."""

    shape: ClassVar[str] = "drawing"
    alt: str
    height: float
    marks: tuple[Mark, ...]
    legend: tuple[tuple[str, str], ...] = ()
    width: float = WIDTH


def level_class(level: str) -> str:
    """The class of a threat level's colour: `level-known-bot`; of one that is not ours `level-unknown`."""
    return f"level-{level.lower().replace('_', '-')}" if level in severity.LEVELS else "level-unknown"


def levels_there(levels: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """What the colours of these threat levels mean, worst first."""
    return tuple((level_class(level), severity.name(level)) for level in sorted(set(levels), key=severity.rank))


# --- over time --------------------------------------------------------------------------------------------------------


def columns_over_time(
    frame: pd.DataFrame, time: str, stack: Mapping[str, tuple[str, str]], *, alt: str, height: float = 150
) -> Drawing:
    """Columns over `time` (even steps, in order): the columns of `stack` on each other, each with its class and its name."""
    times = [moment.to_pydatetime() for moment in frame[time]]
    step = times[1] - times[0] if len(times) > 1 else timedelta(hours=1)
    since, until = times[0], times[-1] + step
    most = max(1.0, float(frame[list(stack)].sum(axis=1).max()))
    across, up = _across(since, until), _up(0, most, height)
    marks: list[Mark] = [*_time_axis(since, until, height), *_value_axis(0, most, height, whole=True)]
    for place, row in enumerate(frame[list(stack)].to_dict("records")):
        x, next_x, low = across(times[place]), across(times[place] + step), 0.0
        for column, (colour, name) in stack.items():
            value = float(row[column])
            if value:
                title = f"{times[place]:%Y-%m-%d %H:%M} UTC: {words.whole(value)} {name.lower()}"
                y, base = up(low + value), up(low)
                marks.append(Bar(x + 0.3, y, max(0.8, next_x - x - 0.6), max(0.8, base - y), colour, title))
            low += value
    return Drawing(alt, height, tuple(marks), tuple(stack.values()))


def dots_over_time(
    frame: pd.DataFrame, time: str, value: str, level: str, within: tuple[datetime, datetime], *, alt: str, height: float = 170
) -> Drawing:
    """A dot for each row at `time` and `value` in a window, in the colour of its `level`."""
    (since, until), low, high = within, float(frame[value].min()), float(frame[value].max())
    room = max(0.05, 0.05 * (high - low))
    low, high = low - room, high + room
    across, up = _across(since, until), _up(low, high, height)
    marks: list[Mark] = [*_time_axis(since, until, height), *_value_axis(low, high, height)]
    for row in frame.sort_values(level, key=lambda levels: -levels.map(severity.rank), kind="stable").to_dict("records"):
        title = f"{words.moment(row[time])}: {severity.name(row[level])} {words.number(row[value])}"
        marks.append(Dot(across(row[time].to_pydatetime()), up(float(row[value])), 3.2, level_class(row[level]), plain(title)))
    return Drawing(alt, height, tuple(marks), levels_there(frame[level]))


class _Scale:
    """From values to places, linearly."""

    def __init__(self, low: float, high: float, start: float, end: float) -> None:
        self._low, self._start = low, start
        self._factor = (end - start) / ((high - low) or 1.0)

    def __call__(self, value: float) -> float:
        return self._start + (value - self._low) * self._factor


class _TimeScale:
    def __init__(self, since: datetime, until: datetime) -> None:
        self._since = since
        self._scale = _Scale(0, (until - since).total_seconds(), _LEFT, WIDTH - _RIGHT)

    def __call__(self, moment: datetime) -> float:
        return self._scale((moment - self._since).total_seconds())


def _across(since: datetime, until: datetime) -> _TimeScale:
    return _TimeScale(since, until)


def _up(low: float, high: float, height: float) -> _Scale:
    return _Scale(low, high, height - _BOTTOM, _TOP)


def _time_axis(since: datetime, until: datetime, height: float) -> Iterator[Mark]:
    """At most some eight ticks on whole hours or days; a date where a day begins."""
    hours = (until - since).total_seconds() / 3600
    step = next((step for step in _STEPS if hours / step <= 8), _STEPS[-1])
    across, base = _across(since, until), height - _BOTTOM
    yield Line(_LEFT, base, WIDTH - _RIGHT, base, "line")
    tick = since.replace(hour=0, minute=0, second=0, microsecond=0)
    while tick < until:
        if tick >= since:
            x = across(tick)
            yield Line(x, base, x, base + 4, "line")
            yield Label(x, base + 16, f"{tick:%d %b}" if not tick.hour else f"{tick:%H:%M}", "middle")
        tick += timedelta(hours=step)


def _value_axis(low: float, high: float, height: float, *, whole: bool = False) -> Iterator[Mark]:
    up = _up(low, high, height)
    for value in _ticks(low, high, whole=whole):
        yield Line(_LEFT, up(value), WIDTH - _RIGHT, up(value), "grid")
        yield Label(_LEFT - 6, up(value) + 4, words.count(value) if whole else words.number(value), "end")


def _ticks(low: float, high: float, *, whole: bool) -> list[float]:
    """Three to six round values within the bounds."""
    raw = (high - low) / 4
    size = 10.0 ** math.floor(math.log10(raw))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= raw)
    if whole:
        step = max(1.0, step)
    first = math.ceil(low / step - 1e-9)
    return [number * step for number in range(first, math.floor(high / step + 1e-9) + 1)]


# --- other shapes -----------------------------------------------------------------------------------------------------


def graph(nodes: pd.DataFrame, links: pd.DataFrame, *, alt: str, height: float = 420) -> Drawing:
    """Sources as dots at x and y, sized by requests, in the colour of their worst level; links as lines."""
    margin = 14
    across, up = _fitted(nodes, links, WIDTH - 2 * margin, height - 2 * margin, margin)
    largest = max(1.0, float(nodes["hits"].max()))
    marks: list[Mark] = [
        Line(across(row["x"]), up(row["y"]), across(row["x2"]), up(row["y2"]), "link") for row in links.to_dict("records")
    ]
    for row in nodes.sort_values("worst_level", key=lambda levels: -levels.map(severity.rank)).to_dict("records"):
        title = f"{row['ip']}: {severity.name(row['worst_level'])}, {words.plural(int(row['hits']), 'request')}"
        radius = 3 + 8 * math.sqrt(max(0.0, float(row["hits"])) / largest)
        marks.append(Dot(across(row["x"]), up(row["y"]), radius, level_class(row["worst_level"]), plain(title)))
    return Drawing(alt, height, tuple(marks), levels_there(nodes["worst_level"]))


def _fitted(nodes: pd.DataFrame, links: pd.DataFrame, width: float, height: float, margin: float) -> tuple[_Scale, _Scale]:
    """Scales that show everything, equal in both directions, in the middle."""
    xs = pd.concat([nodes["x"], links["x2"]]).astype("float64")
    ys = pd.concat([nodes["y"], links["y2"]]).astype("float64")
    wide, high = max(1e-6, xs.max() - xs.min()), max(1e-6, ys.max() - ys.min())
    unit = min(width / wide, height / high)
    left, top = margin + (width - unit * wide) / 2, margin + (height - unit * high) / 2
    return _Scale(xs.min(), xs.max(), left, left + unit * wide), _Scale(ys.min(), ys.max(), top + unit * high, top)


def deviations(frame: pd.DataFrame, *, alt: str) -> Drawing:
    """Bars of `effect` (-1 to 1) by `name`: to the right where the subject has more; both sides in words at the end."""
    row_height, names, figures = 22, 300, 170
    across = _Scale(-1, 1, names, WIDTH - figures)
    height = row_height * len(frame) + 8
    marks: list[Mark] = [Line(across(0), 2, across(0), height - 2, "line")]
    for place, row in enumerate(frame.to_dict("records")):
        y, effect = 4 + place * row_height, float(row["effect"])
        x = across(min(0.0, effect))
        marks += [
            Label(names - 8, y + 14, plain(str(row["name"])), "end", "text"),
            Bar(x, y + 4, max(1.0, abs(across(effect) - across(0))), 12, "accent" if effect > 0 else "quiet"),
            Label(WIDTH - figures + 8, y + 14, f"{row['own_text']} against {row['other_text']}"),
        ]
    return Drawing(alt, height, tuple(marks))
