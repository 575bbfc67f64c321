"""Reports: whatever is in them, the markup is the template's; what cannot be seen is written out, what is long is cut."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pandas as pd
import pytest

from ja4dash.column import Column
from ja4dash.provenance import Asked
from ja4dash.report import answers, page
from ja4dash.report.drawing import Drawing, Label, columns_over_time, deviations, dots_over_time, graph
from ja4dash.report.parts import Facts, Failure, Nothing, Report, Section, Sentence
from ja4dash.report.tables import cell, table
from ja4dash.report.text import LONGEST, Piece, plain, text
from ja4dash.scope import Scope, ScopeError, Window

NOW = datetime(2026, 11, 22, 14, 6, 9, tzinfo=UTC)
SINCE = NOW - timedelta(days=1)
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=http://203.0.113.99/b.png onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style></title></svg></pre></td></table><h1>x",
    "<!-- --><![CDATA[<svg onload=alert(1)>]]>",
    "{{ 7 * 7 }}{% include 'x' %}${7*7}",
    "&lt;b&gt;&#60;script&#62;",
    "javascript:alert(1)",
    "@import url(http://203.0.113.99/x.css); } * { background: url(//203.0.113.99) }",
    "\x00\x1b[31m\x7f\x9b",
    "abc\u202egnp.exe\u2066\u200b\ufeff\u2028",
    "\ud800 lone",
    "שלום <b>مرحبا</b>",
]


class Skeleton(HTMLParser):
    """Elements with the names of their attributes, addresses, and the words between."""

    def __init__(self, content: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.addresses: list[str] = []
        self.words: list[str] = []
        self.other: list[str] = []
        self.feed(content.decode("utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(name for name, _ in attrs)))
        self.addresses += [str(value) for name, value in attrs if name in ("href", "src", "action", "data", "xlink:href")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.other.append(data)

    def handle_pi(self, data: str) -> None:
        self.other.append(data)

    def unknown_decl(self, data: str) -> None:
        self.other.append(data)

    @property
    def shape(self) -> list[tuple[str, tuple[str, ...]]]:
        """The elements less the marks of ours, of which hostile text has more."""
        return [element for element in self.elements if element != ("i", ())]


def report_with(what: str) -> Report:
    """A report with the same text in every place that can hold one."""
    frame = pd.DataFrame(
        {"value": [what], "ja4": [what], "threat_level": [what], "pairs": [{what: what}], "items": [[what]]}, dtype=object
    )
    columns = {
        "value": Column(plain(what), help=plain(what)),
        "ja4": Column("JA4"),
        "threat_level": Column("Level", "level"),
        "pairs": Column("Pairs", "pairs"),
        "items": Column("List", "list"),
    }
    parts = (
        Facts((("Label", text(what)), ("Lines", text(what, lines=True)))),
        Sentence(text(what), bad=True),
        table(frame, columns),
        Drawing(plain(what), 20, (Label(1, 2, plain(what)),), (("level-high", plain(what)),)),
        Nothing(plain(what)),
        Failure(plain(what), text(what), plain(what)),
    )
    statement = Asked("source/x", f"SELECT '{what}'", (("ip", what),), 1, None, None, 1.0, NOW, what)
    return Report(
        title=plain(f"Source {what}"),
        scope=text(what),
        since=SINCE,
        until=NOW,
        made_at=NOW,
        fetched_at=NOW,
        made_by=text(what),
        engine=text(what),
        simulated=True,
        link="https://ja4dash.example/ip?ip=203.0.113.7",
        path="/ip?ip=203.0.113.7",
        sections=(Section(plain(what), parts, note=plain(what)),),
        asked=(statement,),
        missing=(plain(what),),
    )


@pytest.mark.parametrize("what", HOSTILE)
def test_no_text_becomes_markup(what: str) -> None:
    found, harmless = Skeleton(page.page(report_with(what))), Skeleton(page.page(report_with("x")))
    assert found.shape == harmless.shape
    assert found.addresses == ["https://ja4dash.example/ip?ip=203.0.113.7"]
    assert found.other == []
    assert not {"script", "iframe", "object", "img", "link", "form", "base"} & {tag for tag, _ in found.elements}
    assert not [name for _, names in found.elements for name in names if name.startswith("on") or name == "style"]


def test_text_stays_what_it_was() -> None:
    assert HOSTILE[1] in "".join(Skeleton(page.page(report_with(HOSTILE[1]))).words)


@pytest.mark.parametrize("what", HOSTILE)
def test_nothing_that_steers_is_left(what: str) -> None:
    content = page.page(report_with(what)).decode()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]", content)


def test_the_file_forbids_itself_everything() -> None:
    content = page.page(report_with("x")).decode()
    assert "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline';" in content
    assert "@import" not in content
    assert "url(" not in content


def test_what_cannot_be_seen_is_told_from_what_was_written_so() -> None:
    assert text("a\x1bb") == (Piece("a"), Piece("\\x1b", ours=True), Piece("b"))
    assert text("a\\x1bb") == (Piece("a\\x1bb"),)
    assert text("\u202e\U000e0041") == (Piece("\\u202e\\U000e0041", ours=True),)
    assert text("a\tb\nc", lines=True) == (Piece("a\tb\nc"),)
    assert plain("a\nb") == "a\\x0ab"


def test_long_text_is_cut_and_its_length_said() -> None:
    pieces = text("x" * 70_000)
    assert [len(piece.text) for piece in pieces[:1]] == [LONGEST]
    assert pieces[1] == Piece("… 70,000 characters in all", ours=True)


@pytest.mark.parametrize(
    ("value", "column", "shown", "kind"),
    [
        (12438, Column("", "count"), "12,438", "number"),
        (0.416, Column("", "percent"), "42 %", "number"),
        (-0.8254, Column("", "score"), "-0.83", "number"),
        (1.26, Column("", "number", digits=1), "1.3", "number"),
        (pd.Timestamp("2026-11-22 14:05:09", tz="UTC"), Column("", "time"), "2026-11-22 14:05:09", "number"),
        (pd.Timestamp("1970-01-01", tz="UTC"), Column("", "time"), "–", "number"),
        (pd.NaT, Column("", "time"), "–", "number"),
        (float("nan"), Column("", "score"), "–", "text"),
        ("KNOWN_BOT", Column("", "level"), "Known bot", "level-known-bot"),
        ("<odd>", Column("", "level"), "<odd>", "level-unknown"),
        (64500, Column("", "asn"), "AS64500", "text"),
        (-1, Column("", "campaign"), "–", "text"),
        (0, Column("", "status"), "–", "number"),
        ("", Column(""), "–", "text"),
        (1, Column("", "yes"), "yes", "text"),
    ],
)
def test_values_read_as_on_the_screen(value: object, column: Column, shown: str, kind: str) -> None:
    found = cell(value, column)
    assert ("".join(piece.text for piece in found.text), found.kind) == (shown.replace(" %", " %"), kind)


def test_a_cut_table_says_so() -> None:
    frame = pd.DataFrame({"value": ["a", "b"]})
    assert table(frame, {"value": Column("Value")}, total=1204).caption == "2 of 1,204 rows: the rest is cut"
    assert table(frame, {"value": Column("Value")}, total=2, order="newest first").caption == "2 rows, newest first"


def test_a_frozen_scope_asks_for_the_same_again() -> None:
    first = answers.frozen(Scope(Window("24h")).where("level", "high"), NOW)
    assert answers.bounds(first) == (datetime(2026, 11, 21, 14, 6, tzinfo=UTC), datetime(2026, 11, 22, 14, 6, tzinfo=UTC))
    assert answers.frozen(first, NOW + timedelta(days=3)) == first
    assert answers.path("ip", first, {"ip": "2001:db8::5"}) == (
        "/ip?ip=2001%3Adb8%3A%3A5&from=2026-11-21T14%3A06Z&to=2026-11-22T14%3A06Z&level=HIGH"
    )


@pytest.mark.parametrize("wrong", ["", "ja4dash.example", "javascript:alert(1)", "file:///etc/passwd", "//x", "http://"])
def test_what_is_no_address_of_a_dashboard_is_refused(wrong: str) -> None:
    with pytest.raises(ScopeError):
        answers.clean_base(wrong)


def test_credentials_stay_out_of_the_link() -> None:
    assert answers.clean_base(" https://me:secret@ja4dash.example:8443/soc/?x=1#y ") == "https://ja4dash.example:8443/soc"


def test_drawings_stay_inside_their_frame() -> None:
    hours = pd.DataFrame(
        {"hour": pd.date_range(SINCE.replace(minute=0, second=0), periods=24, freq="h"), "a": [0, 5] * 12, "b": [3, 0] * 12}
    )
    scored = pd.DataFrame(
        {
            "at": pd.date_range(SINCE, periods=5, freq="h"),
            "score": [-0.5, -0.5, 0.25, -0.9, 0.0],
            "level": ["HIGH", "ODD", "NORMAL", "CRITICAL", "LOW"],
        }
    )
    nodes = pd.DataFrame(
        {"ip": ["a", "b"], "x": [0.0, 9.0], "y": [1.0, 1.0], "hits": [0, 90], "worst_level": ["HIGH", "CRITICAL"]}
    )
    links = pd.DataFrame({"x": [0.0], "y": [1.0], "x2": [9.0], "y2": [5.0]})
    apart = pd.DataFrame({"name": ["A", "B"], "effect": [1.0, -1.0], "own_text": ["1", "2"], "other_text": ["3", "4"]})
    stack = {"a": ("quiet", "A"), "b": ("accent", "B")}
    for drawing in (
        columns_over_time(hours, "hour", stack, alt="x"),
        dots_over_time(scored, "at", "score", "level", (SINCE, NOW), alt="x"),
        graph(nodes, links, alt="x"),
        deviations(apart, alt="x"),
    ):
        for mark in drawing.marks:
            assert 0 <= mark.x <= drawing.width, mark
            assert 0 <= mark.y <= drawing.height, mark
    assert len(columns_over_time(hours, "hour", stack, alt="x").legend) == 2
    assert [name for _, name in dots_over_time(scored, "at", "score", "level", (SINCE, NOW), alt="x").legend] == [
        "Critical",
        "High",
        "Low",
        "ODD",
        "Normal",
    ]


def test_a_report_is_made_without_the_screen() -> None:
    """Not even through what it imports."""
    code = "import sys, ja4dash.report.made, ja4dash.report.page; sys.exit('streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
