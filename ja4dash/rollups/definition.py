"""What rollups there are, what fills each, and which filters each can answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

HOURS: Final = "rollup_hours"
"""The table that records which hours a rollup still owes."""


@dataclass(frozen=True)
class Rollup:
    """One rollup: the table it counts, that table's time, what its rows sum up to, and the filters it has columns for.

    `counted` is an expression over the rollup that is the number of source rows.
    """

    name: str
    source: str
    time: str
    counted: str
    filters: frozenset[str] = frozenset()

    @property
    def table(self) -> str:
        """The table that holds it."""
        return f"rollup_{self.name}"

    @property
    def fill(self) -> str:
        """The materialized view that fills it."""
        return f"fill_{self.name}"

    @property
    def database(self) -> str:
        """The parameter that names the database of the source."""
        return "logs" if self.source == "http_logs" else "processing"

    def text(self, part: str) -> str:
        """Its statement `table` or `fill`, as it stands in the file."""
        return text(f"{self.name}.{part}")

    def over(self, since: str, until: str) -> str:
        """The filling statement over the source's rows of a stretch; both bounds are SQL."""
        source = f"{{{self.database}:Identifier}}.{self.source}"
        stretch = f"(SELECT * FROM {source} WHERE {self.time} >= {since} AND {self.time} < {until})"  # noqa: S608 - names of ours
        return self.text("fill").replace(source, stretch)


ROLLUPS: Final[Mapping[str, Rollup]] = {
    one.name: one
    for one in (
        Rollup("requests", "http_logs", "time", "sum(requests)", frozenset({"method", "http", "status", "country"})),
        Rollup("profiles", "http_logs", "time", "sum(requests)", frozenset({"ja4", "family"})),
        Rollup("sources", "http_logs", "time", "sum(requests)", frozenset({"ja4", "family"})),
        Rollup("hosts", "http_logs", "time", "sum(requests)"),
        Rollup("addresses", "http_logs", "time", "sum(requests)"),
    )
}
"""Rollup by name."""

READINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "requests": ("requests",),
    "compared": ("requests",),
    "profiles": ("profiles",),
    "history": ("profiles",),
    "agents": ("profiles",),
    "sources": ("sources",),
    "handshakes": ("sources",),
    "figures_compared": ("requests", "profiles", "hosts", "addresses"),
}
"""What a statement may read instead of the log (`/*rollup:<reading>*/ (…) /*end*/`), and the rollups that it needs."""


@cache
def text(name: str) -> str:
    """`sql/<name>.sql` of this package."""
    return files("ja4dash").joinpath("rollups", "sql", f"{name}.sql").read_text("utf-8").strip("\n")


def reading(name: str) -> str:
    """What stands in a statement for the rows of the log, without the comment."""
    return "\n".join(line for line in text(f"{name}.read").splitlines() if not line.startswith("--"))
