"""Signing in, end to end against a provider on this machine: an analyst decides, a viewer cannot, not even by the function."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.identity_provider import providing, secrets_file
from tests.browser.person import Person
from tests.browser.served import free_port, served

expect.set_options(timeout=20_000)

PEOPLE: dict[str, dict[str, object]] = {
    "ana": {"email": "ana@x.example", "email_verified": True},
    "eve": {"email": "eve@x.example", "email_verified": True},
    "mallory": {"email": "ana@x.example", "email_verified": False},
    "tom": {"email": "tom@x.example", "groups": ["soc"]},
}
SETTINGS = {"JA4DASH_SIMULATE": "off", "JA4DASH_ANALYSTS": "ana@x.example,soc", "JA4DASH_ROLE_CLAIM": "groups"}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with providing(PEOPLE) as address:
        yield address


@pytest.fixture(scope="module")
def app(issuer: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from signing_in("app.py", issuer, tmp_path_factory.mktemp("signed"))


@pytest.fixture(scope="module")
def bypass(issuer: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from signing_in("tests/browser/bypass.py", issuer, tmp_path_factory.mktemp("bypass"))


def signing_in(script: str, issuer: str, folder: Path) -> Iterator[str]:
    """An app that asks this provider who people are."""
    port = free_port()
    told = folder / "secrets.toml"
    told.write_text(secrets_file(issuer, port))
    with served(folder, SETTINGS, script=script, port=port, options=("--secrets.files", str(told))) as address:
        yield address


def signed_in(browser: Browser, base: str, who: str) -> Person:
    """Somebody who has just signed in."""
    someone = Person.at(browser, base)
    someone.open("/")
    someone.page.get_by_role("button", name="Sign in").click()
    someone.page.get_by_role("link", name=who).click()
    someone.page.wait_for_url(f"{base}/**")
    someone.page.wait_for_selector("[data-testid=stMain]")
    someone.settle()
    return someone


def test_nothing_is_shown_before_somebody_signs_in(browser: Browser, app: str) -> None:
    stranger = Person.at(browser, app)
    stranger.open("/ip?ip=203.0.113.9")
    expect(stranger.page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert "Who" not in stranger.text()
    assert stranger.complaints() == []
    stranger.page.context.close()


@pytest.mark.parametrize(("who", "name"), [("ana", "ana@x.example"), ("tom", "tom@x.example")])
def test_an_analyst_decides_and_takes_it_back(browser: Browser, app: str, who: str, name: str) -> None:
    """By e-mail address, and by a group in the claim."""
    analyst = signed_in(browser, app, who)
    analyst.page.get_by_role("button", name=name).click()
    expect(analyst.page.get_by_text("Signed in as an analyst.")).to_be_visible()
    analyst.open("/ip?ip=203.0.113.9")
    analyst.page.get_by_role("button", name="Bot", exact=True).click()
    expect(analyst.page.get_by_text("now bot, written and read back")).to_be_visible()
    analyst.page.get_by_role("button", name="Undo", exact=True).click()
    expect(analyst.page.get_by_text("again, written and read back")).to_be_visible()
    analyst.open("/journal")
    expect(analyst.page.get_by_text("What was written")).to_be_visible()
    assert "Nothing written" not in analyst.text()
    analyst.page.get_by_role("button", name=name).click()
    analyst.page.get_by_role("button", name="Sign out").click()
    expect(analyst.page.get_by_role("heading", name="Sign in")).to_be_visible()
    gone = "(name) => document.querySelector('h1')?.innerText === 'Sign in' && !document.documentElement.outerHTML.includes(name)"
    analyst.page.wait_for_function(gone, arg=name)  # the page is loaded anew meanwhile
    analyst.page.context.close()


@pytest.mark.parametrize("who", ["eve", "mallory"])
def test_a_viewer_reads_and_finds_no_form(browser: Browser, app: str, who: str) -> None:
    """Mallory says the analyst's e-mail address, and the provider says that it is not verified."""
    viewer = signed_in(browser, app, who)
    viewer.open("/ip?ip=203.0.113.9")
    expect(viewer.page.get_by_role("button", name="read-only")).to_be_visible()
    expect(viewer.page.get_by_text("Signed in as a viewer.").first).to_be_visible()
    assert viewer.page.get_by_role("button", name="Bot", exact=True).count() == 0
    viewer.page.context.close()


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("ana", "written: ana@x.example"),
        ("eve", "refused: eve@x.example may not decide about sources as viewer"),
        ("mallory", "refused: ana@x.example may not decide about sources as viewer"),
    ],
)
def test_the_write_function_asks_who_it_is(browser: Browser, bypass: str, who: str, said: str) -> None:
    someone = signed_in(browser, bypass, who)
    someone.page.get_by_role("button", name="Write").click()
    expect(someone.page.get_by_text(said)).to_be_visible()
    someone.page.context.close()


def test_nobody_is_refused_too(browser: Browser, bypass: str) -> None:
    stranger = Person.at(browser, bypass)
    stranger.open("/")
    stranger.page.get_by_role("button", name="Write").click()
    expect(stranger.page.get_by_text("may not decide about sources as nobody")).to_be_visible()
    stranger.page.context.close()
