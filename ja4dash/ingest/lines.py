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
BOM: Final = b"\xef\xbb\xbf"
"""What some programs write before the first line."""


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

    def add(self, line: bytes, broken: str = "") -> None:
        """Append a line."""
        if broken:
            self.broken[len(self.lines)] = broken
        self.lines.append(line)
        self.size += len(line) + 1


def chunks(source: Iterable[bytes], first: int = 1) -> Iterator[LineChunk]:
    """The lines of a stream of bytes, numbered from `first`; raises Damage after the chunk that holds the last of them."""
    chunk = LineChunk(first)
    splitter = _Splitter()
    damage: Damage | None = None
    try:
        for block in source:
            for line, broken in splitter.feed(block):
                chunk.add(line, broken)
                if chunk.full:
                    yield chunk
                    chunk = LineChunk(chunk.first + len(chunk.lines))
    except Damage as error:
        damage = error
    for line, broken in splitter.end("cut off where the file is damaged" if damage else ""):
        chunk.add(line, broken)
    if chunk.lines:
        yield chunk
    if damage:
        raise damage


class _Splitter:
    """Cuts blocks of bytes into lines and keeps no more than MAX_LINE bytes of one."""

    def __init__(self) -> None:
        self._rest = bytearray()
        self._dropped = 0

    def feed(self, block: bytes) -> Iterator[tuple[bytes, str]]:
        """The lines that end in a block, each with the reason why it is not whole."""
        first, *others = block.split(b"\n")
        self._grow(first)
        if others:
            yield self._finished()
            last = others.pop()
            yield from ((line, "") for line in others)
            self._grow(last)

    def end(self, broken: str) -> Iterator[tuple[bytes, str]]:
        """What follows the last line feed."""
        if self._rest:
            line, too_long = self._finished()
            yield line, too_long or broken

    def _finished(self) -> tuple[bytes, str]:
        line, length = bytes(self._rest), len(self._rest) + self._dropped
        broken = f"{length:,} bytes long, {MAX_LINE:,} is the limit" if self._dropped else ""
        self._rest.clear()
        self._dropped = 0
        return line, broken

    def _grow(self, part: bytes) -> None:
        if self._dropped:
            self._dropped += len(part)
            return
        self._rest += part
        if len(self._rest) > MAX_LINE:
            self._dropped = len(self._rest) - HEAD
            del self._rest[HEAD:]
