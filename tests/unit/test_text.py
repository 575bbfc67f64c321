"""Foreign text in a Markdown sentence stays text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ja4dash.ui.text import literal

HOSTILE = [
    "![beacon](http://203.0.113.9/x.png)",
    "`![x](http://e)`",
    "``` ``` ![x](http://e) ```",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    ":material/home: :red[x]",
    "a\n\n# heading",
    "http://evil.example",
    "$x^2$",
    "**bold**",
]


def inline(markdown: str) -> set[str]:
    """Kinds of inline pieces of a sentence that holds the text."""
    tokens = MarkdownIt("commonmark").parse(f"seen: {markdown} here")
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    return {child.type for child in tokens[1].children or []}


@pytest.mark.parametrize("text", HOSTILE)
def test_no_markup_comes_to_life(text: str) -> None:
    assert inline(literal(text)) <= {"text", "code_inline"}
    assert literal(text).startswith("`")


@given(st.text(max_size=300))
def test_whatever_was_written(text: str) -> None:
    assert inline(literal(text)) <= {"text", "code_inline"}


def test_plain_words_stay_plain() -> None:
    assert literal("Example Hosting 42") == "Example Hosting 42"
