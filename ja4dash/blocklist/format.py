"""A format: what it is called, what it can hold, and how a blocklist is written in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ja4dash.blocklist.comments import counted_as
from ja4dash.blocklist.entries import Blocklist, Kind


class UnsuitableError(ValueError):
    """A format can hold nothing of a blocklist; the message says so in one sentence."""


@dataclass(frozen=True)
class Format:
    """One target's language. `usage` says in a sentence what to do with the file; `render` writes what the format carries."""

    name: str
    title: str
    suffix: str
    carries: frozenset[Kind]
    usage: str
    render: Callable[[Blocklist], bytes]

    def write(self, blocklist: Blocklist) -> bytes:
        """The file. Raises UnsuitableError when the list has nothing that this format can hold."""
        if not any(blocklist.of(kind) for kind in self.carries):
            raise UnsuitableError(self.left_out(blocklist) or "The list is empty.")
        return self.render(blocklist)

    def left_out(self, blocklist: Blocklist) -> str:
        """What of a list this format cannot hold, in words; empty when it holds everything."""
        lost = [counted_as(kind, len(blocklist.of(kind))) for kind in Kind if kind not in self.carries and blocklist.of(kind)]
        return f"{self.title} cannot hold {' and '.join(lost)}." if lost else ""

    def file_name(self, blocklist: Blocklist) -> str:
        """What the file is called: no foreign text in it."""
        return f"ja4dash-{self.name}-{blocklist.generated_at:%Y%m%dT%H%MZ}{self.suffix}"


def lines(text: Iterable[str]) -> bytes:
    """Lines of a file."""
    return "".join(f"{line}\n" for line in text).encode("utf-8")


ADDRESSES = frozenset({Kind.ADDRESS})
FINGERPRINTS = frozenset({Kind.JA4})
BOTH = ADDRESSES | FINGERPRINTS
