"""Each page: what it asks when nothing is cached and when all is, and when its last panel stands in Chromium."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from streamlit.testing.v1 import AppTest

from ja4dash import db
from ja4dash.db import Door
from ja4dash.rights import Visit
from tests.bench.operations import CountingDoor, forgotten, subject_of
from tests.browser.person import Person, browsing
from tests.browser.served import served

ROOT: Final = Path(__file__).parents[2]
_SUBJECTS: Final = {"ip": "ip", "ja4": "ja4", "campaign": "campaign"}
_EMPTY: Final = "import streamlit as st\nst.write('empty')\n"
_LAST_CHANGE: Final = """
window.__last = 0;
new MutationObserver(() => { window.__last = performance.now(); })
    .observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
"""


@dataclass(frozen=True)
class Page:
    """One page: statements, rows read and milliseconds in the database when nothing is cached, and milliseconds when all is."""

    name: str
    statements: int
    rows: int
    cold: float
    warm: float


def names() -> list[str]:
    """Every page by its file's name."""
    return sorted(path.stem for path in (ROOT / "pages").glob("*.py"))


def asked(door: Door, times: int) -> Iterator[Page]:
    """Every page, opened so many times with nothing cached and once more with everything."""
    counting = CountingDoor(door)
    Visit.local = property(lambda self: True)  # type: ignore[assignment, method-assign]
    with db.use(counting):
        subject = subject_of(counting)
        _open("glossary", {})
        for name in names():
            query = {parameter: str(subject[parameter]) for page, parameter in _SUBJECTS.items() if page == name}
            cold, warm = [], []
            for _ in range(times):
                forgotten()
                counting._columns = counting._coverage = counting._taken = None
                cold.append(_cost(counting, name, query))
                warm.append(_cost(counting, name, query)[2])
            statements, rows, milliseconds = sorted(cold, key=lambda cost: cost[2])[len(cold) // 2]
            yield Page(name, statements, rows, milliseconds, statistics.median(warm))


def _cost(door: CountingDoor, name: str, query: Mapping[str, str]) -> tuple[int, int, float]:
    door.asked.clear()
    _open(name, query)
    return len(door.asked), sum(one.rows_read or 0 for one in door.asked), sum(one.milliseconds for one in door.asked)


def _open(name: str, query: Mapping[str, str]) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    for key, value in query.items():
        app.query_params[key] = value
    if name != "overview":
        app.switch_page(f"pages/{name}.py")
    app.run()
    if app.exception:
        raise SystemExit(f"{name}: {app.exception[0].value}")


def painted(folder: Path, subject: Mapping[str, Any], port: int) -> Iterator[tuple[str, float, float]]:
    """Milliseconds from the request to the last change in Chromium, an empty Streamlit page first: first visit, then second."""
    empty = folder / "empty.py"
    empty.write_text(_EMPTY, "utf-8")
    with browsing() as browser:
        with served(folder, {"JA4DASH_SIMULATE": "off"}, script=str(empty), port=port) as address:
            yield "(an empty page)", _painted(Person.at(browser, address), "/"), _painted(Person.at(browser, address), "/")
        with served(folder, {"JA4DASH_SIMULATE": "off"}, port=port, limit=300) as address:
            _painted(Person.at(browser, address), "/glossary")
            for name in names():
                path = "/" if name == "overview" else f"/{name}"
                parameter = _SUBJECTS.get(name)
                path += f"?{parameter}={subject[parameter]}" if parameter else ""
                yield name, _painted(Person.at(browser, address), path), _painted(Person.at(browser, address), path)


def _painted(person: Person, path: str) -> float:
    person.page.add_init_script(_LAST_CHANGE)
    person.page.goto(person.base + path)
    person.page.wait_for_selector("[data-testid=stMain]")
    person.settle(limit_ms=120_000)
    taken = float(person.page.evaluate("window.__last"))
    person.page.context.close()
    return taken
