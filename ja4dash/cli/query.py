"""query: run an operation by its name and print what comes back."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import datetime

import pandas as pd

from ja4dash import db, export
from ja4dash.cli import arguments, catalogue
from ja4dash.cli.output import say, table, write
from ja4dash.cli.timing import TimedDoor
from ja4dash.operations import Operation


def run(options: argparse.Namespace) -> int:
    """Print the result, or with --list what there is."""
    if options.list:
        write(catalogue.shown(options.name, options.format or "table"))
        return 0
    chosen = arguments.runnable(options.name)
    scope, values = arguments.understood(chosen, options.arguments)
    engine = db.door()
    engine.now()  # connects, so that the first statement's time is its own
    door = TimedDoor(engine)
    with db.use(door):
        tables = _ran(chosen, (scope,) if chosen.window else (), values)
    write(_FORMATS[options.format or "json"](chosen, tables, scope.to_query() | values))
    for timing in door.timings if options.timing else ():
        say(f"{timing.milliseconds:9.1f} ms {timing.rows:8} rows  {timing.statement}")
    return 0


def _ran(chosen: Operation, scope: tuple[object, ...], values: Mapping[str, object]) -> dict[str, pd.DataFrame]:
    assert chosen.run is not None  # noqa: S101 - `runnable` refuses those that are not finished
    result = chosen.run(*scope, **values)
    return {"": result} if isinstance(result, pd.DataFrame) else dict(result)


# --- forms ------------------------------------------------------------------------------------------------------------


def _json(chosen: Operation, tables: Mapping[str, pd.DataFrame], parameters: Mapping[str, object]) -> str:
    windows = {name: _window(frame) for name, frame in tables.items()}
    same = all(window == next(iter(windows.values())) for window in windows.values())
    missing = sorted({column for frame in tables.values() for column in frame.attrs.get("missing", ())})
    document: dict[str, object] = {"operation": chosen.name}
    document |= {"window": next(iter(windows.values()))} if same else {"windows": windows}
    document |= {"parameters": dict(parameters)}
    document |= {"missing_columns": missing} if missing else {}
    if "" in tables:
        document["rows"] = export.rows(tables[""])
    else:
        document["tables"] = {name: export.rows(frame) for name, frame in tables.items()}
    return export.to_json(document)


def _csv(_: Operation, tables: Mapping[str, pd.DataFrame], __: Mapping[str, object]) -> str:
    """One table as it is; several under their names, an empty line between."""
    parts = [export.to_csv(frame).removesuffix("\r\n") for frame in tables.values()]
    return parts[0] if len(parts) == 1 else "\r\n\r\n".join(map("\r\n".join, zip(tables, parts, strict=True)))


def _table(_: Operation, tables: Mapping[str, pd.DataFrame], __: Mapping[str, object]) -> str:
    return "\n\n".join("\n".join(filter(None, (_heading(name, frame), table(frame)))) for name, frame in tables.items())


_FORMATS = {"json": _json, "csv": _csv, "table": _table}


def _heading(name: str, frame: pd.DataFrame) -> str:
    window = _window(frame)
    when = f"{window['since']} to {window['until']}" if window else ""
    lacks = f"http_logs lacks {', '.join(frame.attrs['missing'])}" if frame.attrs.get("missing") else ""
    rows = f"{len(frame):,} {'row' if len(frame) == 1 else 'rows'}" if len(frame) else "nothing found"
    return ", ".join(filter(None, (name, rows, when, lacks)))


def _window(frame: pd.DataFrame) -> dict[str, object] | None:
    since, until = frame.attrs.get("since"), frame.attrs.get("until")
    if not isinstance(since, datetime) or not isinstance(until, datetime):
        return None
    return {"since": export.plain(since), "until": export.plain(until)}
