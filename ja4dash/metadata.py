"""Metadata of models: one JSON file a model, written by whoever trains it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd

MOST_FILES: Final = 200
MOST_BYTES: Final = 1_000_000

_OWN: Final = ("name", "version", "trained_at", "features", "metrics")
_COLUMNS: Final = ["file", *_OWN, "more", "error"]


class _UnreadableError(ValueError):
    """A file that holds no metadata; the message says why."""


def read(folder: Path) -> pd.DataFrame:
    """Every `*.json` of a folder by name (at most 200): what it says, or why it cannot be read. No folder, no models.

    Columns: file, name, version (text), trained_at (UTC or NaT), features (names), metrics and more (as in the file, "more"
    being all else), error (empty when all is well). Raises OSError when the folder cannot be looked into.
    """
    paths = sorted(path for path in folder.iterdir() if path.suffix == ".json") if folder.exists() else []
    rows = [_row(path) for path in paths[:MOST_FILES]]
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    frame["trained_at"] = pd.to_datetime(frame["trained_at"], utc=True).dt.as_unit("s")
    return frame.astype(dict.fromkeys(("file", "name", "version", "error"), "str"))


def _row(path: Path) -> dict[str, object]:
    empty = {"name": path.stem, "version": "", "trained_at": pd.NaT, "features": [], "metrics": {}, "more": {}, "error": ""}
    try:
        return {"file": path.name} | empty | _told(_document(path))
    except _UnreadableError as error:
        return {"file": path.name} | empty | {"error": str(error)}


def _document(path: Path) -> Mapping[str, Any]:
    try:
        if not path.is_file():
            raise _UnreadableError("not a file")
        if path.stat().st_size > MOST_BYTES:
            raise _UnreadableError(f"larger than {MOST_BYTES:,} bytes")
        found = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise _UnreadableError(f"cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise _UnreadableError("not UTF-8 text") from error
    except json.JSONDecodeError as error:
        raise _UnreadableError(f"not JSON: {error.msg} in line {error.lineno}") from error
    except RecursionError as error:
        raise _UnreadableError("nested too deeply") from error
    if not isinstance(found, dict):
        raise _UnreadableError("not a JSON object")
    return found


def _told(document: Mapping[str, Any]) -> dict[str, object]:
    """What the file says; a part that is not of its kind is named and left out."""
    told: dict[str, object] = {"more": {name: value for name, value in document.items() if name not in _OWN}}
    wrong = []
    for name, value in document.items():
        if name in ("name", "version"):
            told[name] = str(value)
        elif name == "trained_at":
            moment = _moment(value)
            told[name] = moment
            wrong += [] if moment else [name]
        elif (name, type(value)) == ("features", list):
            told[name] = [str(item) for item in value]
        elif (name, type(value)) == ("metrics", dict):
            told[name] = value
        elif name in _OWN:
            wrong.append(name)
    return told | {"error": f"cannot make sense of {', '.join(wrong)}" if wrong else ""}


def _moment(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(value))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
