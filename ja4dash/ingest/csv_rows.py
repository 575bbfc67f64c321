"""CSV with a header line. A quoted value may hold line feeds; a quote that is never closed costs its own line only."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from ja4dash.ingest import values
from ja4dash.ingest.batch import RAW, Batch, Chunk, Reject, Unreadable
from ja4dash.ingest.columns import COLUMNS, REQUIRED
from ja4dash.ingest.content import Content, Input, between
from ja4dash.ingest.lines import MAX_LINE, LineChunk, chunks
from ja4dash.ingest.streams import Damage
from ja4dash.ingest.values import Unfit

DELIMITERS: Final = ",;\t|"
MAX_SPAN: Final = 200
"""Lines that one row may reach over."""

csv.field_size_limit(MAX_LINE)


@dataclass(frozen=True)
class Header:
    """The first line: names of columns and what stands between values."""

    names: tuple[str, ...]
    delimiter: str

    @classmethod
    def of(cls, line: str) -> Header:
        """The header with the delimiter that gives the most known names; raises Unreadable."""
        found = max((cls._split(line, delimiter) for delimiter in DELIMITERS), key=lambda header: header.known)
        lacking = [name for name in REQUIRED if name not in found.names]
        if lacking:
            raise Unreadable(f"the first line does not name {' and '.join(lacking)}: CSV needs a header")
        double = sorted({name for name in found.names if found.names.count(name) > 1})
        if double:
            raise Unreadable(f"the header names {', '.join(double)} more than once")
        return found

    @classmethod
    def _split(cls, line: str, delimiter: str) -> Header:
        try:
            names = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            names = []
        return cls(tuple(name.strip() for name in names), delimiter)

    def plausible(self, row: Sequence[str]) -> bool:
        """Whether a row over several lines has a time and an address where they belong, and did not swallow other rows."""
        try:
            values.seconds(row[self.names.index("time")])
            values.packed(row[self.names.index("src_ip")])
        except Unfit:
            return False
        return True

    @property
    def known(self) -> int:
        """How many names are columns of http_logs."""
        return sum(name in COLUMNS for name in self.names)


@dataclass
class Lines:
    """Consecutive lines as text, the number of the first, and by place why a line is not whole."""

    first: int
    texts: list[str]
    broken: dict[int, str]
    replaced: int = 0

    @classmethod
    def of(cls, chunk: LineChunk) -> Lines:
        """The lines of a chunk, U+FFFD for bytes that are not UTF-8."""
        data = b"\n".join(chunk.lines)
        try:
            return cls(chunk.first, data.decode().split("\n"), chunk.broken)
        except UnicodeDecodeError:
            texts = data.decode("utf-8", "replace").split("\n")
            replaced = sum(text.encode() != line for text, line in zip(texts, chunk.lines, strict=True))
            return cls(chunk.first, texts, chunk.broken, replaced)

    def after(self, earlier: Lines) -> Lines:
        """These lines with those that the chunk before left over in front of them."""
        shift = len(earlier.texts)
        broken = {at + shift: why for at, why in self.broken.items()}
        return Lines(self.first - shift, earlier.texts + self.texts, broken, self.replaced)

    def from_(self, at: int) -> Lines:
        """The lines from a place on."""
        return Lines(self.first + at, self.texts[at:], {})


class CsvReader:
    """The chunks of a CSV file."""

    def __init__(self, source: Input, content: Content) -> None:
        self._source = source
        self._content = content
        self.damage: list[str] = []

    def chunks(self) -> Iterator[Chunk]:
        """Chunks of rows; raises Unreadable, OSError."""
        header = self._header() if self._content.start.line > 1 else None
        left = Lines(self._content.start.line, [], {})
        try:
            for chunk in chunks(between(self._source, self._content), self._content.start.line):
                lines = Lines.of(chunk)
                if header is None:
                    header, lines = _without_header(lines)
                part = CsvChunk(header, lines.after(left) if left.texts else lines)
                left = part.left
                yield part
        except Damage as damage:
            self.damage.append(str(damage))
        if header and left.texts:
            yield CsvChunk(header, left, final=True)

    def _header(self) -> Header:
        whole = Content(self._content.size, 0, "")
        return _without_header(Lines.of(next(chunks(between(self._source, whole)))))[0]


def _without_header(lines: Lines) -> tuple[Header, Lines]:
    at = next((at for at, text in enumerate(lines.texts) if text.strip()), 0)
    rest = Lines(
        lines.first + at + 1,
        lines.texts[at + 1 :],
        {place - at - 1: why for place, why in lines.broken.items() if place > at},
        lines.replaced,
    )
    return Header.of(lines.texts[at]), rest


class CsvChunk:
    """Consecutive rows of CSV. A row that may go on in the next chunk is `left` to it, unless this is the final one."""

    def __init__(self, header: Header, lines: Lines, *, final: bool = False) -> None:
        self._header = header
        self._lines = lines
        self.size = sum(map(len, lines.texts)) + len(lines.texts)
        self._rejects: list[Reject] = []
        self._rows: list[list[str]] = []
        self._spans: list[tuple[int, int]] = []
        self.left = Lines(lines.first + len(lines.texts), [], {})
        if not self._take_all():
            self._take_each(final=final)

    def batch(self) -> Batch:
        """The rows."""
        given = zip(self._header.names, zip(*self._rows, strict=True), strict=True) if self._rows else ()
        columns = {name: pa.array(column, pa.string()) for name, column in given if name in COLUMNS}
        numbers = [self._lines.first + at for at, _ in self._spans]
        return Batch(columns, numbers, self._raw, self._rejects, set(self._header.names), self._lines.replaced)

    def _raw(self, row: int) -> str:
        return self._text(*self._spans[row])

    def _text(self, at: int, until: int) -> str:
        return "\n".join(self._lines.texts[at:until])[:RAW]

    def _read(self, texts: Iterable[str]) -> Iterator[list[str]]:
        return csv.reader((f"{text}\n" for text in texts), delimiter=self._header.delimiter, strict=True)

    def _take_all(self) -> bool:
        """All rows at once, if each line is one."""
        texts, width = self._lines.texts, len(self._header.names)
        if self._lines.broken:
            return False
        try:
            self._rows = list(self._read(texts))
        except csv.Error:
            return False
        if len(self._rows) != len(texts) or any(len(row) != width for row in self._rows):
            return False
        self._spans = [(at, at + 1) for at in range(len(texts))]
        return True

    def _take_each(self, *, final: bool) -> None:
        texts, broken = self._lines.texts, self._lines.broken
        self._rows.clear()
        at = 0
        while at < len(texts):
            if at in broken:
                self._reject(at, broken[at])
            elif texts[at].strip():
                used = self._take_one(at, final=final)
                if not used:
                    self.left = self._lines.from_(at)
                    self._lines = Lines(self._lines.first, texts[:at], {}, self._lines.replaced)
                    return
                at += used - 1
            at += 1

    def _take_one(self, at: int, *, final: bool) -> int:
        """Take or reject the row that begins at a line; returns how many lines it took, 0 when it may go on in the next chunk."""
        until = self._end_of_span(at)
        texts = self._lines.texts[at:until]
        reader = self._read(texts)
        try:
            row = next(reader)
        except csv.Error as error:
            in_quotes = str(error) == _ENDED_IN_QUOTES
            small = sum(map(len, texts)) <= MAX_LINE
            if in_quotes and until == len(self._lines.texts) and len(texts) < MAX_SPAN and small and not final:
                return 0
            self._reject(at, _QUOTES if in_quotes or str(error).endswith(_AFTER_QUOTES) else f"not CSV: {error}")
            return 1
        used: int = reader.line_num  # type: ignore[attr-defined]
        if len(row) == len(self._header.names) and (used == 1 or self._header.plausible(row)):
            self._rows.append(row)
            self._spans.append((at, at + used))
            return used
        lengths = f"{len(row)} values, the header has {len(self._header.names)} columns"
        self._reject(at, lengths if used == 1 else _QUOTES)
        return 1

    def _end_of_span(self, at: int) -> int:
        until = min(at + MAX_SPAN, len(self._lines.texts))
        return min((place for place in self._lines.broken if at < place < until), default=until)

    def _reject(self, at: int, why: str) -> None:
        self._rejects.append(Reject(self._lines.first + at, why, self._text(at, at + 1)))


_ENDED_IN_QUOTES: Final = "unexpected end of data"
_AFTER_QUOTES: Final = "expected after '\"'"
_QUOTES: Final = "a quote is not closed, or closed too early"
