"""Foreign text in comments: one line of printable characters without quotes, backslashes and ends of comments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from ja4dash.blocklist.entries import NOUNS, Blocklist, Entry, Kind

MAX_BYTES: Final = 120
"""nftables keeps 128 bytes of a comment."""

_REPLACED: Final = str.maketrans({'"': "'", "\\": "/", "`": "'"})


def inert(text: str, limit: int = MAX_BYTES) -> str:
    """Text that cannot end a comment or a quoted string of any of our formats, cut to `limit` bytes of UTF-8."""
    shown = "".join(character if character.isprintable() else " " for character in text[: 4 * limit])
    folded = " ".join(shown.translate(_REPLACED).split()).replace("*/", "* /")
    return folded.encode("utf-8")[:limit].decode("utf-8", "ignore").strip()


def head(blocklist: Blocklist, kinds: Iterable[Kind], *more: str) -> list[str]:
    """Comment lines for the top of a file: what it is, of when, until when. `more` is ours, never data."""
    held = [(kind, blocklist.of(kind)) for kind in kinds]
    entries = [entry for _, found in held for entry in found]
    counted = " and ".join(counted_as(kind, len(found)) for kind, found in held if found)
    first, last = min(entry.expires_at for entry in entries), max(entry.expires_at for entry in entries)
    due = f"remove by {moment(last)}" if first == last else f"remove entries from {moment(first)} to {moment(last)}"
    lines = [
        f"ja4dash blocklist: {inert(blocklist.origin)}",
        f"{counted}, generated {moment(blocklist.generated_at)}, {due}",
        *([f"note: {inert(blocklist.note)}"] if inert(blocklist.note) else []),
        *more,
    ]
    return [f"# {line}".rstrip() for line in lines]


def after(entry: Entry) -> str:
    """A comment behind an entry: until when, and its note."""
    note = inert(entry.note)
    return f"# until {moment(entry.expires_at)}" + (f": {note}" if note else "")


def counted_as(kind: Kind, number: int) -> str:
    """ "1 address", "41 JA4s"."""
    return f"{number:,} {NOUNS[kind][number != 1]}"


def moment(value: datetime) -> str:
    """2026-11-22 14:05 UTC."""
    return f"{value:%Y-%m-%d %H:%M} UTC"
