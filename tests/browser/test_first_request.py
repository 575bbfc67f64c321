"""The very first request of a process may be a deep link: a wall screen that reconnects, a link a colleague pasted."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.person import Person
from tests.browser.served import served


def test_a_deep_link_may_come_first(browser: Browser, tmp_path: Path) -> None:
    with served(tmp_path, {"JA4DASH_SIMULATE": "off"}) as address:
        person = Person.at(browser, address)
        person.open("/health?window=3d")
        said = person.text()
        assert person.page.locator("[data-testid=stSidebarNavLink]", has_text="Reference lists").count() == 1
        assert "embedded engine" in said, "the header is there"
        assert "does not exist" not in said, "the schema was made ready"
        assert "last 3 d" in said.lower()
        assert person.complaints() == []
        person.page.context.close()
