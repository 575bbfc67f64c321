"""Styles name what there is."""

from __future__ import annotations

import re
from pathlib import Path

from ja4dash.ui import theme

ROOT = Path(__file__).parents[2]
KEY = re.compile(r"(?<![\w-])\.?st-key-([a-z_]+)")
SOURCES = [*(ROOT / "pages").glob("*.py"), *(ROOT / "ja4dash" / "ui").rglob("*.py")]


def test_each_key_that_a_style_names_is_that_of_a_widget() -> None:
    written = "\n".join(source.read_text("utf-8") for source in SOURCES if source.name != "theme.py")
    named = set(KEY.findall(theme._STYLE + theme._PRINT))
    assert named
    assert {key for key in named if not re.search(rf"""["']{key}""", written)} == set()


def test_the_palette_is_not_printed() -> None:
    assert ".st-key-palette," in theme._PRINT
