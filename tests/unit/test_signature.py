"""Entries of the signature list: what they may hold, how they read in words, and as a sheet."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ja4dash.errors import FieldError
from ja4dash.fingerprint import h2
from ja4dash.fingerprint.error import FingerprintError
from ja4dash.signature import sheet
from ja4dash.signature.entry import FAMILIES, MAX_FINGERPRINT, MAX_NOTES, Signature, checked, digits, from_words, in_words
from ja4dash.signature.sheet import COLUMNS, MAX_BYTES, MAX_LINES, Verdict
from tests.unit import fingerprints

CHROME = "1:65536;2:0;4:6291456;6:262144|15663105|0|m,a,s,p"
SAFARI = "2:0;4:4194304;3:100|10485760|0|m,s,p,a"
HOSTILE = [
    "**bold** [x](javascript:alert(1)) ![beacon](http://example.test/x.png)",
    "<script>alert(1)</script>",
    "=1+1",
    "'=1+1",
    "''@SUM(A1)",
    "-2+3",
    "+cmd|' /C calc'!A0",
    "\u202egnp.exe",
    'a "quoted", comma; \\n and \\ backslash',
    "Chrome, confidence 0.9: not an entry of its own",
]
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=60).map(str.strip)
NOTES = TEXT | st.sampled_from(HOSTILE) | st.text("'=+-@ab", max_size=6).map(str.strip)


def readable(text: str) -> bool:
    try:
        h2.canonical(h2.canonical(text))
    except FingerprintError:
        return False
    return True


ENTRIES = st.builds(
    checked,
    fingerprints.made_h2().filter(readable),
    st.sampled_from(FAMILIES),
    st.floats(0, 1, width=32),
    NOTES,
)


def test_an_entry_is_kept_in_its_canonical_spelling() -> None:
    made = checked(f" 2570:3;{CHROME.replace(';', ' , ')} ", "Chrome", 0.9, "  seen  ")
    assert made == Signature(CHROME, "Chrome", "0.9", "seen")
    assert checked(CHROME, "Other", -0.0).confidence == "0.0"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"fingerprint": ""}, "h2_fingerprint"),
        ({"fingerprint": "1:65536|0|0"}, "h2_fingerprint"),
        ({"fingerprint": "2570:1|00|0|"}, "h2_fingerprint"),
        ({"fingerprint": "1=65536|0|0|m,a,s,p"}, "settings"),
        ({"fingerprint": "1:65536|many|0|m,a,s,p"}, "window_update"),
        ({"fingerprint": "1:65536|0|3:9|m,a,s,p"}, "priorities"),
        ({"fingerprint": "1:65536|0|0|x"}, "pseudo_order"),
        ({"fingerprint": "1" * (MAX_FINGERPRINT + 1)}, "h2_fingerprint"),
        ({"fingerprint": "1" * 100_000}, "h2_fingerprint"),
        ({"family": ""}, "family"),
        ({"family": "Opera"}, "family"),
        ({"family": "Chrome\u202e"}, "family"),
        ({"family": "x" * 100_000}, "family"),
        ({"confidence": -0.1}, "confidence"),
        ({"confidence": 1.01}, "confidence"),
        ({"confidence": float("nan")}, "confidence"),
        ({"confidence": float("inf")}, "confidence"),
        ({"notes": "x" * (MAX_NOTES + 1)}, "notes"),
        ({"notes": "x" * 100_000}, "notes"),
        ({"notes": "two\nlines"}, "notes"),
        ({"notes": "a\x00b"}, "notes"),
        ({"notes": "a\x1b[31m"}, "notes"),
    ],
)
def test_what_cannot_be_an_entry_is_told_by_its_field(changed: dict[str, object], field: str) -> None:
    given_ = {"fingerprint": CHROME, "family": "Chrome", "confidence": 0.9, "notes": ""} | changed
    with pytest.raises(FieldError) as caught:
        checked(**given_)  # type: ignore[arg-type]
    assert caught.value.field == field
    assert len(caught.value.message) < 300


@given(
    st.lists(st.builds(Signature, st.just(CHROME), st.text(max_size=12), st.floats(width=32).map(digits), st.text()), max_size=3)
)
def test_entries_are_read_from_their_words(entries: list[Signature]) -> None:
    """Whatever others have written into the table comes back by an undo."""
    known = [one for one in entries if ", confidence " not in one.family]
    assert from_words(CHROME, in_words(known)) == tuple(sorted(known))


@pytest.mark.parametrize("text", ["Chrome", "Chrome, confidence", "Chrome, confidence 0.9\n", "Chrome, confidence x: y"])
def test_other_words_are_no_entries(text: str) -> None:
    with pytest.raises(ValueError, match="not entries"):
        from_words(CHROME, text)


# --- sheets -----------------------------------------------------------------------------------------------------------


@given(st.lists(ENTRIES, unique_by=lambda one: one.fingerprint, max_size=8))
def test_a_sheet_is_read_as_it_was_written(entries: list[Signature]) -> None:
    data = sheet.written(entries).encode()
    lines = sheet.read(data, {})
    assert [line.entry for line in lines] == entries
    assert {line.verdict for line in lines} <= {Verdict.NEW}
    again = sheet.read(data, {one.fingerprint: [one] for one in entries})
    assert {line.verdict for line in again} <= {Verdict.SAME}


@given(st.lists(st.builds(Signature, st.text(), st.text(), st.just("0.5"), st.text()), max_size=5))
def test_no_cell_of_a_sheet_is_a_formula(entries: list[Signature]) -> None:
    cells = [cell for row in csv.reader(io.StringIO(sheet.written(entries), newline="")) for cell in row]
    assert len(cells) == 4 * (len(entries) + 1)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def lines(*rows: str, header: str = ",".join(COLUMNS)) -> list[sheet.Line]:
    listed = {CHROME: (Signature(CHROME, "Chrome", "0.9", "a"), Signature(CHROME, "Edge", "0.5"))}
    return sheet.read("\r\n".join([header, *rows]).encode(), listed | {SAFARI: (Signature(SAFARI, "Safari", "1.0"),)})


def test_every_line_has_a_verdict() -> None:
    found = lines(
        f'"{CHROME}",Chrome,0.9,a',
        f'"{SAFARI}",Safari,,',
        '"1:65536|0|0|m,a,s,p",Other,0.25,new',
        '"1:65536|many|0|m,a,s,p",Other,0.25,',
        f'"2570:1;{SAFARI}",Firefox,1,',
        '"1:1|0|0|m",Opera,1,',
        '"1:1|0|0|m",Other,high,',
        '"1:1|0|0|m"',
        '"1:1|0|0|m",Other,1,a,b,c',
    )
    assert [(line.number, str(line.verdict)) for line in found] == [
        (2, "replaces"),
        (3, "same"),
        (4, "new"),
        (5, "error"),
        (6, "error"),
        (7, "error"),
        (8, "error"),
        (9, "error"),
        (10, "new"),
    ]
    said = [line.said for line in found]
    assert said[0] == "Chrome, confidence 0.9: a\nEdge, confidence 0.5"
    assert said[3].startswith("window_update: The window update is a number of bytes")
    assert said[4] == "the same fingerprint as in line 3"
    assert said[5] == "family: a family is one of Chrome, Firefox, Safari, Edge, Other, not 'Opera'"
    assert said[6] == "confidence: confidence is a number from 0 to 1, not 'high'"
    assert found[2].entry == Signature("1:65536|00|0|m,a,s,p", "Other", "0.25", "new")


def test_columns_may_stand_in_any_order_among_others() -> None:
    found = lines(f'x,Safari,"{SAFARI}"', header="\ufeffsource, browser_family,h2_fingerprint")
    assert [line.verdict for line in found] == [Verdict.SAME]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"fingerprint,family\n",
        b"h2_fingerprint\n",
        b"\xff\xfe\x00h",
        b"h2_fingerprint,browser_family\n" + b"x,Chrome\n" * (MAX_LINES + 1),
        b"x" * (MAX_BYTES + 1),
        b'h2_fingerprint,browser_family\n"' + b"x" * 200_000 + b'",Chrome\n',
        b'h2_fingerprint,browser_family\n"x" y,Chrome\n',
    ],
)
def test_what_is_no_sheet_is_refused_whole(data: bytes) -> None:
    with pytest.raises(FieldError) as caught:
        sheet.read(data, {})
    assert caught.value.field == "file"


@given(
    st.binary(max_size=400)
    | st.text(max_size=400).map(lambda text: f"h2_fingerprint,browser_family\n{text}".encode(errors="replace"))
)
def test_any_file_is_read_or_refused(data: bytes) -> None:
    try:
        found = sheet.read(data, {})
    except FieldError as error:
        assert error.field == "file"
    else:
        assert all((line.entry is None) == (line.verdict is Verdict.ERROR) for line in found)
