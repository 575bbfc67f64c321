"""The wall's options, as its address gives them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ja4dash.scope import Problem, Scope, ScopeError
from ja4dash.scope import parse as parse_scope

SCENES: Final = ("overview", "campaigns", "map")
OWN: Final = ("scenes", "refresh", "rotate", "zone")
"""URL parameters of the wall beside those of a scope."""

_SHORTEST, _LONGEST = timedelta(seconds=1), timedelta(hours=1)
_UNITS: Final = {"s": 1, "m": 60, "h": 3600}


@dataclass(frozen=True)
class Options:
    """What a wall shows, how often it is renewed, how long a scene stays, and in which zone it tells the time."""

    scenes: tuple[str, ...] = SCENES[:1]
    refresh: timedelta = timedelta(seconds=15)
    rotate: timedelta = timedelta(seconds=30)
    zone: str = "UTC"

    @property
    def clock(self) -> tzinfo:
        """The zone itself."""
        return UTC if self.zone == "UTC" else ZoneInfo(self.zone)

    def scene(self, now: datetime) -> str:
        """The scene at an instant: the same one on every screen with these options."""
        return self.scenes[int(now.timestamp() // self.rotate.total_seconds()) % len(self.scenes)]


def parse(query: Mapping[str, Sequence[str]]) -> tuple[Options, Scope, list[Problem]]:
    """Options and scope from URL parameters; what is unknown or malformed is named and left out."""
    scope, problems = parse_scope(query, also=OWN)
    options = Options()
    for name, read in _READERS.items():
        given = ",".join(query.get(name, ()))
        try:
            options = replace(options, **{name: read(given)}) if given else options
        except ScopeError as error:
            problems.append(Problem(name, given, str(error)))
    return replace(options, rotate=max(options.rotate, options.refresh)), scope, problems


def _scenes(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip()))
    if not names or set(names) - set(SCENES):
        raise ScopeError(f"scenes are {', '.join(SCENES)}")
    return names


def _span(text: str) -> timedelta:
    found = re.fullmatch(r"([1-9][0-9]{0,3})([smh])", text)
    span = timedelta(seconds=int(found[1]) * _UNITS[found[2]]) if found else timedelta()
    if not _SHORTEST <= span <= _LONGEST:
        raise ScopeError("a time such as 15s or 2m, from 1s to 1h")
    return span


def _zone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ScopeError("not a zone such as Europe/Berlin") from None


_READERS: Final[Mapping[str, Callable[[str], Any]]] = {"scenes": _scenes, "refresh": _span, "rotate": _span, "zone": _zone}
