"""Fingerprints taken apart on screen: known, near, unknown, and written by somebody who means harm."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.unit.fingerprints import h2s, ja4s, signatures

HARM = "<b>![x](http://evil.example/x.png)</b> `` $x$ :red[t]"


def drawn_ja4(text: str) -> AppTest:
    def page(text: str) -> None:
        from ja4dash.ui.anatomy import ja4_anatomy

        ja4_anatomy(text)

    return AppTest.from_function(page, kwargs={"text": text}, default_timeout=30).run()


def drawn_h2(text: str, known: dict[str, str]) -> AppTest:
    def page(text: str, known: dict[str, str]) -> None:
        from ja4dash.ui.anatomy import h2_anatomy

        h2_anatomy(text, known)

    return AppTest.from_function(page, kwargs={"text": text, "known": known}, default_timeout=30).run()


def texts(app: AppTest) -> str:
    return "\n".join(text.value for text in app.text)


def test_a_ja4_is_cut_into_its_parts() -> None:
    app = drawn_ja4("t13d1517h2_8daaf6152771_cb7bf5808d99")
    assert not app.exception
    assert [shown.value for shown in app.markdown] == [
        "`t`",
        "`13`",
        "`d`",
        "`15`",
        "`17`",
        "`h2`",
        "`8daaf6152771`",
        "`cb7bf5808d99`",
    ]
    assert list(app.dataframe[0].value["name"])[:2] == ["Protocol", "TLS version"]
    assert list(app.dataframe[0].value["meaning"])[5] == "HTTP/2 was offered first (h2)"


@pytest.mark.parametrize(
    ("fingerprint", "said"),
    [
        ("1:65536;2:0;4:6291456;6:262144|15663105|0|m,a,s,p", "A known signature: Chrome."),
        (
            "1:65536;2:0;4:2097152;6:262144|15663105|0|m,a,s,p",
            "Nearest known signature: Chrome except INITIAL_WINDOW_SIZE 2097152.\n"
            "  · INITIAL_WINDOW_SIZE 2097152 instead of 6291456",
        ),
        ("2:0;4:4194304;6:10485760|1073741824|0|a,m,p,s", "Observed on the wire from Go-http-client."),
        ("2:0;4:4194304;6:10485760|1073741824|0|a,m,p,s", "No known signature is near. The nearest one, of Safari, differs in:"),
    ],
)
def test_where_an_h2_fingerprint_stands(fingerprint: str, said: str) -> None:
    app = drawn_h2(fingerprint, signatures())
    assert not app.exception
    assert said in texts(app)


def test_grease_is_shown_and_the_spelling_that_is_looked_up_beside_it() -> None:
    app = drawn_h2("1:65536;2570:9;2:0;4:6291456;6:262144|15663105|0|m,a,s,p", signatures())
    assert "GREASE 0x0A0A" in list(app.dataframe[0].value["name"])
    assert [shown.value for shown in app.code] == ["1:65536;2:0;4:6291456;6:262144|15663105|0|m,a,s,p"]
    assert "A known signature: Chrome." in texts(app)


def test_no_signatures_is_said() -> None:
    assert "There are no signatures to compare it with." in texts(drawn_h2("|00|0|a,m,p,s", {}))


def test_an_analysts_family_is_text() -> None:
    app = drawn_h2("1:1|00|0|m,a,s,p", {"1:2|00|0|m,a,s,p": HARM})
    assert HARM in texts(app)
    assert HARM not in " ".join(shown.value for shown in [*app.markdown, *app.caption])


@pytest.mark.parametrize("text", ["", HARM, "t13d1517h2_8daaf6152771", "1:x|2|3|4"])
def test_what_is_no_fingerprint_is_said_calmly_and_shown_as_text(text: str) -> None:
    for app in (drawn_ja4(text), drawn_h2(text, signatures())):
        assert not app.exception
        assert not app.error
        assert texts(app).endswith(".")
        assert [shown.value for shown in app.code] == ([text] if text else [])
        assert not app.markdown


def test_a_text_without_end_is_cut() -> None:
    shown = drawn_h2("x" * 100_000, {}).code[0].value
    assert len(shown) == 300
    assert "…" in shown


def test_every_known_value_can_be_drawn() -> None:
    def page(ja4: list[str], h2: list[str], known: dict[str, str]) -> None:
        from ja4dash.ui.anatomy import h2_anatomy, ja4_anatomy

        for text in ja4:
            ja4_anatomy(text)
        for text in h2:
            h2_anatomy(text, known)

    app = AppTest.from_function(
        page, kwargs={"ja4": sorted(ja4s()), "h2": sorted(h2s()), "known": signatures()}, default_timeout=30
    ).run()
    assert not app.exception
    assert len(app.dataframe) == len(ja4s()) + len(h2s())
