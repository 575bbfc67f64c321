"""HTTP/2 fingerprints: every captured and listed value, their canonical spelling, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ja4dash.fingerprint.error import FingerprintError
from ja4dash.fingerprint.h2 import H2, Priority, canonical, explained, parse, reserved, size
from tests.unit.fingerprints import h2s, made_h2

CHROME = "1:65536;2:0;4:6291456;6:262144|15663105|0|m,a,s,p"
FIREFOX = "1:65536;4:131072;5:16384|12517377|3:0:0:201,5:0:0:101,7:0:0:1,9:0:7:1,11:0:3:1,13:0:0:241|m,p,a,s"


def meanings(text: str) -> dict[str, str]:
    return {part.name: part.meaning for part in explained(parse(text))}


def test_every_captured_and_listed_value_is_read_explained_and_canonical() -> None:
    assert len(h2s()) == 28
    for text in h2s():
        h2 = parse(text)
        assert h2.text == h2.canonical == text
        assert all(part.meaning and part.source for part in explained(h2))


def test_the_fields() -> None:
    assert parse(CHROME) == H2(((1, 65536), (2, 0), (4, 6291456), (6, 262144)), 15663105, (), ("m", "a", "s", "p"), CHROME)
    h2 = parse(FIREFOX)
    assert h2.priorities[0] == Priority(3, False, 0, 201)
    assert h2.priorities[3] == Priority(9, False, 7, 1)
    assert len(h2.priorities) == 6
    node = parse("|00|0|a,m,p,s")
    assert (node.settings, node.window_update, node.priorities) == ((), None, ())


def test_what_the_parts_mean() -> None:
    said = meanings("1:65536;2:0;3:100;4:6291456;5:16384;6:262144;8:1;9:1;6698:7;17:3|15663105|3:1:0:201|m,a,s,p")
    assert said == {
        "HEADER_TABLE_SIZE": "64 KiB for header compression (default 4 KiB)",
        "ENABLE_PUSH": "server push refused",
        "MAX_CONCURRENT_STREAMS": "at most 100 streams opened by the server at once (default unlimited)",
        "INITIAL_WINDOW_SIZE": "6 MiB in flight a stream (default 65,535 bytes)",
        "MAX_FRAME_SIZE": "frames of at most 16 KiB (default 16 KiB)",
        "MAX_HEADER_LIST_SIZE": "headers of at most 256 KiB (default unlimited)",
        "ENABLE_CONNECT_PROTOCOL": "extended CONNECT, as for WebSocket over HTTP/2",
        "NO_RFC7540_PRIORITIES": "no priorities of the old kind",
        "GREASE 0x1A2A": "a reserved setting, sent at random; its value 7 means nothing",
        "setting 0x0011": "3; not a setting of RFC 9113, 8441 or 9218",
        "WINDOW_UPDATE": "raises the connection's window to 15 MiB",
        "PRIORITY of stream 3": "depends on the root with weight 201, and takes its place alone",
        "Pseudo-headers": ":method, :authority, :scheme, :path",
    }


def test_what_missing_parts_mean() -> None:
    said = meanings("|00|0|a,m,p,s")
    assert said["SETTINGS"] == "no settings were sent: all have their default"
    assert said["WINDOW_UPDATE"] == "none was sent: the connection keeps 65,535 bytes"
    assert said["PRIORITY"] == "no PRIORITY frames were sent"
    assert meanings("1:1|00|0|")["Pseudo-headers"] == "no order was recorded"
    assert meanings("2:7|00|0|m")["ENABLE_PUSH"] == "7, which is not allowed"


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        (f"  {CHROME}\n", CHROME),
        ("1:65536, 2:0, 4:6291456, 6:262144 | 15663105 | | m, a, s, p", CHROME),
        ("2570:1;1:65536;2:0;4:6291456;6:262144;64250:99|15663105|0|m,a,s,p", CHROME),
        ("01:065536;2:0;4:6291456;6:262144|0015663105|0|m,a,s,p", CHROME),
        ("|||a,m,p,s", "|00|0|a,m,p,s"),
        ("|0|0|a,m,p,s", "|00|0|a,m,p,s"),
        ("2570:1|00|0|m,a", "|00|0|m,a"),
    ],
)
def test_there_is_one_spelling(text: str, spelling: str) -> None:
    assert canonical(text) == spelling
    assert parse(text).text == text


def test_reserved_settings_are_those_of_every_nibble_before_two_as() -> None:
    numbers = {number for number in range(0x10000) if reserved(number)}
    assert numbers == {high << 12 | 0xA00 | low << 4 | 0xA for high in range(16) for low in range(16)}


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", "h2_fingerprint"),
        (" ", "h2_fingerprint"),
        ("|||", "h2_fingerprint"),
        ("|00|0|", "h2_fingerprint"),
        ("garbage", "h2_fingerprint"),
        (f"{CHROME}|", "h2_fingerprint"),
        ("1:65536|15663105|0", "h2_fingerprint"),
        ("1=65536|15663105|0|m,a,s,p", "settings"),
        ("1:65536;|15663105|0|m,a,s,p", "settings"),
        ("65536:1|15663105|0|m,a,s,p", "settings"),
        ("1:4294967296|15663105|0|m,a,s,p", "settings"),
        ("1:-1|15663105|0|m,a,s,p", "settings"),
        ("1:²|15663105|0|m,a,s,p", "settings"),
        ("1:" + "9" * 5000 + "|15663105|0|m,a,s,p", "settings"),
        ("1:65536|2147483648|0|m,a,s,p", "window_update"),
        ("1:65536|x|0|m,a,s,p", "window_update"),
        ("1:65536|00|3:0:0|m,a,s,p", "priorities"),
        ("1:65536|00|3:2:0:201|m,a,s,p", "priorities"),
        ("1:65536|00|3:0:0:257|m,a,s,p", "priorities"),
        ("1:65536|00|0|m,a,s,x", "pseudo_order"),
        ("1:65536|00|0|m,a,s,m", "pseudo_order"),
        ("1:65536|00|0|masp", "pseudo_order"),
    ],
)
def test_what_is_no_fingerprint_is_told_by_its_field(text: str, field: str) -> None:
    with pytest.raises(FingerprintError) as caught:
        parse(text)
    assert caught.value.field == field
    assert caught.value.message.endswith(".")


@given(made_h2())
def test_what_is_written_is_what_was_read(text: str) -> None:
    h2 = parse(text)
    settings, window, priorities, pseudo = text.split("|")
    assert h2.text == text
    assert ";".join(f"{number}:{value}" for number, value in h2.settings) == settings
    assert h2.window_update == (None if window == "00" else int(window))
    assert len(h2.priorities) == (0 if priorities == "0" else priorities.count(",") + 1)
    kept = [item for item in settings.split(";") if item and int(item.split(":")[0]) & 0x0F0F != 0x0A0A]
    assert h2.canonical == "|".join((";".join(kept), window, priorities, pseudo))
    assert canonical(h2.canonical) == h2.canonical
    assert all(part.name and part.meaning for part in explained(h2))


@given(st.text() | st.text("0123456789:;,|masp ", max_size=60))
def test_any_text_is_a_fingerprint_or_an_error_with_a_field(text: str) -> None:
    try:
        assert parse(text).text == text
    except FingerprintError as error:
        assert error.field
        assert error.message
    else:
        assert "|" in text


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (65_535, "65,535 bytes"),
        (65_536, "64 KiB"),
        (15_728_640, "15 MiB"),
        (10_551_295, "about 10.1 MiB"),
        (1_073_807_359, "about 1.0 GiB"),
        (2_147_483_648, "2 GiB"),
    ],
)
def test_sizes_are_in_units(value: int, said: str) -> None:
    assert size(value) == said
