"""Bytes of a file: plain, gzip or Zstandard, told by their first bytes; everything before a damage comes out."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

BLOCK: Final = 1 << 20
_GZIP: Final = b"\x1f\x8b\x08"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_SKIPPABLE: Final = b"\x2a\x4d\x18"
"""A Zstandard frame to be passed over (RFC 8878, 3.1.2): these, after a first byte of 50 to 5f."""


class Damage(Exception):  # noqa: N818 - not a failure: what came before it is good
    """Compressed data that end early or are broken; the message says where."""


class _Gunzip:
    """One gzip member. Before broken data it gives every byte that can still be decoded."""

    piece: Final = 64 * 1024

    def __init__(self) -> None:
        self._engine = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._engine.eof

    @property
    def unused_data(self) -> bytes:
        return self._engine.unused_data

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The bytes that compressed data give; raises ValueError."""
        while data and not self._engine.eof:
            before = self._engine.copy()
            try:
                found = self._engine.decompress(data, BLOCK)
            except zlib.error as error:
                yield from _byte_by_byte(before, data)
                raise ValueError(str(error)) from None
            yield found
            data = self._engine.unconsumed_tail


def _byte_by_byte(engine: zlib._Decompress, data: bytes) -> Iterator[bytes]:
    for place in range(len(data)):
        try:
            yield engine.decompress(data[place : place + 1])
        except zlib.error:
            return


class _Unzstd:
    """One Zstandard frame. It is fed in small pieces: broken data cost the output of the piece they are in."""

    piece: Final = 1024

    def __init__(self) -> None:
        self._engine = zstd.ZstdDecompressor()

    @property
    def eof(self) -> bool:
        return self._engine.eof

    @property
    def unused_data(self) -> bytes:
        return self._engine.unused_data

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The bytes that compressed data give; raises ValueError."""
        try:
            yield self._engine.decompress(data, BLOCK)
            while not (self._engine.eof or self._engine.needs_input):
                yield self._engine.decompress(b"", BLOCK)
        except zstd.ZstdError as error:
            raise ValueError(str(error)) from None


def plain(path: Path) -> Iterator[bytes]:
    """The file's bytes as they are; raises OSError."""
    with path.open("rb") as file:
        yield from iter(lambda: file.read(BLOCK), b"")


def blocks(path: Path) -> Iterator[bytes]:
    """The file's bytes, decompressed, in blocks of at most BLOCK; raises Damage after the last good one, or OSError."""
    with path.open("rb") as file:
        method = _method(file.peek(4)[:4])
        yield from plain(path) if method is None else _decompressed(file, method)


def compressed(path: Path) -> bool:
    """True when the file is gzip or Zstandard; raises OSError."""
    with path.open("rb") as file:
        return _method(file.peek(4)[:4]) is not None


def _method(start: bytes) -> type[_Gunzip] | type[_Unzstd] | None:
    if start.startswith(_GZIP):
        return _Gunzip
    skippable = len(start) == 4 and 0x50 <= start[0] <= 0x5F and start[1:] == _SKIPPABLE
    return _Unzstd if skippable or start == _ZSTD else None


def _decompressed(file: BinaryIO, method: type[_Gunzip] | type[_Unzstd]) -> Iterator[bytes]:
    """Members or frames one after the other; padding with zeros after the last one is no damage."""
    engine, data, given = method(), b"", 0
    while data := data or file.read(method.piece):
        if engine.eof:
            if not data.strip(b"\0"):
                data = b""
                continue
            engine = method()
        try:
            for found in filter(None, engine.feed(data)):
                given += len(found)
                yield found
        except ValueError as error:
            raise Damage(f"the compressed data are broken near {_place(file, given)}: {error}") from None
        data = engine.unused_data if engine.eof else b""
    if not engine.eof:
        raise Damage(f"the compressed data end too early, at {_place(file, given)}")


def _place(file: BinaryIO, given: int) -> str:
    return f"byte {file.tell():,} of the file, {given:,} bytes decompressed"
