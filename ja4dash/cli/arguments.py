"""What was typed behind an operation's name, as its scope and its parameters."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from ja4dash.cli.run import CommandError
from ja4dash.operations import OPERATIONS, Operation, Parameter
from ja4dash.scope import FIELDS, Scope, parse

SCOPE = ("window", "from", "to", *FIELDS)
"""What every operation with a window takes."""


def named(name: str) -> Operation:
    """The operation of this name; CommandError names the nearest ones."""
    found = OPERATIONS.get(name) or OPERATIONS.get(name.replace("_", "-"))
    if found is None:
        near = get_close_matches(name, OPERATIONS, n=3, cutoff=0.4)
        hint = f"did you mean {' or '.join(near)}? " if near else ""
        raise CommandError(f"no operation {name!r}: {hint}`query --list` names them all")
    return found


def runnable(name: str) -> Operation:
    """The operation of this name if it can be run; CommandError otherwise."""
    found = named(name)
    if not found.finished:
        raise CommandError(f"{found.name} is not finished in this version; `query --list` says which are")
    return found


def understood(chosen: Operation, typed: Sequence[tuple[str, str | None]]) -> tuple[Scope, dict[str, object]]:
    """The scope and the values of an operation's own parameters, defaults filled in; CommandError for what is wrong."""
    own = {parameter.name: parameter for parameter in chosen.parameters}
    given: dict[str, list[str]] = {}
    for name, value in typed:
        if name not in own and not (chosen.window and name in SCOPE):
            raise CommandError(_unknown(chosen, name))
        if value is None:
            raise CommandError(f"{name} needs a value")
        given.setdefault(name, []).append(value)
    scope, problems = parse({name: values for name, values in given.items() if name not in own})
    if problems:
        raise CommandError("; ".join(f"{problem.name} {problem.value!r}: {problem.why}" for problem in problems))
    return scope, {name: _value(parameter, given.get(name, [])) for name, parameter in own.items()}


def _value(parameter: Parameter, given: Sequence[str]) -> object:
    if len(given) > 1:
        raise CommandError(f"{parameter.name} takes one value")
    if not given:
        if parameter.default is None:
            raise CommandError(f"{parameter.name} is missing: {parameter.help or 'it has no default'}")
        return parameter.default
    try:
        value = parameter.type(given[0])
    except ValueError:
        raise CommandError(f"{parameter.name} takes {_KINDS[parameter.type]}, not {given[0]!r}") from None
    if parameter.choices and value not in parameter.choices:
        raise CommandError(f"{parameter.name} takes {', '.join(parameter.choices)}, not {value!r}")
    return value


_KINDS = {int: "a whole number", float: "a number", str: "text"}


def _unknown(chosen: Operation, name: str) -> str:
    names = [parameter.name for parameter in chosen.parameters]
    names += [field for field in SCOPE if field not in names] if chosen.window else []
    takes = f"it takes {', '.join(names)}" if names else "it takes none"
    return f"{chosen.name} has no parameter {name!r}: {takes}"
