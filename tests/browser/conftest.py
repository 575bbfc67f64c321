"""One served app and one Chromium for all browser tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.person import Person, browsing
from tests.browser.served import served


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent.name == "browser":
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with browsing() as found:
        yield found


@pytest.fixture(scope="session")
def simulated_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app as `make run` starts it, with a short simulated past."""
    settings = {"JA4DASH_SIMULATE_DAYS": "1", "JA4DASH_SIMULATE_RATE": "0.5"}
    with served(tmp_path_factory.mktemp("app"), settings) as address:
        yield address


@pytest.fixture
def person(browser: Browser, simulated_app: str) -> Iterator[Person]:
    """Somebody who opens the simulated app."""
    someone = Person.at(browser, simulated_app)
    yield someone
    someone.page.context.close()
