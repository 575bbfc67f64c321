"""What can be asked: the operations with their parameters, windows, and whether they are finished."""

from __future__ import annotations

from dataclasses import asdict

import pandas as pd

from ja4dash import export
from ja4dash.cli.arguments import SCOPE, named
from ja4dash.cli.output import table
from ja4dash.operations import OPERATIONS, Operation, Parameter
from ja4dash.scope import FIELDS

_WINDOW = {
    "window": "a stretch up to now such as 1h, 24h, 3d, 7d, 30d",
    "from": "first instant, such as 2026-11-22T14:00Z; goes with to",
    "to": "last instant; goes with from",
}
_SCOPED = "Repeat a filter for several values; ! in front of a value excludes it."


def shown(name: str | None, form: str) -> str:
    """All operations, or one in detail, as table, csv or json."""
    chosen = [named(name)] if name else list(OPERATIONS.values())
    if form == "json":
        return export.to_json([_document(operation) for operation in chosen], indent=1)
    frame = _parameters(chosen[0]) if name else _operations(chosen)
    if form == "csv":
        return export.to_csv(frame).removesuffix("\r\n")
    if name:
        return "\n\n".join(
            [_headline(chosen[0]), *([table(frame, 200)] if len(frame) else []), *([_SCOPED] if chosen[0].window else [])]
        )
    return f"{table(frame, 200)}\n\nWith a window an operation also takes {', '.join(SCOPE)}; `query NAME --list` says more."


def _operations(chosen: list[Operation]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "number": operation.number,
            "name": operation.name,
            "window": operation.window,
            "finished": operation.finished,
            "parameters": " ".join(map(_spelled, operation.parameters)),
            "purpose": operation.purpose,
        }
        for operation in chosen
    )


def _parameters(operation: Operation) -> pd.DataFrame:
    own = [
        (one.name, one.type.__name__, "required" if one.default is None else one.default, "|".join(one.choices) or one.help)
        for one in operation.parameters
    ]
    taken = {one.name for one in operation.parameters}
    scope = {**_WINDOW, **{name: field.form for name, field in FIELDS.items()}}
    common = [(name, "str", "", text) for name, text in scope.items() if operation.window and name not in taken]
    return pd.DataFrame([*own, *common], columns=["parameter", "type", "default", "values"])


def _document(operation: Operation) -> dict[str, object]:
    return {
        "number": operation.number,
        "name": operation.name,
        "purpose": operation.purpose,
        "window": operation.window or None,
        "finished": operation.finished,
        "parameters": [asdict(parameter) | {"type": parameter.type.__name__} for parameter in operation.parameters],
        "scope": list(SCOPE) if operation.window else [],
    }


def _headline(operation: Operation) -> str:
    window = f", window {operation.window}" if operation.window else ""
    return f"{operation.name} ({operation.number}): {operation.purpose}{window}{'' if operation.finished else ', not finished'}"


def _spelled(parameter: Parameter) -> str:
    return parameter.name if parameter.default is None else f"{parameter.name}={parameter.default}"
