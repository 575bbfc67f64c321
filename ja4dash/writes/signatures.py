"""Changes of the HTTP/2 signatures: checked, written, made live, proven by the dictionary, journalled, and undone.

The table has four columns and no order, so the journal is what orders changes of one fingerprint: of two at once, in this
process or in another, the later of its entries wins. Every writer first inserts and then removes what a change behind its own
does not keep, and only rows it has seen; whoever comes last leaves one state, and at no time is there none.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pandas as pd
import pyarrow as pa

from ja4dash import db, words
from ja4dash.errors import Category, FieldError, QueryError
from ja4dash.fingerprint import h2
from ja4dash.queries.signatures import changes
from ja4dash.rights import Person, Right, require
from ja4dash.signature.entry import MAX_FINGERPRINT, Signature, checked, digits, from_words, in_words
from ja4dash.writes.feedback import new_batch
from ja4dash.writes.journal import MOST, Entry, journalled

TABLE: Final = "browser_h2_signatures"
DICTIONARY: Final = "dict_browser_h2"
MAX_AT_ONCE: Final = 1000
NOT_LIVE: Final = (
    "Saved, not live: look-ups will know it when the dictionary is loaded the next time; the one of ours is every ten minutes."
)
SAME: Final = "Nothing to change: it is already so."

_TRIES: Final = 5
_ONE_BY_ONE: Final = threading.Lock()
_Entries = tuple[Signature, ...]


@dataclass(frozen=True)
class Live:
    """What look-ups say now. `rows`: h2_fingerprint, `wanted` (the family it should be, empty = none), `says`, `live`.

    `loaded_at` is when the dictionary was loaded last (aware UTC, None = never), `problem` why it could not be loaded now.
    """

    rows: pd.DataFrame
    loaded_at: datetime | None = None
    problem: QueryError | None = None

    @property
    def everywhere(self) -> bool:
        """True when look-ups say of each fingerprint what they should."""
        return bool(self.rows["live"].all())


@dataclass(frozen=True)
class Written:
    """What became of a change, read back from the table.

    `rows`: h2_fingerprint in its canonical spelling, `before` and `after` (the entries in words, empty = none). `live` is what
    look-ups say of them now; `notes` are sentences a person must see; `batch` names the change for `undo`, "" = nothing changed.
    """

    batch: str
    rows: pd.DataFrame
    live: Live
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Change:
    """A change of one fingerprint: when it stands in the journal, its batch, who made it, and the entries it wants."""

    at: datetime
    batch: str
    who: str
    wants: _Entries


@dataclass(frozen=True)
class _Stored:
    """The rows of one entry: the number that names them, and how many there are."""

    entry: Signature
    named: int
    copies: int


# --- promote, withdraw, undo ------------------------------------------------------------------------------------------


def promote(fingerprint: str, family: str, confidence: float = 1.0, notes: str = "", *, who: Person) -> Written:
    """Make a fingerprint a signature, in the place of all entries it has, and let look-ups know it.

    Raises RightsError; FieldError naming family, confidence, notes or the part of the fingerprint that is wrong; QueryError
    CONFLICT when somebody else's change of the same moment stands, else of the engine. When only loading the dictionary
    failed, nothing is raised: `live.problem` says why, and `make_live` tries again.
    """
    require(who, Right.CURATE)
    entry = checked(fingerprint, family, confidence, notes)
    return _write("promote", {entry.fingerprint: (entry,)}, who)


def adopt(entries: Sequence[Signature], *, who: Person) -> Written:
    """Promote 1 to 1,000 entries (of `signature.entry.checked`) as one change. Raises like `promote`."""
    require(who, Right.CURATE)
    if not 0 < len(entries) <= MAX_AT_ONCE:
        raise FieldError("file", f"import 1 to {MAX_AT_ONCE:,} signatures at once, not {len(entries):,}")
    valid = [checked(one.fingerprint, one.family, float(one.confidence), one.notes) for one in entries]
    return _write("import", {entry.fingerprint: (entry,) for entry in valid}, who)


def withdraw(fingerprint: str, *, who: Person) -> Written:
    """Remove all entries of a fingerprint, in whatever spelling. Raises like `promote`; FieldError when it has none."""
    require(who, Right.CURATE)
    text = h2.spelling(fingerprint.strip()[:MAX_FINGERPRINT])
    if not _stored([text])[text]:
        raise FieldError("h2_fingerprint", "there is no entry of this fingerprint: it was withdrawn, or never listed")
    return _write("withdraw", {text: ()}, who)


def undo(batch: str, *, who: Person) -> Written:
    """Restore what a change replaced, as a new change. An undo can be undone.

    Raises RightsError; FieldError for a batch that is not in the journal; QueryError CONFLICT when one of its fingerprints
    was changed again meanwhile.
    """
    require(who, Right.CURATE)
    made = changes((), batch)
    if not batch or made.empty:
        raise FieldError("batch", "the journal has no such change of signatures")
    known = changes(made["h2_fingerprint"])
    stored = _stored(list(made["h2_fingerprint"]))
    wanted = {}
    for text, before, after in made[["h2_fingerprint", "before", "after"]].itertuples(index=False, name=None):
        _refuse_if_newer(text, batch, after, known, stored[text])
        wanted[text] = _restored(text, before)
    return _write("undo", wanted, who)


def _refuse_if_newer(text: str, batch: str, after: str, known: pd.DataFrame, stored: Sequence[_Stored]) -> None:
    done = known[(known["h2_fingerprint"] == text) & (known["outcome"] != "failed")]
    newest = done.iloc[0] if len(done) else None
    if newest is not None and newest["batch"] != batch:
        said = f"{newest['who']} changed this signature again at {words.moment(newest['at'])}: nothing was undone"
        raise QueryError(Category.CONFLICT, said)
    if in_words(one.entry for one in stored) != after:
        raise QueryError(Category.CONFLICT, "the entry is no longer what this change made of it: nothing was undone")


def _restored(text: str, before: str) -> _Entries:
    if len(before) >= MOST:
        raise QueryError(Category.CONFLICT, "what was there before is too long for the journal to restore it")
    try:
        return from_words(text, before)
    except ValueError as error:
        raise QueryError(Category.CONFLICT, f"the journal does not tell what was there before: {error}") from error


# --- the table --------------------------------------------------------------------------------------------------------


def _write(action: str, wanted: Mapping[str, _Entries], who: Person) -> Written:
    """Journal, insert, remove what is replaced, read back, make it live."""
    with _ONE_BY_ONE:
        stored = _stored(list(wanted))
        before = {text: tuple(one.entry for one in stored[text]) for text in wanted}
        changing = {text: entries for text, entries in wanted.items() if _counted(stored[text]) != Counter(entries)}
        batch, notes = "", [SAME]
        if changing:
            batch = new_batch()
            listed = [Entry("signature", text, in_words(before[text]), in_words(wants)) for text, wants in changing.items()]
            with journalled(who, action, batch, listed, behind=_last(changing)) as notes:
                _insert(entry for text, wants in changing.items() for entry in wants if entry not in before[text])
                _settle(changing, before, batch)
    rows = pd.DataFrame(
        {
            "h2_fingerprint": pd.Series(list(wanted), dtype="str"),
            "before": pd.Series([in_words(before[text]) for text in wanted], dtype="str"),
            "after": pd.Series([in_words(entries) for entries in wanted.values()], dtype="str"),
        }
    )
    return Written(batch, rows, make_live(wanted, who=who), tuple(notes))


def _counted(stored: Iterable[_Stored]) -> Counter[Signature]:
    return Counter({one.entry: one.copies for one in stored})


def _stored(texts: Sequence[str]) -> dict[str, list[_Stored]]:
    """The entries of each fingerprint, in whatever spelling they are stored."""
    found: dict[str, list[_Stored]] = {text: [] for text in texts}
    frame = db.read("writes/signatures", fingerprints=list(texts))
    for row in frame.to_dict("records"):
        entry = Signature(row["fingerprint"], row["family"], digits(row["sureness"]), row["remark"])
        for text in {row["fingerprint"], row["spelling"]} & found.keys():
            found[text].append(_Stored(entry, int(row["named"]), int(row["copies"])))
    return {text: sorted(rows, key=lambda one: one.entry) for text, rows in found.items()}


def _last(texts: Collection[str]) -> datetime | None:
    """When the last known change of these fingerprints was journalled."""
    known = _changes(texts)
    moments = [change.at for made in known.values() for change in made] if known else []
    return max(moments, default=None)


def _changes(texts: Collection[str]) -> dict[str, list[_Change]] | None:
    """Changes of each fingerprint that did not fail, newest first; None where the deployment keeps no journal."""
    try:
        frame = changes(texts)
    except QueryError as error:
        if error.category is Category.MISSING:
            return None
        raise
    found: dict[str, list[_Change]] = {text: [] for text in texts}
    for row in frame[frame["outcome"] != "failed"].to_dict("records"):
        wants = from_words(row["h2_fingerprint"], row["after"])
        found[row["h2_fingerprint"]].append(_Change(row["at"].to_pydatetime(), row["batch"], row["who"], wants))
    return found


def _insert(entries: Iterable[Signature]) -> None:
    new = list(entries)
    if not new:
        return
    table = pa.table(
        {
            "h2_fingerprint": pa.array([one.fingerprint for one in new], pa.string()),
            "browser_family": pa.array([one.family for one in new], pa.string()),
            "confidence": pa.array([float(one.confidence) for one in new], pa.float32()),
            "notes": pa.array([one.notes for one in new], pa.string()),
        }
    )
    db.insert(db.door().settings.processing_db, TABLE, table)


def _settle(wanted: Mapping[str, _Entries], before: Mapping[str, _Entries], batch: str) -> None:
    """Remove what the winning changes do not keep until what is read back is what they want, and nothing else.

    Raises CONFLICT for a fingerprint where another change won.
    """
    for _ in range(_TRIES):
        lost = _sorted_out(wanted, before, batch)
        stored = _stored(list(wanted))
        if all(text in lost or _counted(stored[text]) == Counter(wants) for text, wants in wanted.items()):
            break
    else:
        raise QueryError(Category.CONFLICT, "others change these signatures again and again: look at what stands")
    if lost:
        text, change = next(iter(lost.items()))
        says = in_words(change.wants) or "it is withdrawn"
        more = f" (the first of {len(lost):,})" if len(lost) > 1 else ""
        raise QueryError(Category.CONFLICT, f"{change.who} changed {text} at the same moment{more}. What stands: {says}")


def _sorted_out(wanted: Mapping[str, _Entries], before: Mapping[str, _Entries], batch: str) -> dict[str, _Change]:
    """Remove what the winning change of each fingerprint does not keep; the changes of others that won.

    The rows are read before the journal: a row that is seen has its entry there already. The latest change wins whose rows are
    there; rows that a later one may still insert are kept.
    """
    stored = _stored(list(wanted))
    known = _changes(wanted)
    lost, removed = {}, set()
    for text, wants in wanted.items():
        present = {one.entry for one in stored[text]}
        made = known[text] if known is not None else _guessed(present - {*before[text], *wants}, batch, wants)
        own = next((place for place, change in enumerate(made) if change.batch == batch), None)
        if own is None:  # taken down, and not to be read yet: another node answers
            own, made = 0, [_Change(db.now(), batch, "", wants), *made]
        winner = next((place for place, change in enumerate(made[: own + 1]) if present.issuperset(change.wants)), None)
        if winner is None:
            raise QueryError(Category.OTHER, "the signature was sent but cannot be read back")
        kept = {entry for change in made[: winner + 1] for entry in change.wants}
        removed |= {one.named for one in stored[text] if one.entry not in kept}
        if winner != own:
            lost[text] = made[winner]
    _remove(removed)
    if any(one.copies > 1 for rows in stored.values() for one in rows if one.named not in removed):
        db.command(f"OPTIMIZE TABLE {{processing:Identifier}}.{TABLE} FINAL DEDUPLICATE", _names())
    return lost


def _guessed(others: Collection[Signature], batch: str, wants: _Entries) -> list[_Change]:
    """Without a journal: what somebody else inserted meanwhile, and our own, in an order that all writers agree on."""
    now = db.now()
    rivals = [_Change(now, "", "somebody else", (entry,)) for entry in others]
    return sorted([*rivals, _Change(now, batch, "", wants)], key=lambda change: change.wants, reverse=True)


def _remove(named: Collection[int]) -> None:
    """Remove rows and wait for it: a dictionary that is loaded before would still find them."""
    if not named:
        return
    sql = (
        f"ALTER TABLE {{processing:Identifier}}.{TABLE} DELETE"
        " WHERE cityHash64(h2_fingerprint, browser_family, confidence, notes) IN {named:Array(UInt64)}"
        " SETTINGS mutations_sync = 2"
    )
    try:
        db.command(sql, _names() | {"named": sorted(named)})
    except QueryError as error:
        said = f"the entry that is replaced could not be removed and still stands beside the new one: {error.message}"
        raise QueryError(error.category, said, detail=error.detail, code=error.code) from error


# --- look-ups ---------------------------------------------------------------------------------------------------------


def make_live(fingerprints: Collection[str], *, who: Person) -> Live:
    """Load the dictionary again and ask it about these fingerprints. Raises RightsError; other failures are in the result."""
    require(who, Right.CURATE)
    texts = list(fingerprints)
    stored = _stored(texts)
    wanted = {text: _counts(one.entry for one in stored[text]) for text in texts}
    problem = None
    try:
        _reload()
    except QueryError as error:
        problem = error
    try:
        answers, (loaded_at, _) = db.read("writes/answers", fingerprints=texts), _loaded()
    except QueryError as error:
        nothing = pd.DataFrame({"h2_fingerprint": texts, "wanted": list(wanted.values()), "says": "", "live": False})
        return Live(nothing, None, problem or error)
    rows = answers.assign(wanted=answers["h2_fingerprint"].map(wanted))
    rows = rows.assign(live=rows["says"] == rows["wanted"])[["h2_fingerprint", "wanted", "says", "live"]]
    if problem is None and not rows["live"].all():
        wrong = rows[~rows["live"]].iloc[0]
        says = f"says {wrong['says']!r}" if wrong["says"] else "does not know it"
        problem = QueryError(Category.OTHER, f"{DICTIONARY} was loaded again and {says}: does it read another table?")
    return Live(rows, loaded_at, problem)


def _counts(entries: Iterable[Signature]) -> str:
    """Which family look-ups should say: the one of highest confidence, of equals the alphabetically first."""
    ranked = sorted(entries, key=lambda entry: (-float(entry.confidence), entry.family))
    return ranked[0].family if ranked else ""


def _reload() -> None:
    """On a cluster each node has the dictionary: first the rows, then the loading, everywhere."""
    _, cluster = _loaded()
    where = f" ON CLUSTER `{cluster}`" if cluster else ""
    if cluster:
        db.command(f"SYSTEM SYNC REPLICA{where} {{processing:Identifier}}.{TABLE}", _names())
    db.command(f"SYSTEM RELOAD DICTIONARY{where} {{processing:Identifier}}.{DICTIONARY}", _names())


def _loaded() -> tuple[datetime | None, str]:
    """When the dictionary was loaded last (None = never), and the cluster it is on ("" = none)."""
    frame = db.read("writes/loaded")
    if frame.empty:
        return None, ""
    at = frame["loaded_at"].iloc[0].to_pydatetime()
    return at if at.timestamp() > 0 else None, str(frame["cluster"].iloc[0] or "")


def _names() -> dict[str, object]:
    return {"processing": db.door().settings.processing_db}
