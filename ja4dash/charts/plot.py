"""Plots: charts that are put together when they are drawn, and kept, because most people look at the same.

To put a chart together and to check it takes longer than all else about it. A specification depends on nothing but what it
is made of, so it is kept under the digest of that.
"""

from __future__ import annotations

import hashlib
import pickle
import threading
from collections import OrderedDict
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, Final, ParamSpec

import altair as alt
import pandas as pd
import pyarrow as pa

from ja4dash.charts.style import AnyChart
from ja4dash.provenance import bare

P = ParamSpec("P")
Change = Callable[[AnyChart], AnyChart]

_KEPT: Final = 256
_ARROW: Final = "arrow"

_specs: OrderedDict[bytes, dict[str, Any]] = OrderedDict()
_lock = threading.Lock()
_tables: ContextVar[dict[str, pa.Table] | None] = ContextVar("tables", default=None)


@dataclass(frozen=True)
class Plot:
    """A chart to be: what puts it together of what, and what is changed about it afterwards."""

    build: Callable[..., AnyChart]
    arguments: tuple[Any, ...]
    options: dict[str, Any]
    changes: tuple[Change, ...] = ()

    def then(self, change: Change) -> Plot:
        """The same with a change, which is a function of a module."""
        return replace(self, changes=(*self.changes, change))

    def chart(self) -> AnyChart:
        """The chart, put together now."""
        chart = self.build(*self.arguments, **self.options)
        for change in self.changes:
            chart = change(chart)
        return chart

    def spec(self) -> dict[str, Any]:
        """Its Vega-Lite specification with the data as Arrow tables by name in `datasets`; not to be changed."""
        digest = self._digest()
        with _lock:
            if digest in _specs:
                _specs.move_to_end(digest)
                return _specs[digest]
        made = specification(self.chart())
        with _lock:
            _specs[digest] = made
            while len(_specs) > _KEPT:
                _specs.popitem(last=False)
        return made

    def _digest(self) -> bytes:
        named = (self.build.__module__, self.build.__qualname__, [(one.__module__, one.__qualname__) for one in self.changes])
        given = ([_plain(one) for one in self.arguments], {name: _plain(one) for name, one in self.options.items()})
        return hashlib.blake2b(pickle.dumps((named, given)), digest_size=16).digest()


def plot(build: Callable[P, AnyChart]) -> Callable[P, Plot]:
    """A function that puts a chart together, as one that says how to."""

    @wraps(build)
    def planned(*arguments: P.args, **options: P.kwargs) -> Plot:
        return Plot(build, arguments, options)

    return planned


def specification(chart: AnyChart) -> dict[str, Any]:
    """A chart's specification, checked, with its frames as Arrow tables by name in `datasets`."""
    tables: dict[str, pa.Table] = {}
    token = _tables.set(tables)
    try:
        spec: dict[str, Any] = chart.to_dict()
    finally:
        _tables.reset(token)
    return spec | {"datasets": spec.get("datasets", {}) | tables}


def _plain(value: Any) -> Any:
    return bare(value) if isinstance(value, pd.DataFrame) else value


def _transformed(data: Any) -> Any:
    """Frames by name where somebody collects them as Arrow; elsewhere as rows in the specification."""
    tables = _tables.get()
    if tables is None or not isinstance(data, pd.DataFrame):
        return alt.default_data_transformer(data)
    name = f"data-{len(tables)}"
    tables[name] = pa.Table.from_pandas(data, preserve_index=False)
    return {"name": name}


alt.data_transformers.register(_ARROW, _transformed)
alt.data_transformers.enable(_ARROW)
alt.theme.enable("none")  # the page's theme is Streamlit's
