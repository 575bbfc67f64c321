"""Where a result comes from: the statements behind a frame, told by the frame's `attrs`.

`attrs["asked"]` is a tuple of `Asked`, in the order in which they were put. It follows a frame through whatever pandas
makes of it; a frame that is built anew, or out of several, takes it over with `told_by`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import pandas as pd


@dataclass(frozen=True)
class Asked:
    """One statement as it was put to the engine, and what answering it took.

    `rows` is the size of the result, None when the statement failed; `rows_read` and `bytes_read` are what the engine read
    of its tables, None where it does not say. `milliseconds` are ours, from the statement sent to its result or failure.
    """

    name: str
    sql: str
    parameters: tuple[tuple[str, str], ...]
    rows: int | None
    rows_read: int | None
    bytes_read: int | None
    milliseconds: float
    fetched_at: datetime
    engine: str

    def __deepcopy__(self, memo: object) -> Asked:
        """Itself: pandas copies `attrs` at every step, and nothing here changes."""
        return self

    def script(self) -> str:
        """The statement with its parameters, as it runs in any ClickHouse client."""
        return "".join(f"SET param_{name} = {value};\n" for name, value in self.parameters) + self.sql


def literals(parameters: Mapping[str, object], sql: str) -> tuple[tuple[str, str], ...]:
    """Those of the parameters that a statement names, each with its value as a `SET param_…` takes it."""
    return tuple((name, _literal(value)) for name, value in sorted(parameters.items()) if f"{{{name}:" in sql)


def _literal(value: object) -> str:
    match value:
        case list() | tuple():
            return f"[{', '.join(_quoted(item) if isinstance(item, str) else str(item) for item in value)}]"
        case int() | float():
            return str(value)
    return _quoted(_field(str(value)))


def _field(text: str) -> str:
    """A parameter is read as a field of tab-separated text, which has escapes of its own."""
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r") + "'"


def told_by(frame: pd.DataFrame, *origins: pd.DataFrame) -> pd.DataFrame:
    """The frame itself, with the `attrs` of what it was made of: every statement, the oldest fetch, all that was missing,
    and whether any of it is approximate.

    Other entries are those of the first origin that has them.
    """
    known = [origin.attrs for origin in origins if origin.attrs]
    attrs = {name: value for told in reversed(known) for name, value in told.items()}
    if known:
        attrs["asked"] = tuple(dict.fromkeys(item for told in known for item in told.get("asked", ())))
        attrs["missing"] = sorted({column for told in known for column in told.get("missing", ())})
        attrs["approximate"] = any(told.get("approximate") for told in known)
    fetched = [told["fetched_at"] for told in known if "fetched_at" in told]
    if fetched:
        attrs["fetched_at"] = min(fetched)
    frame.attrs = attrs
    return frame


def bare(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame without its `attrs`, which pandas would copy with every column that is taken out of it."""
    plain = frame.copy(deep=False)
    plain.attrs = {}
    return plain
