"""The house has three floors, and nothing runs back up."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCREEN = ("app.py", "serve.py", "pages/", "ja4dash/ui/", "ja4dash/cache.py")
RANKS = {
    "settings": 0,
    "errors": 0,
    "severity": 0,
    "words": 0,
    "palette": 0,
    "column": 1,
    "ui.columns": 1,
    "fingerprint": 0,
    "campaigns": 0,
    "countries": 0,
    "glossary": 0,
    "rotation": 0,
    "metadata": 0,
    "export": 0,
    "provenance": 0,
    "triage": 0,
    "stamp": 0,
    "folder": 0,
    "versions": 0,
    "watch": 0,
    "pace": 0,
    "turns": 1,
    "failures": 1,
    "coherence": 1,
    "rights": 1,
    "signature": 1,
    "graph": 1,
    "discovery": 1,
    "novelty": 1,
    "collector": 1,
    "scope": 1,
    "search": 2,
    "wall": 2,
    "blocklist": 2,
    "statement": 2,
    "pool": 2,
    "db": 3,
    "cache": 3,
    "feed": 4,
    "schema": 4,
    "queries": 4,
    "writes": 4,
    "ingest": 5,
    "simulate": 5,
    "detect": 5,
    "charts": 5,
    "facts": 5,
    "report": 5,
    "operations": 6,
    "doctor": 6,
    "service": 6,
    "ui": 7,
    "cli": 7,
}
"""A module may import from its own rank or below."""


def modules() -> list[Path]:
    return [
        path
        for top in ("app.py", "serve.py", "pages", "ja4dash")
        for path in sorted((ROOT / top).rglob("*.py") if (ROOT / top).is_dir() else [ROOT / top])
    ]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def floor(name: str) -> str:
    parts = name.split(".")
    if parts[1:3] == ["ui", "columns"]:
        return "ui.columns"
    return parts[1] if parts[0] == "ja4dash" and len(parts) > 1 else ""


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_top_floor_knows_the_screen(path: Path) -> None:
    if not str(path.relative_to(ROOT)).startswith(SCREEN):
        assert not [name for name in imports(path) if name.split(".")[0] == "streamlit"]


@pytest.mark.parametrize(
    "path", [p for p in modules() if p.is_relative_to(ROOT / "ja4dash")], ids=lambda p: str(p.relative_to(ROOT))
)
def test_nothing_runs_back_up(path: Path) -> None:
    own = floor(".".join(path.relative_to(ROOT).with_suffix("").parts))
    if own in RANKS:
        wrong = {name for name in imports(path) if RANKS.get(floor(name), 0) > RANKS[own]}
        assert not wrong


def test_pages_hold_no_sql_and_no_try() -> None:
    for path in (ROOT / "pages").glob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        assert not any(isinstance(node, ast.Try) for node in ast.walk(tree)), path
        assert "SELECT " not in path.read_text("utf-8"), path


def test_there_is_something_to_check() -> None:
    assert len(modules()) > 20
