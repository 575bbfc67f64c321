"""Signatures on screen: promoted, replaced, withdrawn and undone, imported; said when it is saved but not live."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from ja4dash import cache, db
from ja4dash.db import Door
from ja4dash.errors import Category, QueryError
from ja4dash.queries import signatures
from ja4dash.rights import Person, Role, Visit
from ja4dash.scope import Scope
from ja4dash.signature import sheet
from ja4dash.writes import signatures as writes
from ja4dash.writes.signatures import promote
from tests.pages.conftest import Open, words
from tests.sql.test_browsers import CHROME_H2, CHROME_JA4, session
from tests.sql.test_promotion import Failing, rows, said
from tests.sql.traffic import send
from tests.unit.test_signature import HOSTILE

ANA = Person("ana", Role.ANALYST)
NEW = "1:65536;2:0;4:2097152|15663105|0|m,a,s,p"

Form = Callable[..., AppTest]


@pytest.fixture
def carried(door: Door) -> Door:
    """Two sessions carry an unknown fingerprint, in a spelling with GREASE; their JA4 are Chrome's."""
    for ip in ("10.0.0.1", "10.0.0.2"):
        send(door, session(ip, CHROME_JA4, f"2570:9;{NEW}", 12))
    return door


@pytest.fixture
def form(monkeypatch: pytest.MonkeyPatch) -> Form:
    """What the dialog holds, alone: a test of a whole page closes a dialog at its second run."""
    monkeypatch.setattr(Visit, "local", True)

    def opened(fingerprint: str = "", *, sheets: bool = False) -> AppTest:
        st.cache_data.clear()
        cache._kept.clear()
        script = _import if sheets else _promotion
        app = AppTest.from_function(script, default_timeout=30, kwargs={} if sheets else {"fingerprint": fingerprint}).run()
        assert not app.exception
        return app

    return opened


def _promotion(fingerprint: str) -> None:
    from ja4dash.scope import Scope
    from ja4dash.ui import promotion

    promotion._compose(fingerprint, Scope())


def _import() -> None:
    from ja4dash.scope import Scope
    from ja4dash.ui import sheets

    sheets._compose(Scope())


def keys(app: AppTest) -> set[str]:
    return {str(button.key) for button in app.button}


def pressed(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def plain(app: AppTest) -> str:
    return words(app).replace("\u202f", " ")


@pytest.mark.parametrize(("page", "key"), [("signatures", "promotion_selected"), ("discovery", "promotion_profile")])
def test_a_fingerprint_is_promoted_from_where_it_is_seen(page: str, key: str, open_page: Open, carried: Door) -> None:
    app = pressed(open_page(page), key)
    assert [code.value for code in app.code if code.value == NEW], "the canonical spelling is shown"
    text = plain(app)
    assert "by 2 sessions of 2 sources, 24 requests" in text
    assert "Suggested: 100 % of the sessions whose JA4 is known as a browser say Chrome." in text
    assert "Nearest known signature: Chrome except" in text
    assert app.selectbox(key=f"promotion_family_{NEW}").value == "Chrome"
    app.text_input(key=f"promotion_notes_{NEW}").set_value(HOSTILE[0])
    pressed(app, "promotion_write")
    assert rows(carried, NEW) == [(NEW, "Chrome", 0.8, HOSTILE[0])]
    assert said(carried, NEW) == "Chrome"
    assert HOSTILE[0] not in "".join(str(element.value) for kind in (app.markdown, app.caption) for element in kind)
    assert list(signatures.versions(NEW)["outcome"]) == ["done"]


def test_what_was_done_is_said(form: Form, carried: Door) -> None:
    app = pressed(form(NEW), "promotion_write")
    assert "is now Chrome, written and read back" in plain(app)
    assert "Live: look-ups answer so since" in plain(app)
    assert app.button(key="promotion_write").label == "Replace with Chrome"
    app = pressed(app, "promotion_write")
    assert "Nothing to change: it is already so." in plain(app)
    assert "written and read back" not in plain(app)


def test_the_way_back_stands_beside_what_was_done(form: Form, carried: Door) -> None:
    app = pressed(pressed(form(NEW), "promotion_write"), "said_undo")
    assert rows(carried, NEW) == []
    assert "is as before, written and read back" in plain(app)
    pressed(app, "said_undo")
    assert rows(carried, NEW) == [(NEW, "Chrome", 0.8, "")]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_listed_stands_beside_what_would_be(form: Form, carried: Door, text: str) -> None:
    promote(NEW, "Firefox", 0.4, text, who=ANA)
    app = form(NEW)
    assert app.button(key="promotion_write").label == "Replace with Firefox"
    app.selectbox(key=f"promotion_family_{NEW}").set_value("Edge").run()
    entry = text.replace("\\", "\\\\")
    assert {f"Firefox, confidence 0.4: {entry}", f"Edge, confidence 0.4: {entry}"} <= {str(code.value) for code in app.code}
    app.text_input(key=f"promotion_notes_{NEW}").set_value("edge after all")
    pressed(app, "promotion_write")
    assert rows(carried, NEW) == [(NEW, "Edge", 0.4, "edge after all")]


def test_what_would_contradict_itself_is_counted_by_family(form: Form, carried: Door) -> None:
    app = form(NEW)
    app.selectbox(key=f"promotion_family_{NEW}").set_value("Firefox").run()
    told = plain(app)
    assert "Would contradict themselves as Firefox" in told
    assert "2 sessions of 2 sources, none of them detected" in told
    app.selectbox(key=f"promotion_family_{NEW}").set_value("Other").run()
    assert "2 sessions of 2 sources, none of them detected" not in plain(app)


def test_a_shared_fingerprint_asks_which_family(form: Form, door: Door) -> None:
    app = form(CHROME_H2)
    assert "Listed now: 2 entries, all of which are replaced" in plain(app)
    assert app.selectbox(key=f"promotion_family_{CHROME_H2}").value is None
    assert "promotion_write" not in keys(app)


def test_withdraw_and_undo_and_undo_again(open_page: Open, carried: Door) -> None:
    promote(NEW, "Chrome", 0.5, who=ANA)
    app = pressed(open_page("signatures", h2=f"2570:3;{NEW}"), "signature_withdraw")
    assert (rows(carried, NEW), said(carried, NEW)) == ([], "")
    assert "is withdrawn, written and read back" in words(app)
    pressed(app, "signature_undo")
    assert rows(carried, NEW) == [(NEW, "Chrome", 0.5, "")]
    assert app.button(key="signature_undo").label == "Undo the undo"
    assert app.dataframe[-1].value["action"].tolist() == ["Undo", "Withdraw", "Promote"]


def test_add_by_hand_names_the_wrong_part(form: Form, carried: Door) -> None:
    app = form()
    app.text_input(key="promotion_typed").set_value("1:65536|many|0|m,a,s,p").run()
    assert "The window update is a number of bytes" in words(app)
    assert "promotion_write" not in keys(app)
    app.text_input(key="promotion_typed").set_value("1:7,2:0|0|0|m,a,s,p").run()
    assert "Nobody carried it in the last 24 h" in plain(app)
    spelled = "1:7;2:0|00|0|m,a,s,p"
    app.selectbox(key=f"promotion_family_{spelled}").set_value("Other").run()
    pressed(app, "promotion_write")
    assert rows(carried, spelled) == [(spelled, "Other", 0.8, "")]


def test_saved_but_not_live_is_said_and_can_be_tried_again(form: Form, open_page: Open, carried: Door) -> None:
    app = form(NEW)
    with db.use(Failing(carried.settings, pool=carried.pool)):
        pressed(app, "promotion_write")
    assert "Saved, not live" in words(app)
    assert "Not enough privileges" in words(app)
    assert {"said_live", "said_undo"} <= keys(app)
    assert (rows(carried, NEW), said(carried, NEW)) == ([(NEW, "Chrome", 0.8, "")], "")
    app = pressed(open_page("signatures", h2=NEW), "signature_live")
    assert "Live: look-ups answer so since" in words(app)
    assert said(carried, NEW) == "Chrome"
    assert "signature_live" not in keys(app)


def test_somebody_else_was_faster(form: Form, carried: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise QueryError(Category.CONFLICT, "bob changed it at the same moment. What stands: Firefox")

    monkeypatch.setattr(writes, "promote", refused)
    app = pressed(form(NEW), "promotion_write")
    assert "**Changed meanwhile**" in words(app)
    assert "bob changed it" in words(app)


def test_without_the_table_the_form_says_so(form: Form, door: Door) -> None:
    door.command("DROP TABLE {processing:Identifier}.browser_h2_signatures SETTINGS check_table_dependencies = 0", door.names())
    app = form(CHROME_H2)
    assert "The table of signatures is not deployed here" in words(app)
    app.selectbox(key=f"promotion_family_{CHROME_H2}").set_value("Other").run()
    assert app.button(key="promotion_write").disabled
    assert "The table of signatures is not deployed here" in words(form(sheets=True))


def test_who_may_not_curate_reads_why(form: Form, carried: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    app = form(NEW)
    assert not app.button(key="promotion_write").disabled
    monkeypatch.setattr(Visit, "local", False)
    app.button(key="promotion_write").click().run()
    assert "may not change signatures as viewer" in plain(app)
    assert app.button(key="promotion_write").disabled
    assert "Read-only: this server can be reached from other machines" in plain(app)
    assert rows(carried, NEW) == []


def test_an_import_shows_every_line_before_it_writes(form: Form, carried: Door) -> None:
    app = form(sheets=True)
    text = f'h2_fingerprint,browser_family,confidence,notes\n"{NEW}",Chrome,0.5,\'=1+1\n"{CHROME_H2}",Edge,1,\n"x",Chrome,1,\n'
    app.file_uploader(key="sheet_file").set_value(("signatures.csv", text.encode(), "text/csv")).run()
    assert not app.exception
    assert "**1** new · **1** replace · **0** the same · **1** with an error" in words(app)
    lines = next(frame.value for frame in app.dataframe if "verdict" in frame.value)
    assert lines["number"].tolist() == [4, 2, 3]
    pressed(app, "sheet_write")
    assert "2 signatures are imported, written and read back" in words(app)
    assert rows(carried, NEW) == [(NEW, "Chrome", 0.5, "=1+1")]
    assert rows(carried, CHROME_H2) == [(CHROME_H2, "Edge", 1.0, "")]
    assert signatures.totals(Scope())["signatures"][0] == 20
    assert sheet.written([entry for some in signatures.listed().values() for entry in some]).count("'=1+1") == 1


def test_a_file_that_is_none_is_refused(form: Form, door: Door) -> None:
    app = form(sheets=True)
    app.file_uploader(key="sheet_file").set_value(("x.csv", b"\xff\xfe\x00", "text/csv")).run()
    assert "the file is not UTF-8" in words(app)
    assert "sheet_write" not in keys(app)
