"""From what was typed to files that can be read twice: patterns, standard input, and which format a file has."""

from __future__ import annotations

import glob
import os
import re
import select
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from ja4dash.ingest import streams
from ja4dash.ingest.batch import Unreadable
from ja4dash.ingest.content import BOM, Format, Input
from ja4dash.ingest.streams import BLOCK, Damage

STANDARD_INPUT: Final = "-"
_PATIENCE: Final = 0.5
"""Seconds."""
_PACKED: Final = (".gz", ".zst", ".zstd")
_BY_SUFFIX: Final[dict[str, Format]] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
}
_PARQUET: Final = b"PAR1"
_AN_OBJECT: Final = re.compile(rb"^[\s\[]*\{", re.M)
"""A line that begins like a JSON object; the first line need not, it may be broken."""


def named(patterns: Sequence[str]) -> list[str]:
    """The files meant by names and patterns, each once; a pattern that matches nothing stays as it is."""
    found: list[str] = []
    for pattern in patterns:
        literal = pattern == STANDARD_INPUT or Path(pattern).exists()
        found += [pattern] if literal else _matching(pattern) or [pattern]
    return list(dict.fromkeys(found))


def _matching(pattern: str) -> list[str]:
    found = glob.glob(pattern, recursive=True)  # noqa: PTH207 - Path.glob refuses patterns that shells accept
    return sorted(name for name in found if not Path(name).is_dir())


def opened(name: str, form: Format | None, stack: ExitStack) -> Input:
    """An input that can be read more than once; what cannot is copied to a file that goes with the stack.

    Raises OSError, and Unreadable for a packed Parquet file that is damaged.
    """
    if name == STANDARD_INPUT:
        path = _copied(_arriving(sys.stdin.fileno()), stack)
    else:
        path = Path(name)
        if path.is_dir():
            raise Unreadable("a folder, not a file")
        if not path.is_file() and path.exists():
            path = _copied(streams.plain(path), stack)
    form = form or _format(name, path)
    if form == "parquet" and streams.compressed(path):
        path = _unpacked(path, stack)
    return Input(name, path, form)


def _arriving(descriptor: int) -> Iterator[bytes]:
    """What comes in, until its end. An interrupt just before a read would wait for more input: no read waits for long."""
    while True:
        if select.select([descriptor], [], [], _PATIENCE)[0]:
            block = os.read(descriptor, BLOCK)
            if not block:
                return
            yield block


def _copied(blocks: Iterable[bytes], stack: ExitStack) -> Path:
    file = stack.enter_context(tempfile.NamedTemporaryFile(prefix="ja4dash-ingest-"))  # noqa: SIM115
    for block in blocks:
        file.write(block)
    file.flush()
    return Path(file.name)


def _unpacked(path: Path, stack: ExitStack) -> Path:
    try:
        return _copied(streams.blocks(path), stack)
    except Damage as damage:
        raise Unreadable(str(damage)) from None


def _format(name: str, path: Path) -> Format:
    """By the first bytes where they leave no doubt, else by the name."""
    start = _start(path)
    if start.startswith(_PARQUET):
        return "parquet"
    text = start.removeprefix(BOM).lstrip()
    if text.startswith(b"{"):
        return "jsonl"
    plain = name.lower()
    for suffix in _PACKED:
        plain = plain.removesuffix(suffix)
    by_name = _BY_SUFFIX.get(Path(plain).suffix)
    return by_name or ("jsonl" if _AN_OBJECT.search(text) or not text else "csv")


def _start(path: Path) -> bytes:
    try:
        return next(streams.blocks(path), b"")
    except Damage:
        return b""
