"""Bring a deployment up to the schema: create what is missing, leave alone what is not ours, drop nothing.

Every step can be cut off and run again. Views and dictionaries that carry our mark are replaced when their definition
changed; tables that carry it get missing columns; everything else that exists is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ja4dash.errors import Category, QueryError
from ja4dash.schema import inventory
from ja4dash.schema.definition import Definition, definitions
from ja4dash.schema.inventory import Inventory, Present
from ja4dash.schema.render import MARK, Rendered, added_column, rendered
from ja4dash.schema.rollups import rollup_steps
from ja4dash.schema.shipped import LISTS, ReferenceList
from ja4dash.schema.step import Outcome, Step

if TYPE_CHECKING:
    from ja4dash.db import Door
    from ja4dash.settings import Settings

_AFTER_TABLES: Final = "050_dict_bot_ip"
"""The first object that reads the tables; the reference lists are loaded just before it."""

_REBUILT: Final = "lightweight_mutation_projection_mode"


@dataclass(frozen=True)
class Report:
    """All steps of a migration in order."""

    steps: tuple[Step, ...]

    def having(self, *outcomes: Outcome) -> list[Step]:
        """The steps that ended so."""
        return [step for step in self.steps if step.outcome in outcomes]

    @property
    def complete(self) -> bool:
        """True when nothing failed."""
        return not self.having(Outcome.FAILED)

    def sentence(self) -> str:
        """What happened, in one line."""
        counts = {outcome: len(self.having(outcome)) for outcome in Outcome}
        if counts[Outcome.PLANNED]:
            return f"{counts[Outcome.PLANNED]} to do, {counts[Outcome.PRESENT]} already there"
        if not counts[Outcome.DONE] and not counts[Outcome.FAILED]:
            return "nothing to do: everything is already there"
        parts = [f"{counts[Outcome.DONE]} done", f"{counts[Outcome.PRESENT]} already there"]
        parts += [f"{counts[outcome]} {outcome}" for outcome in (Outcome.LEFT_ALONE, Outcome.FAILED) if counts[outcome]]
        return ", ".join(parts)


def migrate(
    door: Door,
    *,
    dry_run: bool = False,
    cluster: str | None = None,
    verify: bool = True,
    out: Callable[[str], None] = lambda _: None,
) -> Report:
    """Run what `plan` lists, saying each change to `out`. What the engine refuses is named and the rest goes on.

    With `verify` hours of rollups that differ from the log are counted again. With `dry_run` nothing is run and
    `out` gets the statements instead, as they would be sent (passwords masked).
    Raises QueryError when the engine cannot be reached or is held by another process; run it again to go on from there.
    """
    steps = plan(door, cluster=cluster, verify=verify)
    if dry_run:
        for step in steps:
            for sql in step.statements if step.outcome is Outcome.PLANNED else ():
                out(f"-- {step.migration}: {step.action} {step.object}\n{sql};\n")
        return Report(tuple(steps))
    done = []
    for step in steps:
        ended = _run(step, door)
        if ended.outcome is not Outcome.PRESENT:
            out(ended.sentence())
        done.append(ended)
    return Report(tuple(done))


def plan(door: Door, *, cluster: str | None = None, verify: bool = True) -> list[Step]:
    """Every step in order, with its statements: `planned`, or already `present`, or `left alone` and why.

    With `verify` the rollups are compared with what they count, which reads the log once for each.
    """
    there = inventory.taken(door)
    lists = [_of_list(shipped, door, there, cluster) for shipped in LISTS]
    steps = schema_steps(door.settings, there, cluster)
    tables = next(place for place, step in enumerate(steps) if step.migration == _AFTER_TABLES)
    return [*steps[:tables], *lists, *steps[tables:], *rollup_steps(door, there, cluster, verify=verify)]


def schema_steps(settings: Settings, there: Inventory, cluster: str | None = None) -> list[Step]:
    """The steps of the schema files in order, without the reference lists."""
    return list(_of_schema(settings, there, cluster))


def _of_schema(settings: Settings, there: Inventory, cluster: str | None) -> Iterator[Step]:
    for definition in definitions():
        present = there.find(definition, settings)
        for step in _of_definition(definition, present, settings, there, cluster):
            if step.outcome is Outcome.PLANNED and present is not None and present.spread and not cluster:
                yield replace(step, outcome=Outcome.LEFT_ALONE, note="spread over a cluster: name it with --cluster", run=None)
            else:
                yield step


def _of_definition(
    definition: Definition, present: Present | None, settings: Settings, there: Inventory, cluster: str | None
) -> Iterator[Step]:
    if definition.kind == "retention":
        yield from _retention(definition, present, settings, cluster)
    elif definition.kind == "projection":
        yield from _projection(definition, present, settings, cluster)
    elif present is None or (cluster and definition.kind == "database"):
        yield _creation(definition, settings, there, cluster)
    elif definition.kind == "table":
        yield from _table(definition, present, settings, there, cluster)
    elif definition.kind in ("view", "dictionary"):
        yield _replacement(definition, present, settings, there, cluster)
    else:
        yield _step(definition, settings, "create", Outcome.PRESENT)


def _creation(definition: Definition, settings: Settings, there: Inventory, cluster: str | None) -> Step:
    """On a cluster what is here may be missing on another node, so the statement (IF NOT EXISTS) is always run there."""
    if there.superseded(definition, settings):
        note = "the dictionary that would read it exists already with a source of its own"
        return _step(definition, settings, "create", Outcome.LEFT_ALONE, note)
    sql = rendered(definition, settings, cluster=cluster, missing=there.missing_of_http_logs(settings))
    return _running(_step(definition, settings, "create"), sql)


def _table(definition: Definition, present: Present, settings: Settings, there: Inventory, cluster: str | None) -> Iterator[Step]:
    if cluster and present.ours:
        yield _creation(definition, settings, there, cluster)
    else:
        yield _step(definition, settings, "create", Outcome.PRESENT)
    wanted = definition.columns if present.ours else definition.always
    for column in definition.columns:
        if column in wanted and column not in present.columns:
            step = replace(_step(definition, settings, "add a column to"), object=f"{_name(definition, settings)}.{column}")
            sql = added_column(definition, column, settings, cluster)
            yield _running(step, Rendered(sql, sql))


def _replacement(definition: Definition, present: Present, settings: Settings, there: Inventory, cluster: str | None) -> Step:
    if not present.ours:
        return _step(definition, settings, "create", Outcome.LEFT_ALONE, "exists already and is not ours")
    missing = there.missing_of_http_logs(settings)
    sql = rendered(definition, settings, cluster=cluster, missing=missing, replace=True)
    if present.comment == sql.comment and definition.object not in there.broken:
        if cluster:
            return _creation(definition, settings, there, cluster)
        return _step(definition, settings, "create", Outcome.PRESENT)
    return _running(_step(definition, settings, "replace"), sql)


def _retention(definition: Definition, present: Present | None, settings: Settings, cluster: str | None) -> Iterator[Step]:
    days = settings.retention_days
    if days == 0 or (present is not None and (not present.ours or inventory.retention_of(present) == days)):
        return
    yield _running(_step(definition, settings, f"keep {days} days of"), rendered(definition, settings, cluster=cluster))


def _projection(definition: Definition, present: Present | None, settings: Settings, cluster: str | None) -> Iterator[Step]:
    """Only over a table of ours: another program may delete rows in a way that its own table would then refuse.

    First of all the table is told to rebuild it after deletions; last of all it is made for the rows that are there, behind us.
    """
    name = definition.projection
    step = replace(_step(definition, settings, "add a projection to"), object=f"{_name(definition, settings)}.{name}")
    there = present or Present(f"{MARK} ")
    if not there.ours:
        yield replace(step, outcome=Outcome.LEFT_ALONE, note="the table is not ours: its rows are counted one by one")
        return
    added = rendered(definition, settings, cluster=cluster).statements[0]
    head = added.split("\n", 1)[0]
    wanted = {
        f"{head}\n    MODIFY SETTING {_REBUILT} = 'rebuild'": _REBUILT not in there.engine,
        added: name not in there.projections or cluster,
        f"{head}\n    MATERIALIZE PROJECTION {name}": present is not None and name not in there.projected,
    }
    statements = tuple(sql for sql, missing in wanted.items() if missing)
    yield _running(step, Rendered(statements, statements)) if statements else replace(step, outcome=Outcome.PRESENT)


def _of_list(shipped: ReferenceList, door: Door, there: Inventory, cluster: str | None) -> Step:
    settings = door.settings
    definition = next(one for one in definitions() if one.object == shipped.table)
    name = _name(definition, settings)
    step = Step(f"list {shipped.file}", name, "load", (f"-- INSERT INTO {name}: the rows of {shipped.file}",))
    present = there.find(definition, settings)
    if present is None or not there.has(settings.processing_db, "reference_loads"):
        superseded = there.superseded(definition, settings)
        return replace(step, outcome=Outcome.LEFT_ALONE) if superseded else replace(step, run=shipped.loader(cluster))
    if not present.ours:
        return replace(step, outcome=Outcome.LEFT_ALONE, note="the table is not ours")
    state = shipped.state(door)
    if state.current:
        return replace(step, outcome=Outcome.PRESENT)
    if not state.replaceable:
        return replace(step, outcome=Outcome.LEFT_ALONE, note="its rows were changed here")
    return replace(step, run=shipped.loader(cluster))


def _step(definition: Definition, settings: Settings, action: str, outcome: Outcome = Outcome.PLANNED, note: str = "") -> Step:
    return Step(definition.name, _name(definition, settings), action, outcome=outcome, note=note)


def _name(definition: Definition, settings: Settings) -> str:
    return inventory.full_name(definition, settings)


def _running(step: Step, sql: Rendered) -> Step:
    def run(door: Door) -> str:
        for one in sql.statements:
            door.command(one)
        return ""

    return replace(step, statements=sql.shown, run=run)


def _run(step: Step, door: Door) -> Step:
    if step.outcome is not Outcome.PLANNED or step.run is None:
        return step
    try:
        note = step.run(door)
    except QueryError as error:
        if error.category in (Category.UNREACHABLE, Category.CERTIFICATE, Category.LOCKED):
            raise
        return replace(step, outcome=Outcome.LEFT_ALONE if step.optional else Outcome.FAILED, note=error.message)
    return replace(step, outcome=Outcome.DONE, note=note)
