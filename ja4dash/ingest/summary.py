"""What became of the files of a run, in numbers and in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

from ja4dash.errors import QueryError

SHOWN: Final = 40
"""Unknown columns that are named."""


@dataclass
class FileSummary:
    """One file. `before` counts rows that an earlier run, cut off, had loaded; `rejected` includes that run's."""

    source: str
    read: int = 0
    loaded: int = 0
    before: int = 0
    rejected: int = 0
    cut: int = 0
    replaced: int = 0
    shift: int = 0
    skipped: str = ""
    failed: str = ""
    damage: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    lacking: set[str] = field(default_factory=set)

    @property
    def complete(self) -> bool:
        """True when every row of the file is loaded."""
        return not (self.rejected or self.failed or self.damage)

    def lines(self) -> list[str]:
        """Sentences for a person."""
        name = "standard input" if self.source == "-" else self.source
        if self.failed and not self.read:
            return [f"{name}: not loaded: {self.failed}"]
        if self.skipped:
            return [f"{name}: skipped: {self.skipped}"] + [f"  damaged: {text}" for text in self.damage]
        before = f", {self.before:,} loaded before" if self.before else ""
        found = [f"{name}: {self.read:,} read, {self.loaded:,} loaded{before}, {self.rejected:,} rejected"]
        found += [f"  failed: {self.failed}"] if self.failed else []
        found += [f"  damaged: {text}" for text in self.damage]
        found += [f"  {text}" for text in self.notes]
        return found


@dataclass
class Summary:
    """A run. `error` is what the engine said when it stopped the run; the same command then goes on where it stopped."""

    files: list[FileSummary] = field(default_factory=list)
    seconds: float = 0.0
    rejects: Path | None = None
    error: QueryError | None = None

    @property
    def read(self) -> int:
        """Rows that were read in all."""
        return sum(file.read for file in self.files)

    @property
    def loaded(self) -> int:
        """Rows that were loaded in all."""
        return sum(file.loaded for file in self.files)

    @property
    def rejected(self) -> int:
        """Rows that were rejected in all."""
        return sum(file.rejected for file in self.files)

    @property
    def unknown(self) -> list[str]:
        """Columns of the files that http_logs does not have by contract."""
        return sorted(set[str]().union(*(file.unknown for file in self.files)))

    @property
    def lacking(self) -> list[str]:
        """Columns of the files that http_logs has by contract, but not here."""
        return sorted(set[str]().union(*(file.lacking for file in self.files)))

    @property
    def exit_status(self) -> int:
        """0 when every row is loaded, 1 when rows were rejected, a file failed or the engine stopped the run."""
        return int(self.error is not None or not all(file.complete for file in self.files))

    def lines(self) -> list[str]:
        """Sentences for a person: each file, all together, and what was left out or changed."""
        found = [line for file in self.files for line in file.lines()]
        rate = f" ({self.read / self.seconds:,.0f} rows/s)" if self.read and self.seconds else ""
        files = "1 file" if len(self.files) == 1 else f"{len(self.files):,} files"
        found.append(
            f"In all: {files}, {self.read:,} read, {self.loaded:,} loaded, {self.rejected:,} rejected, {self.seconds:.1f} s{rate}"
        )
        found += self._remarks()
        if self.error:
            found += [f"Stopped: {self.error.message}. {self.error.advice}", "The same command goes on where this one stopped."]
        return found

    def _remarks(self) -> list[str]:
        found = []
        if self.rejects:
            found.append(f"Rejected lines, each with its number and reason: {self.rejects}")
        if self.unknown:
            found.append(f"Columns skipped, not known to ja4dash: {_listed(self.unknown)}")
        if self.lacking:
            found.append(f"Columns skipped, http_logs here does not have them: {', '.join(self.lacking)}")
        if cut := sum(file.cut for file in self.files):
            found.append(f"{cut:,} texts were cut to 64 KiB")
        if replaced := sum(file.replaced for file in self.files):
            found.append(f"{replaced:,} lines or texts held bytes that are not UTF-8; U+FFFD stands for them")
        shifts = {file.shift for file in self.files if file.shift}
        found += [f"Times were moved by {_length(shift)}, spacing kept" for shift in sorted(shifts)]
        return found


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
    return ", ".join(map(_printable, names[:SHOWN])) + more


def _printable(name: str) -> str:
    return name if name.isprintable() and len(name) <= 60 else ascii(name[:60])


def _length(seconds: int) -> str:
    text = str(timedelta(seconds=abs(seconds)))
    return f"{'+' if seconds >= 0 else '-'}{text} (h:mm:ss)"
