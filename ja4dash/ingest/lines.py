"""Lines of a file in chunks of bounded size. The bounds of a chunk follow from the content alone, never from the reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from ja4dash.ingest.streams import Damage

CHUNK_LINES: Final = 20_000
CHUNK_BYTES: Final = 16 << 20
"""A load that was cut goes on where it stopped only as long as these stay the same."""
MAX_LINE: Final = 1 << 20
"""A longer line is rejected, and only its beginning kept."""
HEAD: Final = 2_000
"""Bytes of a rejected line that are kept."""


@dataclass
class LineChunk:
    """Consecutive lines without their line feeds; `broken` says by place which ones cannot be whole, and why."""

    first: int
    lines: list[bytes] = field(default_factory=list)
    broken: dict[int, str] = field(default_factory=dict)
    size: int = 0

    @property
    def full(self) -> bool:
        """True when the next line belongs to the next chunk."""
        return len(self.lines) >= CHUNK_LINES or self.size >= CHUNK_BYTES

    def takes(self, lines: int, size: int) -> bool:
        """True when so many lines of so many bytes leave it short of full."""
        return len(self.lines) + lines < CHUNK_LINES and self.size + size < CHUNK_BYTES

    def add(self, line: bytes, broken: str = "") -> None:
        """Append a line."""
        if broken:
            self.broken[len(self.lines)] = broken
        self.lines.append(line)
        self.size += len(line) + 1

    def extend(self, lines: list[bytes], size: int) -> None:
        """Append whole lines of so many bytes, line feeds included."""
        self.lines += lines
        self.size += size


def chunks(source: Iterable[bytes], first: int = 1) -> Iterator[LineChunk]:
    """The lines of a stream of bytes, numbered from `first`; raises Damage after the chunk that holds the last of them."""
    chunk = LineChunk(first)
    splitter = _Splitter()
    damage: Damage | None = None
    try:
        for block in source:
            lines, size = splitter.feed(block)
            if chunk.takes(len(lines), size) and not splitter.broken:
                chunk.extend(lines, size)
                continue
            for line in lines:
                chunk.add(line, splitter.why())
                if chunk.full:
                    yield chunk
                    chunk = LineChunk(chunk.first + len(chunk.lines))
    except Damage as error:
        damage = error
    for line in splitter.end():
        chunk.add(line, splitter.why() or ("cut off where the file is damaged" if damage else ""))
    if chunk.lines:
        yield chunk
    if damage:
        raise damage


class _Splitter:
    """Cuts blocks of bytes into lines and keeps no more than MAX_LINE bytes of one."""

    def __init__(self) -> None:
        self._rest = bytearray()
        self._dropped = 0
        self.broken = ""

    def why(self) -> str:
        """Why the first of the lines that were cut last is not whole; asked once."""
        broken, self.broken = self.broken, ""
        return broken

    def feed(self, block: bytes) -> tuple[list[bytes], int]:
        """The lines that end in a block, and how many bytes they and their line feeds are."""
        lines = block.split(b"\n")
        self._grow(lines[0])
        if len(lines) == 1:
            return [], 0
        last = lines.pop()
        before = len(lines[0])
        lines[0] = self._finished()
        size = len(block) - len(last) + len(lines[0]) - before
        self._grow(last)
        return lines, size

    def end(self) -> list[bytes]:
        """What follows the last line feed, if anything does."""
        return [self._finished()] if self._rest else []

    def _finished(self) -> bytes:
        line = bytes(self._rest)
        if self._dropped:
            self.broken = f"{len(line) + self._dropped:,} bytes long, {MAX_LINE:,} is the limit"
        self._rest.clear()
        self._dropped = 0
        return line

    def _grow(self, part: bytes) -> None:
        if self._dropped:
            self._dropped += len(part)
            return
        self._rest += part
        if len(self._rest) > MAX_LINE:
            self._dropped = len(self._rest) - HEAD
            del self._rest[HEAD:]
