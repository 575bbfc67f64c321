"""Views: what they are called, the way from one to the next, and what a click on a facet asks for."""

from __future__ import annotations

import pytest

from ja4dash.errors import FieldError
from ja4dash.scope import Scope
from ja4dash.ui.facets import EXCLUDED, INCLUDED, wanted
from ja4dash.ui.palette import said
from ja4dash.ui.views import LONGEST_TRAIL, View, followed
from ja4dash.writes.views import MAX_NAME, clean_name

LIST = View("detections", "window=7d", "Detections")
CAMPAIGN = View("campaign", "campaign=3", "Campaign")
SOURCE = View("ip", "ip=2001%3Adb8%3A%3A7&window=7d", "Source")
JA4 = View("ja4", "ja4=t13d1517h2_8daaf6152771_cb7bf5808d99", "JA4")


def test_a_view_is_called_by_its_page_and_subject() -> None:
    assert SOURCE.name == "Source 2001:db8::7"
    assert SOURCE.parameters == {"ip": ["2001:db8::7"], "window": ["7d"]}
    assert LIST.name == "Detections"


def walked(*views: View) -> list[View]:
    way: list[View] = []
    for view in views:
        way = followed(way, view)
    return way


@pytest.mark.parametrize(
    ("steps", "way"),
    [
        ([LIST, CAMPAIGN, SOURCE, JA4], [LIST, CAMPAIGN, SOURCE, JA4]),
        ([LIST, CAMPAIGN, SOURCE, JA4, CAMPAIGN], [LIST, CAMPAIGN]),
        ([CAMPAIGN, SOURCE, LIST], [LIST]),
        ([SOURCE], [SOURCE]),
        ([LIST, View("ip", "", "Source"), SOURCE], [View("ip", "", "Source"), SOURCE]),
    ],
)
def test_the_way_grows_is_cut_by_going_back_and_begins_with_a_list(steps: list[View], way: list[View]) -> None:
    assert walked(*steps) == way


def test_the_same_source_in_another_window_is_no_further_step() -> None:
    later = View("ip", "ip=2001%3Adb8%3A%3A7&window=1h", "Source")
    assert walked(LIST, SOURCE, later) == [LIST, later]


def test_a_long_way_forgets_its_beginning() -> None:
    sources = [View("ip", f"ip=203.0.113.{number}", "Source") for number in range(9)]
    assert walked(*sources) == sources[-LONGEST_TRAIL:]


def test_the_scope_of_a_view_in_words() -> None:
    assert said("window=7d&country=%21DE&ip=&detail=Requests") == "last 7 d, not country DE"
    assert said("ja4=x") == "JA4 x"


@pytest.mark.parametrize("name", ["", "  ", "x" * (MAX_NAME + 1), "a\x07b", "a\u2028b\ud800"])
def test_a_name_that_cannot_be_written(name: str) -> None:
    with pytest.raises(FieldError, match="a name"):
        clean_name(name)


def test_a_name_is_text() -> None:
    assert clean_name("  <b>![x](http://203.0.113.9)</b>\n today ") == "<b>![x](http://203.0.113.9)</b> today"


DE = Scope().where("country", "DE", "FR").where("country", "US", exclude=True)


@pytest.mark.parametrize(
    ("value", "state", "exclude", "scope"),
    [
        ("NL", "", False, DE.where("country", "NL")),
        ("NL", "", True, DE.where("country", "NL", exclude=True)),
        ("DE", INCLUDED, False, Scope().where("country", "FR").where("country", "US", exclude=True)),
        ("DE", INCLUDED, True, Scope().where("country", "FR").where("country", "US", exclude=True)),
        ("US", EXCLUDED, False, Scope().where("country", "DE", "FR")),
    ],
)
def test_a_click_on_a_facet(value: str, state: str, exclude: bool, scope: Scope) -> None:
    assert wanted(DE, "country", value, state, exclude=exclude) == scope
