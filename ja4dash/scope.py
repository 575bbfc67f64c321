"""Scope: the window and the filters of a page as one frozen object, its URL form, its sentence, and its SQL.

`PREDICATES` is the only place where a filter becomes SQL. Values are only ever bound.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from ja4dash import severity

PRESETS: Final = ("1h", "24h", "3d", "7d", "30d")
MAX_WINDOW: Final = timedelta(days=90)
MAX_TEXT: Final = 200
MAX_VALUES: Final = 200
"""Values of one filter: the engine searches a text for at most 255 parts at once."""
EXCLUDE: Final = "!"
ESCAPE: Final = "\\"
LAST_CAMPAIGN: Final = 2**31 - 1
"""The greatest number of a campaign: a detector may count them up, or hash its members into one."""
FIRST_YEAR, LAST_YEAR = 1971, 2105
"""Years that the engine's DateTime holds, with room for the period before."""


class ScopeError(ValueError):
    """A window or filter that cannot be used; the message says why in one sentence."""


@dataclass(frozen=True)
class Window:
    """A stretch of time: relative to the engine's clock ("24h"), or absolute (`since` and `until`, aware UTC)."""

    preset: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def bounds(self, now: datetime) -> tuple[datetime, datetime]:
        """First and last instant (exclusive), UTC. A relative window ends with the current minute, so the cache can hit."""
        if self.since is not None and self.until is not None:
            return self.since, self.until
        until = now.astimezone(UTC).replace(second=0, microsecond=0) + timedelta(minutes=1)
        return until - self.length, until

    @property
    def length(self) -> timedelta:
        """How long the window is."""
        if self.since is not None and self.until is not None:
            return self.until - self.since
        return _length(self.preset)

    def sentence(self) -> str:
        """The window in words."""
        if self.since is not None and self.until is not None:
            return f"{self.since:%Y-%m-%d %H:%M} to {self.until:%Y-%m-%d %H:%M} UTC"
        return f"last {window_name(self.preset)}"


@dataclass(frozen=True)
class Filter:
    """One filter: the sources, requests or sessions whose `field` is (or, with `exclude`, is not) one of `values`."""

    field: str
    values: tuple[str, ...]
    exclude: bool = False

    def sentence(self) -> str:
        """The filter in words."""
        field = FIELDS[self.field]
        shown = " or ".join(field.show(value) for value in self.values)
        return f"{'not ' if self.exclude else ''}{field.label} {shown}"


@dataclass(frozen=True)
class Scope:
    """What a page looks at. `window` is None until a person chooses one: each operation then uses its own default."""

    window: Window | None = None
    filters: tuple[Filter, ...] = ()

    def over(self, preset: str) -> Scope:
        """This scope with `preset` as its window where none was chosen."""
        return self if self.window else replace(self, window=Window(preset))

    def where(self, field: str, *values: str, exclude: bool = False) -> Scope:
        """This scope with one more filter (or more values of one that is there), filters in the order of FIELDS."""
        if field not in FIELDS:
            raise ScopeError(f"{field!r} is not a filter")
        clean = tuple(FIELDS[field].clean(value) for value in values)
        kept = [f for f in self.filters if (f.field, f.exclude) != (field, exclude)]
        same = next((f.values for f in self.filters if (f.field, f.exclude) == (field, exclude)), ())
        item = Filter(field, tuple(dict.fromkeys((*same, *clean))), exclude)
        if len(item.values) > MAX_VALUES:
            raise ScopeError(f"{FIELDS[field].label} takes at most {MAX_VALUES} values")
        return replace(self, filters=tuple(sorted([*kept, item] if item.values else kept, key=_place)))

    def without(self, field: str, *, exclude: bool = False) -> Scope:
        """This scope less one filter."""
        return replace(self, filters=tuple(f for f in self.filters if (f.field, f.exclude) != (field, exclude)))

    def less(self, field: str, value: str, *, exclude: bool = False) -> Scope:
        """This scope without one value of a filter, and without the filter when that was its only one."""
        kept = [
            replace(f, values=tuple(v for v in f.values if v != value)) if (f.field, f.exclude) == (field, exclude) else f
            for f in self.filters
        ]
        return replace(self, filters=tuple(f for f in kept if f.values))

    def when(self, default: str = "24h") -> str:
        """The window in words, `default` where none was chosen: "last 24 h"."""
        return (self.window or Window(default)).sentence()

    def sentence(self, default: str = "24h") -> str:
        """The scope in words: "last 24 h, level Critical or High, not host shop.example"."""
        window = self.when(default)
        return ", ".join([window, *(f.sentence() for f in self.filters)]) if self.filters else f"{window}, all sources"

    def to_query(self) -> dict[str, list[str]]:
        """URL parameters of this scope; `parse` reads them back."""
        query: dict[str, list[str]] = {}
        if self.window and self.window.since and self.window.until:
            query["from"] = [f"{self.window.since:%Y-%m-%dT%H:%M}Z"]
            query["to"] = [f"{self.window.until:%Y-%m-%dT%H:%M}Z"]
        elif self.window:
            query["window"] = [self.window.preset]
        for item in self.filters:
            mark = EXCLUDE if item.exclude else ""
            query.setdefault(item.field, []).extend(mark + _escaped(value) for value in item.values)
        return query


@dataclass(frozen=True)
class Problem:
    """A URL parameter that was ignored, and why."""

    name: str
    value: str
    why: str


def parse(query: Mapping[str, Sequence[str]], *, also: Iterable[str] = ()) -> tuple[Scope, list[Problem]]:
    """Read a scope from URL parameters. What is unknown or malformed is named and left out; `also` are the page's own."""
    problems: list[Problem] = []
    scope = Scope(window=_parse_window(query, problems))
    for name, raw in query.items():
        if name in ("window", "from", "to", *also):
            continue
        if name not in FIELDS:
            problems.append(Problem(name, ", ".join(raw), "not a parameter of this page"))
            continue
        for value in raw:
            exclude = value.startswith(EXCLUDE)
            try:
                scope = scope.where(name, _unescaped(value.removeprefix(EXCLUDE)), exclude=exclude)
            except ScopeError as error:
                problems.append(Problem(name, value, str(error)))
    return scope, problems


def window(text: str) -> Window:
    """A relative window from its short form ("24h", "7d"); raises ScopeError."""
    _length(text)
    return Window(text)


def between(since: datetime, until: datetime) -> Window:
    """An absolute window, cut to whole minutes; raises ScopeError when it is empty or longer than 90 days."""
    first, last = (_utc(instant).replace(second=0, microsecond=0) for instant in (since, until))
    if last <= first:
        raise ScopeError("the end is not after the start")
    if first.year < FIRST_YEAR or last.year > LAST_YEAR:
        raise ScopeError(f"not between the years {FIRST_YEAR} and {LAST_YEAR}")
    if last - first > MAX_WINDOW:
        raise ScopeError(f"longer than {MAX_WINDOW.days} days")
    return Window(since=first, until=last)


def window_name(preset: str) -> str:
    """ "24h" as it is written for people: "24 h"."""
    return f"{preset[:-1]} {preset[-1]}"


def moment(text: str) -> datetime:
    """An instant from ISO 8601 text, UTC when no zone is given; raises ScopeError."""
    try:
        return _utc(datetime.fromisoformat(text.strip()))
    except (ValueError, OverflowError):
        raise ScopeError("not a time such as 2026-11-22T14:00Z") from None


def address(text: str) -> str:
    """One spelling for an IP address: IPv4 dotted, IPv6 compressed, IPv4-mapped as IPv4; raises ScopeError."""
    try:
        found = ipaddress.ip_address(text.strip())
    except ValueError:
        raise ScopeError(f"{text.strip()[:64]!r} is not an IPv4 or IPv6 address") from None
    if isinstance(found, ipaddress.IPv6Address):
        if found.scope_id:
            raise ScopeError("an address with a zone cannot have sent requests from elsewhere")
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
    return str(found)


def address_range(text: str) -> tuple[str, str]:
    """First and last address of an IP or CIDR, as IPv6 text (IPv4-mapped); raises ScopeError."""
    cleaned = text.strip()
    if "/" not in cleaned:
        one = _mapped(ipaddress.ip_address(address(cleaned)))
        return one, one
    found = network(cleaned)
    return _mapped(found[0]), _mapped(found[-1])


def network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    """An address range, a range of IPv4-mapped addresses as the IPv4 range it is; raises ScopeError."""
    try:
        found = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        raise ScopeError(f"{text.strip()[:64]!r} is not an address range such as 203.0.113.0/24") from None
    if isinstance(found, ipaddress.IPv6Network):
        if found.network_address.scope_id:
            raise ScopeError("a range with a zone cannot have sent requests from elsewhere")
        if found.network_address.ipv4_mapped and found.prefixlen >= 96:
            return ipaddress.IPv4Network((found.network_address.ipv4_mapped, found.prefixlen - 96))
    return found


def _mapped(found: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
    return f"::ffff:{found}" if isinstance(found, ipaddress.IPv4Address) else str(found)


def _utc(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _length(preset: str) -> timedelta:
    found = re.fullmatch(r"([1-9][0-9]{0,3})([hd])", preset)
    if not found:
        raise ScopeError("not a window such as 1h, 24h, 3d, 7d or 30d")
    number = int(found[1])
    length = timedelta(hours=number) if found[2] == "h" else timedelta(days=number)
    if length > MAX_WINDOW:
        raise ScopeError(f"longer than {MAX_WINDOW.days} days")
    return length


def _parse_window(query: Mapping[str, Sequence[str]], problems: list[Problem]) -> Window | None:
    first, last, preset = (next(iter(query.get(name, ())), "") for name in ("from", "to", "window"))
    try:
        if first or last:
            if not (first and last):
                raise ScopeError("from and to go together")
            return between(moment(first), moment(last))
        return window(preset) if preset else None
    except ScopeError as error:
        name = "from, to" if first or last else "window"
        problems.append(Problem(name, " ".join(filter(None, (first, last, preset))), str(error)))
        return None


# --- fields -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Field:
    """A filter's kind: its name for people, the form of its values, and the type they are bound as."""

    label: str
    pattern: str
    form: str
    type: str = "String"
    upper: bool = False

    def clean(self, value: str) -> str:
        """The value in its one spelling; raises ScopeError."""
        text = value.strip().upper() if self.upper else value.strip()
        if not re.fullmatch(self.pattern, text):
            raise ScopeError(f"{self.label} takes {self.form}")
        return text

    def show(self, value: str) -> str:
        """The value as a person reads it."""
        return value


class _Level(Field):
    def show(self, value: str) -> str:
        return severity.name(value)


class _Asn(Field):
    def clean(self, value: str) -> str:
        text = str(int(super().clean(value.strip().upper().removeprefix("AS"))))
        if int(text) > 2**32 - 1:
            raise ScopeError(f"{self.label} takes {self.form}")
        return text

    def show(self, value: str) -> str:
        return f"AS{value}"


class _Campaign(Field):
    def clean(self, value: str) -> str:
        text = str(int(super().clean(value)))
        if int(text) > LAST_CAMPAIGN:
            raise ScopeError(f"{self.label} takes {self.form}")
        return text


class _Address(Field):
    def clean(self, value: str) -> str:
        return str(network(value)) if "/" in value else address(value)


class _Status(Field):
    def show(self, value: str) -> str:
        return "unknown" if value == "0" else f"{value}xx"


_ANY = rf"[^\x00-\x1f\x7f\ud800-\udfff]{{1,{MAX_TEXT}}}"

FIELDS: Final[dict[str, Field]] = {
    "level": _Level("level", r"[A-Z0-9_. -]{1,40}", "a threat level such as CRITICAL", upper=True),
    "asn": _Asn("ASN", r"[0-9]{1,10}", "a number from 0 to 4294967295", "UInt32"),
    "country": Field("country", r"[A-Z][A-Z0-9]", "two letters (ISO 3166)", upper=True),
    "ja4": Field("JA4", r"[A-Za-z0-9_]{1,64}", "a JA4 fingerprint"),
    "bot": Field("bot", _ANY, "a bot's name"),
    "family": Field("browser family", _ANY, "a browser family"),
    "model": Field("model", _ANY, "a model's name"),
    "host": Field("host", _ANY, "a part of a host name"),
    "method": Field("method", r"[!-~]{1,40}", "a request method", upper=True),
    "http": Field("HTTP version", r"[A-Za-z0-9./]{1,16}", "a version such as HTTP/2.0"),
    "status": _Status("status", r"[0-5]", "a class from 0 (unknown) to 5", "UInt16"),
    "campaign": _Campaign("campaign", r"-1|[0-9]{1,10}", "a campaign's number", "Int32"),
    "ip": _Address("source", _ANY, "an IP address or a range"),
    "q": Field("text", _ANY, f"1 to {MAX_TEXT} characters"),
}


def _place(item: Filter) -> tuple[int, bool]:
    return list(FIELDS).index(item.field), item.exclude


def _escaped(value: str) -> str:
    """The value as it stands in a URL: a leading mark of ours is escaped."""
    return ESCAPE + value if value.startswith((EXCLUDE, ESCAPE)) else value


def _unescaped(value: str) -> str:
    return value[1:] if value.startswith((ESCAPE + EXCLUDE, ESCAPE + ESCAPE)) else value


# --- SQL --------------------------------------------------------------------------------------------------------------
# Subqueries are GLOBAL IN: on a cluster both sides are distributed, and a plain IN is refused there.

_DETECTED = (
    "GLOBAL IN (SELECT src_ip FROM {processing:Identifier}.ml_detected_anomalies WHERE detected_at >= {since:DateTime('UTC')}"
    " AND detected_at < {until:DateTime('UTC')} AND "
)
_REQUESTED = (
    "GLOBAL IN (SELECT toIPv6(src_ip) FROM {logs:Identifier}.http_logs WHERE time >= {since:DateTime('UTC')}"
    " AND time < {until:DateTime('UTC')} AND "
)
_BOT_OF_REQUEST = (
    "(dictGetOrDefault(concat({processing:String}, '.dict_bot_ip'), 'bot_name', tuple(toIPv6(src_ip)), '') IN {values}"
    " OR dictGetOrDefault(concat({processing:String}, '.dict_bot_ja4'), 'bot_name', ja4, '') IN {values})"
)
_FAMILY_OF_REQUEST = "dictGetOrDefault(concat({processing:String}, '.dict_browser_ja4'), 'browser_family', ja4, '') IN {values}"
_LEVEL = "upper(threat_level) IN {values}"
_HOST = "multiSearchAnyCaseInsensitiveUTF8(host, {values})"
_REQUEST = {
    "method": "upper(method) IN {values}",
    "http": "http_version IN {values}",
    "status": "intDiv(status, 100) IN {values}",
}
_BY_REQUEST = {field: f"src_ip {_REQUESTED}{condition})" for field, condition in _REQUEST.items()}
_OF_SESSION = {
    "asn": "asn_number IN {values}",
    "country": "country_code IN {values}",
    "ja4": "ja4 IN {values}",
    "bot": "bot_name IN {values}",
    "family": "browser_family IN {values}",
    "model": "model_name IN {values}",
    "host": _HOST,
    **_BY_REQUEST,
}
_BY_DETECTION = {
    "level": f"toIPv6(src_ip) {_DETECTED}{_LEVEL})",
    "campaign": f"toIPv6(src_ip) {_DETECTED}campaign_id IN {{values}})",
    "model": f"toIPv6(src_ip) {_DETECTED}model_name IN {{values}})",
}

PREDICATES: Final[dict[str, dict[str, str]]] = {
    "logs": {
        "asn": "src_asn IN {values}",
        "country": "src_country_code IN {values}",
        "ja4": "ja4 IN {values}",
        "bot": _BOT_OF_REQUEST,
        "family": _FAMILY_OF_REQUEST,
        "host": _HOST,
        **_REQUEST,
        **_BY_DETECTION,
    },
    "detections": {"level": _LEVEL, "campaign": "campaign_id IN {values}", **_OF_SESSION},
    "scores": {"level": _LEVEL, "campaign": _BY_DETECTION["campaign"], **_OF_SESSION},
    "features": {**_OF_SESSION, **_BY_DETECTION},
}
"""Field to SQL, a surface at a time. A surface that has no such column asks for the sources that qualify elsewhere."""

TEXT_COLUMNS: Final = {
    "logs": ("path", "header_user_agent"),
    "detections": ("host",),
    "scores": ("host",),
    "features": ("host",),
}
"""Where the free text looks, beside the address."""

IP_TEXT: Final = r"replaceRegexpOne(toString(src_ip), '^::ffff:(\\d+\\.)', '\\1')"
"""An address as people write it: IPv4 where it is IPv4-mapped."""


def predicates(scope: Scope, surface: str) -> tuple[list[str], dict[str, object]]:
    """SQL conditions of the scope's filters on a surface, and their parameters."""
    conditions: list[str] = []
    parameters: dict[str, object] = {}
    for place, item in enumerate(scope.filters):
        condition, bound = _condition(item, surface, f"f{place}")
        conditions.append(f"NOT ({condition})" if item.exclude else condition)
        parameters |= bound
    return conditions, parameters


def _condition(item: Filter, surface: str, name: str) -> tuple[str, dict[str, object]]:
    if item.field == "ip":
        return _in_ranges(item.values, name)
    if item.field == "q":
        return _contains(item.values, TEXT_COLUMNS[surface], name)
    template = PREDICATES[surface].get(item.field)
    if template is None:
        raise ScopeError(f"{item.field!r} is not a filter of {surface}")
    kind = FIELDS[item.field].type
    values = [int(value) for value in item.values] if "Int" in kind else list(item.values)
    return template.replace("{values}", f"{{{name}:Array({kind})}}"), {name: values}


def _in_ranges(values: Sequence[str], name: str) -> tuple[str, dict[str, object]]:
    conditions = []
    parameters: dict[str, object] = {}
    for place, value in enumerate(values):
        first, last = f"{name}_{place}_first", f"{name}_{place}_last"
        parameters[first], parameters[last] = address_range(value)
        conditions.append(f"src_ip BETWEEN toIPv6({{{first}:String}}) AND toIPv6({{{last}:String}})")
    return f"({' OR '.join(conditions)})", parameters


def _contains(values: Sequence[str], columns: Sequence[str], name: str) -> tuple[str, dict[str, object]]:
    """Text that contains one of the values; a whole address or a range in any spelling also finds its sources."""
    parts = f"{{{name}:Array(String)}}"
    searched = [f"multiSearchAnyCaseInsensitiveUTF8({column}, {parts})" for column in columns]
    searched.append(f"multiSearchAnyCaseInsensitive({IP_TEXT}, {parts})")
    parameters: dict[str, object] = {name: list(values)}
    ranges = [value for value in values if _is_range(value)]
    if ranges:
        within, bound = _in_ranges(ranges, f"{name}_net")
        searched.append(within)
        parameters |= bound
    return f"({' OR '.join(searched)})", parameters


def _is_range(text: str) -> bool:
    try:
        address_range(text)
    except ScopeError:
        return False
    return True
