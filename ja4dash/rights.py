"""Who is at the screen or the command line, and what that person may change.

Roles, from the least: a `viewer` reads; a `visitor` of a public demo may also decide, apart from the analysts; an `analyst`
decides and keeps the signatures; an `admin` may do everything. Every write asks `require` again, whatever the screen offered.
"""

from __future__ import annotations

import getpass
import ipaddress
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from ja4dash.errors import FieldError, RightsError

if TYPE_CHECKING:
    from ja4dash.settings import Settings

MAX_NAME: Final = 100
VISITOR: Final = "visitor-"
"""How the names of a demo's visitors begin; nobody else's may."""

UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class Role(StrEnum):
    """What kind of person."""

    NOBODY = "nobody"
    VIEWER = "viewer"
    VISITOR = "visitor"
    ANALYST = "analyst"
    ADMIN = "admin"


class Right(StrEnum):
    """What a person may do, in words that follow "may"."""

    READ = "read this dashboard"
    DECIDE = "decide about sources"
    CURATE = "change signatures"
    KEEP = "keep views"


_HAVING: Final[Mapping[Right, frozenset[Role]]] = {
    Right.READ: frozenset(Role) - {Role.NOBODY},
    Right.DECIDE: frozenset({Role.VISITOR, Role.ANALYST, Role.ADMIN}),
    Right.CURATE: frozenset({Role.ANALYST, Role.ADMIN}),
    Right.KEEP: frozenset({Role.VISITOR, Role.ANALYST, Role.ADMIN}),
}


@dataclass(frozen=True)
class Person:
    """Somebody with a name and a role; `why` is one sentence about where the role comes from and how to get another."""

    name: str
    role: Role
    why: str = ""

    def may(self, right: Right) -> bool:
        """True when the role includes the right."""
        return self.role in _HAVING[right]

    @property
    def visitor(self) -> bool:
        """True for a visitor of a public demo, whose writes are kept apart and removed."""
        return self.role is Role.VISITOR


@dataclass(frozen=True)
class Visit:
    """What is known of a browser session.

    `address` is what the server listens on ("" = everything), `host` the name the browser asked for, `forwarded` that a
    proxy passed it on; `sign_in` that a sign-in is set up, `claims` what it said of the person (None = not signed in);
    `name` what the person calls themselves, `number` a number of the session.
    """

    address: str = ""
    host: str = ""
    forwarded: bool = False
    sign_in: bool = False
    claims: Mapping[str, Any] | None = None
    name: str = ""
    number: str = ""

    @property
    def local(self) -> bool:
        """True when only this machine can have sent it."""
        return _loopback(self.address) and _loopback(_without_port(self.host)) and not self.forwarded


def require(who: Person, right: Right) -> None:
    """Raise RightsError unless the person has the right."""
    if not who.may(right):
        raise RightsError(f"{who.name or 'Somebody without a name'} may not {right} as {who.role}", who.why or _ASK)


def identified(settings: Settings, visit: Visit) -> Person:
    """The person of a browser session; raises FieldError for a name that cannot be written."""
    if visit.claims is not None:
        return _signed_in(settings, visit.claims)
    if settings.demo:
        name = f"{VISITOR}{visit.number[:8]}"
        return Person(name, Role.VISITOR, "A public demo: what visitors decide is kept apart and removed.")
    if visit.sign_in:
        return Person("", Role.NOBODY, "Sign in to see this dashboard.")
    if visit.local:
        return Person(clean_name(visit.name) or account(), Role.ANALYST, "On this machine, without sign-in.")
    if settings.anonymous_writes:
        return Person(clean_name(visit.name) or "anonymous", Role.ANALYST, "Everybody may write here: so it is set.")
    return Person(clean_name(visit.name) or "anonymous", Role.VIEWER, READ_ONLY)


def command_line(name: str = "") -> Person:
    """The person at the command line, under the name of the account unless another is given; raises FieldError."""
    return Person(clean_name(name) or account(), Role.ADMIN, "At the command line.")


def account() -> str:
    """The name of the operating system's account."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "local"


def _signed_in(settings: Settings, claims: Mapping[str, Any]) -> Person:
    """The strongest role that one of the lists gives to the e-mail address or to a value of the role claim."""
    email = str(claims.get("email") or "").strip()
    known = {email.lower()} if email and claims.get("email_verified", True) in (True, "true") else set()
    known |= {value.lower() for value in _values(claims, settings.role_claim)}
    lists = {Role.ADMIN: settings.admins, Role.ANALYST: settings.analysts, Role.VIEWER: settings.viewers}
    found = next((role for role, names in lists.items() if known & {name.lower() for name in names}), Role(settings.other_people))
    name = UNPRINTABLE.sub("", email or str(claims.get("preferred_username") or claims.get("sub") or ""))[:MAX_NAME]
    return Person(name.removeprefix(VISITOR) or "unnamed", found, _SIGNED_IN[found])


def _values(claims: Mapping[str, Any], path: str) -> Iterable[str]:
    """What a claim says: a text, or a list of them; `a.b` looks inside."""
    value: Any = claims
    for part in path.split(".") if path else ():
        value = value.get(part) if isinstance(value, Mapping) else None
    if not path or value is None:
        return []
    return [str(one) for one in (value if isinstance(value, list | tuple) else [value])]


def clean_name(text: str) -> str:
    """A name as it is written down; raises FieldError for one that cannot be."""
    name = text.strip()
    if len(name) > MAX_NAME:
        raise FieldError("name", f"a name takes at most {MAX_NAME} characters, not {len(name):,}")
    if UNPRINTABLE.search(name):
        raise FieldError("name", "a name cannot hold control characters")
    if name.lower().startswith(VISITOR):
        raise FieldError("name", f"names that begin with {VISITOR!r} are those of a demo's visitors")
    return name


def _loopback(name: str) -> bool:
    if name.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False


def _without_port(host: str) -> str:
    return host if host.count(":") > 1 and "]" not in host else re.sub(r":\d+\Z", "", host)


READ_ONLY: Final = (
    "Read-only: this server can be reached from other machines and nobody signs in. Set up a sign-in ([auth] in"
    " .streamlit/secrets.toml), or let everybody write with JA4DASH_ANONYMOUS_WRITES=true."
)
_ASK: Final = "Ask an administrator of this dashboard for the role of an analyst (JA4DASH_ANALYSTS)."
_SIGNED_IN: Final[Mapping[Role, str]] = {
    Role.NOBODY: "Signed in, but not on a list of people who may read this dashboard: ask its administrator.",
    Role.VIEWER: f"Signed in as a viewer. {_ASK}",
    Role.ANALYST: "Signed in as an analyst.",
    Role.ADMIN: "Signed in as an administrator.",
}
