"""Plots: put together once for all who see the same, and drawn as the chart itself would be."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import altair as alt
import pandas as pd
import pyarrow as pa
import pytest

from ja4dash.charts import plot as plots
from ja4dash.charts.brush import FRAME, framing
from ja4dash.charts.plot import plot, specification
from ja4dash.charts.style import AnyChart

BUILT: list[str] = []


@plot
def columns(frame: pd.DataFrame, value: str, *, colours: dict[str, str]) -> AnyChart:
    BUILT.append(value)
    colour = alt.Color("who:N", scale=alt.Scale(domain=list(colours), range=list(colours.values())))
    chart: AnyChart = alt.Chart(frame).mark_bar().encode(x="hour:T", y=f"{value}:Q", color=colour)
    return chart


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plots, "_specs", type(plots._specs)())
    BUILT.clear()


def counted(*requests: int, fetched: int = 0) -> pd.DataFrame:
    hours = pd.date_range(datetime(2026, 11, 30, tzinfo=UTC), periods=len(requests), freq="h", unit="s")
    frame = pd.DataFrame({"hour": hours, "who": "<b>you</b>", "requests": list(requests), "path": [["/a"]] * len(requests)})
    frame.attrs["fetched_at"] = fetched
    return frame


def test_the_same_is_put_together_once() -> None:
    spec = columns(counted(1, 2), "requests", colours={"a": "red"}).spec()
    assert columns(counted(1, 2, fetched=5), "requests", colours={"a": "red"}).spec() is spec
    assert BUILT == ["requests"]


@pytest.mark.parametrize(
    "other",
    [
        columns(counted(1, 3), "requests", colours={"a": "red"}),
        columns(counted(1, 2), "hour", colours={"a": "red"}),
        columns(counted(1, 2), "requests", colours={"a": "blue"}),
        columns(counted(1, 2), "requests", colours={"b": "red"}),
        columns(counted(1, 2), "requests", colours={"a": "red"}).then(framing),
        columns(counted(1, 2).astype({"requests": "float64"}), "requests", colours={"a": "red"}),
        columns(counted(1, 2).rename(columns={"who": "whom"}), "requests", colours={"a": "red"}),
    ],
)
def test_what_differs_is_another(other: plots.Plot) -> None:
    spec = columns(counted(1, 2), "requests", colours={"a": "red"}).spec()
    assert other.spec() is not spec
    assert len(BUILT) == 2


def test_it_is_the_chart_with_its_rows_as_arrow() -> None:
    drawn = columns(counted(1, 2), "requests", colours={"a": "red"})
    spec, rows = _apart(drawn.spec())
    plain = drawn.chart().to_dict()
    assert spec["encoding"] == plain["encoding"]
    assert rows.column_names == ["hour", "who", "requests", "path"]
    assert rows["who"].to_pylist() == ["<b>you</b>"] * 2
    assert rows.num_rows == len(plain["datasets"][plain["data"]["name"]])


def _apart(spec: dict[str, Any]) -> tuple[dict[str, Any], pa.Table]:
    [(name, table)] = spec["datasets"].items()
    assert spec["data"] == {"name": name}
    return spec, table


def test_a_change_comes_after() -> None:
    spec = columns(counted(1, 2), "requests", colours={"a": "red"}).then(framing).spec()
    assert [param["name"] for param in spec["params"]] == [FRAME]


def test_the_longest_unseen_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plots, "_KEPT", 2)
    for number in (1, 2, 1, 3, 1, 2):
        columns(counted(number), "requests", colours={}).spec()
    assert len(BUILT) == 4


def test_a_wrong_chart_is_refused() -> None:
    wrong = alt.Chart(counted(1)).mark_bar().encode(x=alt.X("hour:T", scale=alt.Scale(type="sideways")))  # type: ignore[arg-type]
    with pytest.raises(alt.utils.schemapi.SchemaValidationError):
        specification(wrong)


def test_data_of_two_layers_are_kept_apart() -> None:
    first, second = (alt.Chart(counted(number)).mark_bar().encode(y="requests:Q") for number in (1, 2))
    spec = specification(alt.layer(first, second))
    tables = [spec["datasets"][layer["data"]["name"]] for layer in spec["layer"]]
    assert [table["requests"].to_pylist() for table in tables] == [[1], [2]]
