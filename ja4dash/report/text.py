"""Text that others wrote, for a reader: what cannot be seen is written out, what is too long is cut and its length said."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import groupby
from typing import Final

LONGEST: Final = 300
_UNSEEN: Final = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
"""Unicode categories of what has no shape of its own: controls, direction marks, joiners, lone surrogates, private use."""


@dataclass(frozen=True)
class Piece:
    """A run of text as it was written, or (`ours`) a mark that we put there: `\\u202e`, "… 1,204 characters in all"."""

    text: str
    ours: bool = False


Text = tuple[Piece, ...]


def text(value: str, limit: int = LONGEST, *, lines: bool = False) -> Text:
    """The value in pieces, at most `limit` characters of it; with `lines` it keeps its line breaks and tabs."""
    kept = value[:limit]
    pieces = [
        Piece("".join(_escaped(one) for one in run) if unseen else "".join(run), ours=unseen)
        for unseen, run in groupby(kept, key=lambda one: _unseen(one) and not (lines and one in "\n\t"))
    ]
    if len(value) > limit:
        pieces.append(Piece(f"… {len(value):,} characters in all", ours=True))
    return tuple(pieces)


def plain(value: str, limit: int = LONGEST) -> str:
    """The same where there is no place for marks of their own."""
    return "".join(piece.text for piece in text(value, limit))


def _unseen(one: str) -> bool:
    return unicodedata.category(one) in _UNSEEN


def _escaped(one: str) -> str:
    code = ord(one)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
