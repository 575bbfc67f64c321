"""Signatures as a sheet (CSV): written so that no spreadsheet runs a cell, read with a verdict on every line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from ja4dash import words
from ja4dash.errors import FieldError
from ja4dash.signature.entry import Signature, checked, in_words

COLUMNS: Final = ("h2_fingerprint", "browser_family", "confidence", "notes")
MAX_BYTES: Final = 1_000_000
MAX_LINES: Final = 1000
MAX_CELL: Final = 100_000

_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
_NAMES: Final = {"h2_fingerprint": "fingerprint"}


class Verdict(StrEnum):
    """What a line would do."""

    NEW = "new"
    REPLACES = "replaces"
    SAME = "same"
    ERROR = "error"


@dataclass(frozen=True)
class Line:
    """A line of a sheet, counted as an editor does: an entry and what it would do, or what is wrong with it.

    `text` is the fingerprint as it was written; `said` the entry it replaces in words, or why it cannot be one.
    """

    number: int
    text: str
    entry: Signature | None
    verdict: Verdict
    said: str = ""


def written(entries: Iterable[Signature]) -> str:
    """CSV text with a header (RFC 4180); a cell that a spreadsheet would run gets an apostrophe before it, which `read` drops."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([_neutral(one.fingerprint), _neutral(one.family), one.confidence, _neutral(one.notes)] for one in entries)
    return text.getvalue()


def read(data: bytes, listed: Mapping[str, Sequence[Signature]]) -> list[Line]:
    """Every line of a CSV file with a verdict, beside what is `listed` (fingerprint → its entries) now.

    The header names at least h2_fingerprint and browser_family; other columns are ignored, confidence is 1 unless given.
    Raises FieldError (`file`) for a file that is too large, is not UTF-8 or is no such table.
    """
    rows = _rows(data)
    seen: dict[str, int] = {}
    lines = []
    for number, row in rows:
        line = _line(number, row, listed)
        if line.entry and line.entry.fingerprint in seen:
            why = f"the same fingerprint as in line {seen[line.entry.fingerprint]}"
            line = replace(line, entry=None, verdict=Verdict.ERROR, said=why)
        elif line.entry:
            seen[line.entry.fingerprint] = number
        lines.append(line)
    return lines


def _rows(data: bytes) -> list[tuple[int, dict[str, str]]]:
    if len(data) > MAX_BYTES:
        raise FieldError("file", f"a file takes at most {words.size(MAX_BYTES)}, not {words.size(len(data))}")
    try:
        reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        named = {str(name).strip() for name in reader.fieldnames or ()}
        if not {"h2_fingerprint", "browser_family"} <= named:
            raise FieldError("file", f"the first line names the columns: {', '.join(COLUMNS)}")
        rows = []
        for row in reader:
            rows.append((reader.line_num, {str(name).strip(): _cell(cell) for name, cell in row.items()}))
            if any(len(cell) > MAX_CELL for cell in rows[-1][1].values()):
                raise FieldError("file", f"line {reader.line_num:,} has a cell of more than {MAX_CELL:,} characters")
            if len(rows) > MAX_LINES:
                raise FieldError("file", f"a file takes at most {MAX_LINES:,} entries")
    except UnicodeDecodeError as error:
        raise FieldError("file", f"the file is not UTF-8: byte {error.start:,} is none of it") from error
    except csv.Error as error:
        raise FieldError("file", f"the file is no CSV: {error}") from error
    return rows


def _line(number: int, row: Mapping[str, str], listed: Mapping[str, Sequence[Signature]]) -> Line:
    text = row["h2_fingerprint"]
    try:
        entry = checked(text, row["browser_family"].strip(), _confidence(row.get("confidence", "")), row.get("notes", ""))
    except FieldError as error:
        return Line(number, text, None, Verdict.ERROR, f"{_NAMES.get(error.field, error.field)}: {error.message}")
    before = tuple(listed.get(entry.fingerprint, ()))
    verdict = Verdict.SAME if before == (entry,) else Verdict.REPLACES if before else Verdict.NEW
    return Line(number, text, entry, verdict, in_words(before))


def _confidence(text: str) -> float:
    if not text.strip():
        return 1.0
    try:
        return float(text)
    except ValueError:
        raise FieldError("confidence", f"confidence is a number from 0 to 1, not {words.shortened(text)!r}") from None


def _cell(text: object) -> str:
    """A cell as `written` was given it; a line that is too short has none, one that is too long a list of them."""
    plain = text if isinstance(text, str) else ""
    return plain[1:] if plain.startswith("'") and _FORMULA.match(plain) else plain


def _neutral(text: str) -> str:
    """Whatever begins with apostrophes before a formula gets one more, so that `_cell` takes off just what was added."""
    return f"'{text}" if _FORMULA.match(text) else text
