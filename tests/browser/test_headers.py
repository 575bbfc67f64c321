"""Security headers: on every answer, strict enough to stop a beacon, lax enough for every page."""

from __future__ import annotations

import urllib.request

import pytest
from playwright.sync_api import Browser

from ja4dash.ui.headers import HEADERS, POLICY
from tests.browser.person import Person

BEACON = """async () => {
    const said = [];
    document.addEventListener('securitypolicyviolation', found => said.push(found.effectiveDirective));
    const image = new Image(); image.src = 'http://203.0.113.99/beacon.png';
    await fetch('http://203.0.113.99/beacon').catch(() => null);
    const script = document.createElement('script'); script.textContent = 'window.owned = 1'; document.body.append(script);
    const frame = document.createElement('iframe'); frame.src = 'http://203.0.113.99/'; document.body.append(frame);
    await new Promise(done => setTimeout(done, 300));
    return [[...new Set(said)].sort(), window.owned === undefined];
}"""


@pytest.mark.parametrize("path", ["/", "/traffic", "/_stcore/health", "/app/static/mark.svg", "/nowhere.js"])
def test_every_answer_carries_them(simulated_app: str, path: str) -> None:
    with urllib.request.urlopen(simulated_app + path) as answer:
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS


def test_the_browser_obeys(browser: Browser, simulated_app: str) -> None:
    person = Person.at(browser, simulated_app)
    person.open("/glossary")
    assert person.complaints() == []
    refused, unharmed = person.page.evaluate(BEACON)
    assert refused == ["connect-src", "frame-src", "img-src", "script-src-elem"]
    assert unharmed
    person.page.context.close()


def test_no_inline_script_is_let_through_unseen() -> None:
    scripts = next(part for part in POLICY.split("; ") if part.startswith("script-src"))
    assert "unsafe-inline" not in scripts
    assert "'sha256-" in scripts
