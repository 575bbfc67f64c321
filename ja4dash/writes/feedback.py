"""Decisions about sources: append-only, the latest of an address counts, any of them can be undone.

The order of decisions is `ordered_at`, to the microsecond. A decision stands behind all that its writer could see, and an
undo right behind what it takes back: a newer decision that arrives meanwhile stays the newer one. `created_at` grows with
every decision of an address as well, for programs that know nothing else. A decision that was taken back to none at all
reads `undecided`; together with what has expired it counts as no decision.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

import pandas as pd
import pyarrow as pa

from ja4dash import db, words
from ja4dash.errors import Category, FieldError, QueryError, RightsError
from ja4dash.rights import VISITOR, Person, Right, require
from ja4dash.scope import ScopeError, address, address_range
from ja4dash.writes.journal import Entry, journalled

CLASSIFICATIONS: Final = ("bot", "legitimate", "suspicious")
UNDECIDED: Final = "undecided"
"""What a row says that takes the only decision of an address back."""

MAX_COMMENT: Final = 2000
MAX_SOURCES: Final = 5000
MAX_OF_VISITORS: Final = 500
MOST_OF_VISITORS: Final = 20_000
"""At once, and all of them together until they are removed."""

LONGEST: Final = timedelta(days=3660)

KEPT: Final = ("ip", "classification", "analyst")

_AT_ONCE: Final = 500
_UNSURE: Final = {Category.UNREACHABLE, Category.TIMEOUT, Category.OTHER}
"""Failures that leave open whether the rows arrived."""

_BATCH: Final = re.compile(r"[0-9a-f]{32}")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_NEVER: Final = datetime.fromtimestamp(0, UTC)
_TICK: Final = timedelta(microseconds=1)


@dataclass(frozen=True)
class Written:
    """What became of a write, read back from the table.

    `rows`: created_at, ip, classification (`undecided` = no decision any more), comment, analyst, expires_at (NaT = never),
    `before` (the classification that counted until then, "" = none). `kept`: ip, classification, analyst of sources that an
    undo left alone because somebody decided anew meanwhile. `notes`: sentences a person must see.
    """

    batch: str
    rows: pd.DataFrame
    kept: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=KEPT))
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _State:
    """What is said of an address: "" or `undecided` as classification is nothing. `decision` names who said it first."""

    classification: str = ""
    comment: str = ""
    expires_at: datetime = _NEVER
    decision: str = ""

    @property
    def none(self) -> bool:
        return self.classification in ("", UNDECIDED)

    def in_words(self) -> str:
        if self.none:
            return ""
        until = f" until {words.moment(self.expires_at)}" if self.expires_at > _NEVER else ""
        return f"{self.classification}{until}" + (f": {self.comment}" if self.comment else "")


@dataclass(frozen=True)
class _Standing:
    """How an address stands: what its latest row says (and that row's name), and what was said before a named row."""

    now: _State = _State()
    before: _State = _State()
    latest: str = ""
    taken_back: str = ""
    decided_by: str = ""
    ordered_at: datetime = _NEVER
    created_at: datetime = _NEVER

    def by(self, name: str) -> bool:
        """True when what counts is the decision or the undo of this name, or a decision of this name restored."""
        return bool(self.latest) and name in (self.latest, self.now.decision)


@dataclass(frozen=True)
class _Row:
    """A row to append: a state of an address, behind how it stands."""

    ip: str
    state: _State
    standing: _Standing
    undoes: str = ""

    def created_at(self, now: datetime) -> int:
        """Whole seconds, later than all there is, so that other programs find the latest by it."""
        return max(int(now.timestamp()), int((self.standing.created_at + timedelta(seconds=1)).timestamp()))

    def ordered_at(self, now: datetime) -> datetime:
        """A decision comes last of all; an undo right behind what it takes back, before any decision of the same moment."""
        if self.undoes:
            return self.standing.ordered_at + _TICK
        return max(now.astimezone(UTC), self.standing.ordered_at + 2 * _TICK)


# --- decide -----------------------------------------------------------------------------------------------------------


def decide(
    sources: Collection[str],
    verdict: str,
    comment: str = "",
    *,
    who: Person,
    expires_at: datetime | None = None,
    batch: str = "",
) -> Written:
    """Decide about 1 to 5,000 sources at once, in any spelling, and read it back.

    `verdict` is one of CLASSIFICATIONS, `expires_at` (aware, in the future, at most ten years) is when it stops to count.
    `batch` (`new_batch()`) makes a second try of the same decision harmless: what is written already is not written again.
    Raises RightsError; FieldError naming sources, verdict, comment, expires_at or batch; QueryError of the engine.
    """
    require(who, Right.DECIDE)
    ips = _addresses(sources, who)
    state = _State(_verdict(verdict), _comment(comment), _expiry(expires_at))
    if batch and _is_written(batch, ips, state):
        return Written(batch, _read_back(batch))
    batch = batch or new_batch()
    standing = _standing(ips)
    return _append("decide", [_Row(ip, state, standing[ip]) for ip in ips], batch, who)


def classify(ip: str, classification: str, comment: str = "", *, who: Person) -> pd.DataFrame:
    """Decide about one address and read it back: one row, as `Written.rows`. Raises like `decide`."""
    return decide([ip], classification, comment, who=who).rows


def new_batch() -> str:
    """A name for a batch."""
    return uuid4().hex


def _is_written(batch: str, ips: Sequence[str], state: _State) -> bool:
    """True when this very decision was written before; QueryError CONFLICT when another one has its name."""
    if not _BATCH.fullmatch(batch):
        raise FieldError("batch", "a batch is named by 32 hexadecimal digits")
    there = _read_back(batch)
    if there.empty:
        return False
    if set(there["ip"]) != set(ips) or set(there["classification"]) != {state.classification}:
        raise QueryError(Category.CONFLICT, "another decision was written under the name of this one")
    return True


# --- undo -------------------------------------------------------------------------------------------------------------


def undo(decision: str, *, who: Person, sources: Collection[str] = ()) -> Written:
    """Take a decision back, for all of its sources or only for `sources`: what was said of them before is said again.

    `decision` is a batch, or the name that `decision` columns give to rows of other programs (then `sources` must be given).
    Nothing is deleted; an undo is a batch itself and can be undone. Sources about which somebody decided anew meanwhile are
    left alone and named in `kept`; QueryError CONFLICT when that leaves none. Otherwise raises like `decide`.
    """
    require(who, Right.DECIDE)
    ips = _addresses(sources, who) if sources else _sources_of(decision)
    standing = _standing(ips, decision)
    undone = [ip for ip in ips if standing[ip].by(decision)]
    if not undone:
        raise QueryError(Category.CONFLICT, _refusal(ips, standing, decision))
    if who.visitor and not all(standing[ip].decided_by.startswith(VISITOR) for ip in undone):
        raise RightsError("A visitor may not take back what others decided", who.why)
    batch = new_batch()
    rows = [_Row(ip, standing[ip].before, standing[ip], undoes=decision) for ip in undone]
    written = _append("undo", rows, batch, who)
    after = _standing(ips, decision)
    return replace(written, kept=_kept(ip_standing for ip_standing in after.items() if ip_standing[1].latest != batch))


def _sources_of(decision: str) -> list[str]:
    found = _read_back(decision)["ip"].tolist() if _BATCH.fullmatch(decision) else []
    if not found:
        raise FieldError("decision", "there is no such decision: it was never written, or removed since")
    return list(found)


def _kept(others: Iterable[tuple[str, _Standing]]) -> pd.DataFrame:
    rows = [(ip, standing.now.classification, standing.decided_by) for ip, standing in others]
    return pd.DataFrame(rows, columns=KEPT)


def _refusal(ips: Sequence[str], standing: Mapping[str, _Standing], decision: str) -> str:
    """Why none of these can be taken back."""
    first, how = ips[0], standing[ips[0]]
    if not how.latest:
        return f"nobody has decided about {first}"
    if all(standing[ip].taken_back == decision for ip in ips):
        return "this was taken back already"
    by = f" by {how.decided_by}" if how.decided_by else ""
    of = f" (the first of {len(ips):,})" if len(ips) > 1 else ""
    return f"a newer decision{by} says {how.now.classification or UNDECIDED} of {first}{of}: nothing was undone"


# --- the table --------------------------------------------------------------------------------------------------------


def _standing(ips: Sequence[str], named: str = "") -> dict[str, _Standing]:
    """How each address stands; one that nobody decided about stands as new."""
    found = dict.fromkeys(ips, _Standing())
    for start in range(0, len(ips), _AT_ONCE):
        frame = db.read("writes/standing", ips=list(ips[start : start + _AT_ONCE]), named=named)
        found |= {str(row["ip"]): _as_standing(row) for row in frame.to_dict("records")}
    return found


def _as_standing(row: Mapping[Hashable, Any]) -> _Standing:
    return _Standing(
        now=_State(row["verdict"], row["said"], row["expires"].to_pydatetime(), row["counts"]),
        before=_State(row["verdict_before"], row["said_before"], row["expires_before"].to_pydatetime(), row["counted_before"]),
        latest=row["latest"],
        taken_back=row["taken_back"],
        decided_by=row["decided_by"],
        ordered_at=row["last_ordered_at"].to_pydatetime(),
        created_at=row["last_created_at"].to_pydatetime(),
    )


def _append(action: str, rows: Sequence[_Row], batch: str, who: Person) -> Written:
    """Journal, insert, read back."""
    lacking = db.door().missing_of_decisions()
    if "expires_at" in lacking and any(row.state.expires_at > _NEVER for row in rows):
        raise FieldError("expires_at", "soc_feedback has no column expires_at here: a decision cannot expire")
    entries = [Entry("source", row.ip, row.standing.now.in_words(), row.state.in_words()) for row in rows]
    with journalled(who, action, batch, entries) as notes:
        _insert(rows, batch, who, lacking)
        frame = _proven(rows, batch, lacking)
    if lacking:
        names = ", ".join(sorted(lacking))
        notes.append(f"soc_feedback has no {names} here: `python -m ja4dash migrate` adds what is lacking.")
    before = {row.ip: "" if row.standing.now.none else row.standing.now.classification for row in rows}
    return Written(batch, frame.assign(before=frame["ip"].map(before)), notes=tuple(notes))


def _insert(rows: Sequence[_Row], batch: str, who: Person, lacking: Collection[str]) -> None:
    """One insert. When its answer is lost, the table is asked whether it arrived."""
    settings, now = db.door().settings, db.now()
    columns: dict[str, pa.Array] = {
        "created_at": pa.array([row.created_at(now) for row in rows], pa.uint32()),
        "src_ip": pa.array([ipaddress.IPv6Address(address_range(row.ip)[0]).packed for row in rows], pa.binary(16)),
        "classification": pa.array([row.state.classification or UNDECIDED for row in rows]),
        "comment": pa.array([row.state.comment for row in rows]),
        "analyst": pa.array([who.name] * len(rows)),
        "batch": pa.array([batch] * len(rows)),
        "undoes": pa.array([row.undoes for row in rows]),
        "restores": pa.array([row.state.decision if row.undoes else "" for row in rows]),
        "expires_at": pa.array([int(row.state.expires_at.timestamp()) for row in rows], pa.uint32()),
        "ordered_at": pa.array([row.ordered_at(now) for row in rows], pa.timestamp("us", "UTC")),
    }
    table = pa.table({name: values for name, values in columns.items() if name not in lacking})
    try:
        db.insert(settings.processing_db, "soc_feedback", table, token=batch)
    except QueryError as error:
        if error.category not in _UNSURE or "batch" in lacking or len(_read_back(batch)) != len(rows):
            raise


def _proven(rows: Sequence[_Row], batch: str, lacking: Collection[str]) -> pd.DataFrame:
    """What was written, read back; QueryError when it is not there."""
    if "batch" in lacking:
        ips = [row.ip for row in rows]
        there = {ip: standing for ip, standing in _standing(ips).items() if standing.latest}
        said = {ip: standing.now for ip, standing in there.items()}
        frame = pd.DataFrame(
            {
                "created_at": [standing.created_at for standing in there.values()],
                "ip": list(said),
                "classification": [state.classification for state in said.values()],
                "comment": [state.comment for state in said.values()],
                "analyst": "",
                "expires_at": pd.NaT,
            }
        )
    else:
        frame = _read_back(batch)
    if len(frame) != len(rows):
        missing = len(rows) - len(frame)
        raise QueryError(Category.OTHER, f"{words.plural(missing, 'decision')} were sent but cannot be read back")
    return frame


def _read_back(batch: str) -> pd.DataFrame:
    return db.read("writes/batch", batch=batch)


# --- what can be written ----------------------------------------------------------------------------------------------


def _addresses(sources: Collection[str], who: Person) -> list[str]:
    """Each source once, in its one spelling, in the order given."""
    most = MAX_OF_VISITORS if who.visitor else MAX_SOURCES
    given = [sources] if isinstance(sources, str) else list(sources)
    if who.visitor and int(db.read("writes/visitors")["decisions"].iloc[0]) >= MOST_OF_VISITORS:
        raise FieldError("sources", "the visitors of this demo have decided enough for now: try again when that is removed")
    if not 0 < len(given) <= most:
        raise FieldError("sources", f"decide about 1 to {most:,} sources at once, not {len(given):,}")
    try:
        return list(dict.fromkeys(address(one) for one in given))
    except ScopeError as error:
        raise FieldError("sources", str(error)) from error


def _verdict(text: str) -> str:
    if text not in CLASSIFICATIONS:
        raise FieldError("verdict", f"a decision is one of {', '.join(CLASSIFICATIONS)}, not {text[:40]!r}")
    return text


def _comment(text: str) -> str:
    """A comment may have lines and tabs, and no other control character."""
    clean = re.sub(r"\r\n?", "\n", text).strip()
    if len(clean) > MAX_COMMENT:
        raise FieldError("comment", f"a comment takes at most {MAX_COMMENT:,} characters, not {len(clean):,}")
    if _CONTROL.search(clean):
        raise FieldError("comment", "a comment cannot hold control characters")
    return clean


def _expiry(when: datetime | None) -> datetime:
    if when is None:
        return _NEVER
    now = db.now()
    if when.tzinfo is None:
        raise FieldError("expires_at", "an instant needs its time zone")
    if not now < when <= now + LONGEST:
        raise FieldError("expires_at", f"a decision expires in the future, within {LONGEST.days // 366} years")
    return when.astimezone(UTC).replace(microsecond=0)
