"""The content of an input: its bytes after decompression, what identifies it, and where a reading starts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from ja4dash.ingest import streams
from ja4dash.ingest.streams import Damage

BOM: Final = b"\xef\xbb\xbf"
"""What some programs write before the first line of a text."""

Format = Literal["jsonl", "csv", "parquet"]


@dataclass(frozen=True)
class Input:
    """A file to be loaded. `path` can be read more than once, also when the name is standard input."""

    name: str
    path: Path
    format: Format


@dataclass(frozen=True)
class Mark:
    """A place between two lines: bytes before it, the number of the line after it."""

    offset: int = 0
    line: int = 1


@dataclass(frozen=True)
class Content:
    """What a file holds: its length decompressed, and a hash of the first `hashed` bytes that identifies it however packed.

    Read as another format, the same bytes are another content. A damaged file is identified by its whole lines alone, so that
    they are known again when the sound file comes. `start` is where the reading begins: after what was loaded before, for a
    file that has grown or was mended since.
    """

    size: int
    hashed: int
    digest: str
    start: Mark = Mark()
    damage: str = ""


def examine(source: Input, known: Mapping[int, str], seen: Callable[[int], None]) -> Content:
    """Read an input once. `known` are contents (length, hash) loaded before under its name; `seen` is told how many bytes
    were read. Raises OSError.
    """
    hasher = _Hasher(source.format, {} if source.format == "parquet" else known)
    try:
        for block in streams.blocks(source.path):
            hasher.feed(block)
            seen(len(block))
    except Damage as damage:
        return hasher.content(str(damage))
    return hasher.content("")


def mark(source: Input, offset: int) -> Mark:
    """The mark at an offset that follows a line feed. Raises OSError."""
    lines, place = 1, 0
    for block in streams.blocks(source.path) if offset else ():
        lines += block.count(b"\n", 0, offset - place)
        place += len(block)
        if place >= offset:
            break
    return Mark(offset, lines)


def between(source: Input, content: Content) -> Iterator[bytes]:
    """The bytes from the start to the length of a content; what was appended meanwhile waits. Raises Damage, OSError."""
    place = 0
    for block in streams.blocks(source.path):
        piece = block[max(content.start.offset - place, 0) : max(content.size - place, 0)]
        if place == 0 and content.start.offset == 0:
            piece = piece.removeprefix(BOM)
        place += len(block)
        if piece:
            yield piece
        if place > content.size:
            return


class _Hasher:
    def __init__(self, form: Format, known: Mapping[int, str]) -> None:
        self._known = known
        self._hash = hashlib.sha256(form.encode())
        self._size = self._newlines = self._hashed = 0
        self._digest = self._hash.hexdigest()
        self._start = Mark()

    def feed(self, block: bytes) -> None:
        """Take the next bytes."""
        self._look_for_known(block)
        last = block.rfind(b"\n") + 1
        if last:
            self._hash.update(memoryview(block)[:last])
            self._hashed, self._digest = self._size + last, self._hash.hexdigest()
        self._hash.update(memoryview(block)[last:])
        self._size += len(block)

    def content(self, damage: str) -> Content:
        """What was fed."""
        if damage:
            return Content(self._size, self._hashed, self._digest, self._start, damage)
        return Content(self._size, self._size, self._hash.hexdigest(), self._start)

    def _look_for_known(self, block: bytes) -> None:
        if not self._known:
            return
        for length, digest in self._known.items():
            place = length - self._size
            if 0 < place <= len(block) and block[place - 1 : place] == b"\n":
                until = self._hash.copy()
                until.update(memoryview(block)[:place])
                if until.hexdigest() == digest and length > self._start.offset:
                    self._start = Mark(length, self._newlines + block.count(b"\n", 0, place) + 1)
        self._newlines += block.count(b"\n")
