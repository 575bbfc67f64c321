"""An entry of the list of HTTP/2 signatures: what it may hold, and how it reads in the journal."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from ja4dash import words
from ja4dash.errors import FieldError
from ja4dash.fingerprint import h2
from ja4dash.fingerprint.error import FingerprintError
from ja4dash.rights import UNPRINTABLE

FAMILIES: Final = ("Chrome", "Firefox", "Safari", "Edge", "Other")
MAX_FINGERPRINT: Final = 1000
MAX_NOTES: Final = 1000

_WORDS: Final = re.compile(r"(?s)(.*?), confidence (nan|inf|-inf|-?[0-9.]+(?:e[+-]?[0-9]+)?)(?:: (.*))?")
_ESCAPES: Final = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}


@dataclass(frozen=True, order=True)
class Signature:
    """One entry. `confidence` is 0..1 with the digits that 32 bits have ("nan" = not kept), so that entries can be compared."""

    fingerprint: str
    family: str
    confidence: str
    notes: str = ""

    def in_words(self) -> str:
        """ "Chrome, confidence 0.9: seen on Android"."""
        said = f"{_escaped(self.family)}, confidence {self.confidence}"
        return f"{said}: {_escaped(self.notes)}" if self.notes else said


def checked(fingerprint: str, family: str, confidence: float, notes: str = "") -> Signature:
    """What a person typed, as an entry in its canonical spelling.

    Raises FieldError for what cannot be one: its `field` is family, confidence, notes, or the part of the fingerprint that
    does not fit (h2_fingerprint, settings, window_update, priorities, pseudo_order).
    """
    spelling = canonical(fingerprint)
    if family not in FAMILIES:
        raise FieldError("family", f"a family is one of {', '.join(FAMILIES)}, not {words.shortened(family)!r}")
    if not (math.isfinite(confidence) and 0 <= confidence <= 1):
        raise FieldError("confidence", f"confidence is a number from 0 to 1, not {confidence:g}")
    return Signature(spelling, family, digits(confidence), _notes(notes))


def canonical(fingerprint: str) -> str:
    """The canonical spelling of a fingerprint that may be listed; raises FieldError like `checked`."""
    text = fingerprint.strip()
    if len(text) > MAX_FINGERPRINT:
        raise FieldError("h2_fingerprint", f"a fingerprint takes at most {MAX_FINGERPRINT:,} characters, not {len(text):,}")
    try:
        spelling = h2.canonical(text)
        h2.parse(spelling)
    except FingerprintError as error:
        raise FieldError(error.field, error.message.rstrip(".")) from error
    return spelling


def digits(confidence: float) -> str:
    """A confidence with the digits that 32 bits have: 0.9."""
    return str(np.float32(confidence) + np.float32(0))


def in_words(entries: Iterable[Signature]) -> str:
    """Entries of one fingerprint, a line each; empty for none."""
    return "\n".join(entry.in_words() for entry in sorted(entries))


def from_words(fingerprint: str, text: str) -> tuple[Signature, ...]:
    """The entries that `in_words` wrote; raises ValueError for a text that it did not write, or that was cut."""
    found = [_WORDS.fullmatch(line) for line in text.split("\n")] if text else []
    if None in found:
        raise ValueError(f"not entries in words: {words.shortened(text)!r}")
    entries = (Signature(fingerprint, _plain(one[1]), one[2], _plain(one[3] or "")) for one in found if one)
    return tuple(sorted(entries))


def _notes(text: str) -> str:
    clean = text.strip()
    if len(clean) > MAX_NOTES:
        raise FieldError("notes", f"notes take at most {MAX_NOTES:,} characters, not {len(clean):,}")
    if UNPRINTABLE.search(clean):
        raise FieldError("notes", "notes are one line without control characters")
    return clean


def _escaped(text: str) -> str:
    return re.sub(r"[\\\n\r]", lambda found: _ESCAPES[found[0]], text)


def _plain(text: str) -> str:
    """The other way round."""
    back = {escaped: plain for plain, escaped in _ESCAPES.items()}
    return re.sub(r"\\[\\nr]", lambda found: back[found[0]], text)
