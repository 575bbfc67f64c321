"""What people typed, on every page: hostile words in a comment, a name and notes are text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from streamlit.testing.v1 import AppTest

from ja4dash.db import Door
from ja4dash.queries import signatures
from ja4dash.rights import Person, Role, clean_name
from ja4dash.writes.feedback import decide, undo
from ja4dash.writes.signatures import promote
from tests.pages.conftest import PAGES, Open, send_everything, words
from tests.pages.test_person import analysts
from tests.unit.test_signature import CHROME, HOSTILE

SOURCES: Final = [f"203.0.113.{60 + place}" for place in range(6)]
NEW: Final = "1:65536;2:0;4:2097152|15663105|0|m,a,s,p"
CODE_SPAN: Final = re.compile(r"(`+) .*? \1(?!`)", re.S)


def marked(app: AppTest) -> Iterator[str]:
    """All that a page gives out as Markdown, without what stands in code spans."""
    kinds = (app.title, app.markdown, app.caption, app.success, app.info, app.warning, app.error)
    for element in (element for kind in kinds for element in kind):
        yield CODE_SPAN.sub("", str(element.value))
    for metric in app.metric:
        yield f"{metric.label} {metric.value} {metric.delta}"
    for widget in (*app.button, *app.text_input, *app.selectbox, *app.checkbox):
        yield f"{widget.label} {widget.help or ''}"


def told(text: str) -> str:
    """What would betray a text in Markdown: enough of it to be no chance."""
    return text[:12]


def test_what_people_typed_is_text_on_every_page(open_page: Open, door: Door) -> None:
    send_everything(door)
    for place, text in enumerate(HOSTILE):
        who = Person(clean_name(text), Role.ANALYST)
        batch = decide([SOURCES[place % len(SOURCES)]], "bot", text, who=who).batch
        if place % 3 == 0:
            undo(batch, who=who)
        promote(NEW if place % 2 else CHROME, "Chrome", place / 10, text, who=who)
    assert set(signatures.versions(NEW)["who"]) <= {clean_name(text) for text in HOSTILE}
    for page, query in [*((page, {}) for page in PAGES), *(("ip", {"ip": source}) for source in SOURCES)]:
        app = open_page(page, **query)
        assert not app.exception, page
        found = [text for text in marked(app) for hostile in HOSTILE if told(hostile) in text]
        assert found == [], page


def test_a_comment_that_cannot_be_is_refused_in_words_and_nothing_written(open_page: Open, door: Door) -> None:
    app = open_page("ip", ip=SOURCES[0])
    app.text_input(key=f"comment_{SOURCES[0]}").set_value("a\x9bb")
    app.button(key="decide_bot").click().run()
    assert not app.exception
    assert "a comment cannot hold control characters" in words(app)
    assert analysts(door) == []
