"""A process that promotes signatures on a server: a line of input is a fingerprint, a line of output what became of it."""

from __future__ import annotations

import sys

from ja4dash.errors import QueryError
from ja4dash.rights import Person, Role
from ja4dash.writes.signatures import promote


def main(name: str, family: str) -> None:
    """Promote each fingerprint to one family, under a name."""
    who = Person(name, Role.ANALYST)
    _say("READY")
    for line in sys.stdin:
        try:
            written = promote(line.strip(), family, 0.5, name, who=who)
            _say(f"done {written.live.rows['says'][0]}")
        except QueryError as error:
            _say(f"{error.category} {error.message}")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
