"""The counter of campaign ids: a number that only rises, kept in a file so that a deleted campaign's id is not given again."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_NAME: Final = "campaigns.counter"


def read(folder: Path) -> int:
    """The last id given; 0 when none was, or when the file says nothing."""
    try:
        text = (folder / _NAME).read_text("utf-8").strip()
    except FileNotFoundError:
        return 0
    return int(text) if text.isascii() and text.isdigit() else 0


def write(folder: Path, last: int) -> None:
    """Remember the last id given, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{_NAME}.part"
    part.write_text(str(last), "utf-8")
    part.replace(folder / _NAME)
