"""The corpus: every statement file is explained against the schema, commented, bounded and used exactly once."""

from __future__ import annotations

import ast
import re
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from ja4dash import statement
from ja4dash.db import Door
from ja4dash.queries.reference import LISTS
from ja4dash.scope import FIELDS, PREDICATES, Scope
from ja4dash.statement import OPTIONAL_COLUMNS, compiled

ROOT = Path(str(files("ja4dash").joinpath("sql")))
NAMES = sorted(str(path.relative_to(ROOT)).removesuffix(".sql") for path in ROOT.rglob("*.sql"))
CLOCKS = {"status/engine", "status/freshness"}
"""Statements that are asked for the clock itself."""
WHOLE = {"detect"}
"""Folders whose statements read a whole window by design: a scoring cycle, under a guard of its own."""

PARAMETER = re.compile(r"\{(\w+):((?:[^{}()]|\([^()]*\))+)\}")
DUMMIES = {
    "String": "x",
    "UInt8": 1,
    "UInt16": 1,
    "UInt32": 1,
    "UInt64": 1,
    "Int8": 1,
    "Int32": 1,
    "DateTime('UTC')": "2026-11-22 14:06:00",
    "Array(String)": ["x"],
    "Array(UInt8)": [1],
    "Array(UInt16)": [1],
    "Array(UInt32)": [1],
    "Array(Int32)": [1],
}
ADDRESSES = {"ip", "address"}


def everything() -> Scope:
    """A scope with every filter, once including and once excluding."""
    scope = Scope()
    for field in FIELDS:
        value = {"ip": "10.0.0.0/8", "country": "DE", "asn": "1", "status": "2", "campaign": "1", "q": "10.0.0.1"}.get(field, "X")
        scope = scope.where(field, value).where(field, value, exclude=True)
    return scope


def dummies(name: str, sql: str, door: Door) -> dict[str, object]:
    """A value for every parameter that the schema does not decide."""
    readers = {item.statement(source): source for item in LISTS.values() for source in (item.dictionary, item.table)}
    special: dict[str, object] = {
        "source": readers.get(name, "ref_bot_ip"),
        "by": "bot_name",
        **{f"d{slot}": f"{door.settings.processing_db}.dict_bot_ja4" for slot in range(6)},
        "ips": ["::ffff:10.0.0.1"],
    }
    bound: dict[str, object] = {}
    for parameter, kind in PARAMETER.findall(sql):
        if parameter in ADDRESSES or parameter.endswith(("_first", "_last")):
            bound[parameter] = "::ffff:10.0.0.1"
        else:
            bound[parameter] = special.get(parameter, DUMMIES.get(kind))
    return bound | door.names()


def test_there_is_a_corpus() -> None:
    assert len(NAMES) > 30
    assert {name.split("/")[0] for name in NAMES} >= {"overview", "traffic", "source", "reference", "status"}


@pytest.mark.parametrize("name", NAMES)
def test_a_statement_can_be_explained_as_it_stands_and_with_every_filter(sampled: Door, name: str) -> None:
    as_it_stands, _ = compiled(name)
    filtered, bound = compiled(name, everything())
    without, _ = compiled(name, missing=OPTIONAL_COLUMNS)
    for sql in {as_it_stands, filtered, without}:
        parameters = dummies(name, sql, sampled) | {key: value for key, value in bound.items() if f"{{{key}:" in sql}
        assert None not in parameters.values(), parameters
        assert len(sampled.query(f"EXPLAIN {sql}", parameters))


@pytest.mark.parametrize("name", NAMES)
def test_a_statement_says_what_it_is_for(name: str) -> None:
    first = statement.text(name).splitlines()[0]
    assert re.fullmatch(r"-- [A-Z].{10,}[.:;]?", first), first


@pytest.mark.parametrize("name", NAMES)
def test_a_statement_is_bounded(name: str) -> None:
    sql = statement.text(name)
    outer = re.sub(r"\([^()]*\)", "", _without_nesting(sql))
    aggregates_alone = re.search(r"\b(count|countIf|max|uniqExact)\(", sql) is not None and "GROUP BY" not in outer
    assert name.split("/", maxsplit=1)[0] in WHOLE or aggregates_alone or re.search(r"\b(LIMIT|GROUP BY|DISTINCT)\b", outer)


@pytest.mark.parametrize("name", NAMES)
def test_a_statement_keeps_the_house_rules(name: str) -> None:
    sql = re.sub(r"--[^\n]*", "", statement.text(name))
    assert not re.search(r"SELECT\s+\*|\bLIKE\b|;\s*$", sql)
    assert name in CLOCKS or not re.search(r"\b(now|now64|today|yesterday)\(", sql)
    sql = sql.replace("toStartOfHour(time) DESC, time DESC", "")  # the key as it stands; no zone moves a row in this order
    assert all("'UTC'" in call for call in _calls(sql, "toStartOfHour", "toHour", "toDayOfWeek", "toDate", "toStartOfDay"))
    assert "toString(src_ip) AS src_ip" not in sql
    assert not re.search(r"(?<!GLOBAL )(?<!GLOBAL NOT )\bIN\s*\(\s*SELECT\b", sql), "a cluster refuses a plain IN here"
    assert not re.search(r"[^{}]\b(ja4_logs|ja4_processing)\b", sql)
    assert all(kind == "Identifier" or kind in DUMMIES for _, kind in PARAMETER.findall(sql))
    assert set(re.findall(r"/\*filters:(\w+)\*/", statement.text(name))) <= set(PREDICATES)


def test_every_statement_is_used_exactly_once() -> None:
    used = Counter(text for path in ROOT.parent.rglob("*.py") for text in _strings(path) if text in NAMES)
    used.update({item.statement(source) for item in LISTS.values() for source in (item.table, item.dictionary)})
    assert used == Counter(NAMES)


def test_a_statement_stands_in_the_folder_of_its_module() -> None:
    for path in (ROOT.parent / "queries").glob("*.py"):
        asked = [text for text in _strings(path) if text in NAMES]
        assert {text.split("/")[0] for text in asked} <= {path.stem}, (path, asked)


def _strings(path: Path) -> list[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def _calls(sql: str, *functions: str) -> list[str]:
    """Arguments of every call of these functions, without types of parameters."""
    plain = re.sub(r":DateTime\('UTC'\)", "", sql)
    starts = [found.end() for found in re.finditer(rf"\b(?:{'|'.join(functions)})\(", plain)]
    return [plain[start : start + _length(plain[start:])] for start in starts]


def _length(text: str) -> int:
    depth = 1
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return place
    return len(text)


def _without_nesting(sql: str) -> str:
    """The outermost level of a statement: whatever stands in parentheses is left out."""
    kept, depth = [], 0
    for character in re.sub(r"--[^\n]*", "", sql):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            kept.append(character)
    return "".join(kept)
