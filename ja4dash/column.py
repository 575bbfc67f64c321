"""A column of a table: its heading in words, and how its values read, on the screen and in a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ja4dash import glossary, severity, words

SPELLINGS: Final[dict[str, Callable[[Any], str]]] = {
    "level": severity.name,
    "asn": words.asn,
    "list": lambda items: ", ".join(str(item) for item in items),
    "status": lambda status: str(status) if status else words.DASH,
    "campaign": lambda campaign: str(campaign) if campaign >= 0 else words.DASH,
    "state": lambda state: state.lower().replace("_", " "),
    "pairs": lambda pairs: ", ".join(_paired(pairs)),
    "features": lambda names: ", ".join(map(glossary.term, names)),
    "verdict": str.capitalize,
    "short": lambda value: words.shortened(value, 21),
    "yes": lambda flag: "yes" if flag else "no",
}
"""Kinds of values that are shown as words."""


@dataclass(frozen=True)
class Column:
    """A heading, and how its values read: `text`, `bar`, a kind of SPELLINGS, or a kind of number or instant.

    Numbers: `count`, `plain`, `number`, `score`, `percent` (a share of 1), `pct` (of 100). Instants, in UTC: `time`, `clock`.
    """

    label: str
    kind: str = "text"
    width: int | str | None = None
    help: str | None = None
    digits: int = 2


def _paired(pairs: Mapping[str, Any]) -> Iterator[str]:
    """Names and values in words; those of a group inside stand among the others."""
    for name, value in pairs.items():
        if isinstance(value, Mapping):
            yield from _paired(value)
        else:
            yield f"{name.replace('_', ' ')} {_short(value)}"


def _short(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, float) else words.shortened(str(value), 60)
