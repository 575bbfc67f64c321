"""The rejects file: JSON lines of source, line, reason and the raw line. It comes into being with the first reject."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Final, Self, TextIO

from ja4dash.ingest.batch import Reject

SUFFIX: Final = ".rejects.jsonl"


def default_path(name: str) -> Path:
    """Beside the current folder's files, named after an input."""
    return Path.cwd() / f"{'stdin' if name == '-' else Path(name).name}{SUFFIX}"


class Rejects:
    """Writes rejects to a file: a new one, or after the lines of a load that was cut."""

    def __init__(self, path: Path, *, append: bool) -> None:
        self.path = path
        self.count = 0
        self._append = append
        self._file: TextIO | None = None

    def write(self, source: str, rejects: Iterable[Reject]) -> None:
        """Write rejects of a source and hand them to the system."""
        for reject in rejects:
            self._file = self._file or self._opened()
            line = {"source": source, "line": reject.line, "reason": reject.reason, "raw": reject.raw}
            self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
            self.count += 1
        if self._file:
            self._file.flush()

    def _opened(self) -> TextIO:
        cut = self._append and _ends_within_a_line(self.path)
        file = self.path.open("a" if self._append else "w", encoding="utf-8")
        if cut:
            file.write("\n")
        return file

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._file:
            self._file.close()


def _ends_within_a_line(path: Path) -> bool:
    """True for a file whose writer was killed while it wrote."""
    if not path.exists() or not path.stat().st_size:
        return False
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read() != b"\n"
