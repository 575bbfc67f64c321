"""What an attacker wrote, seen in a browser: text in cells, never an element, never a request."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Dialog

from tests.browser.person import Person
from tests.browser.served import ROOT, served

HOSTILE = (
    '<img src=x onerror=alert(1)> ![b](http://203.0.113.99/b.png) [c](javascript:alert(1)) :material/home: =HYPERLINK("http://e")'
)
SOURCE = "203.0.113.9"
FILL = f"""
from pathlib import Path
import sys
from ja4dash.db import Door
from ja4dash.schema import migrate
from ja4dash.settings import load
from tests.sql.detected import put, session
from tests.sql.traffic import send
door = Door(load(engine="embedded", data_dir=Path(sys.argv[1]), simulate="off"))
assert migrate(door).complete
text = {HOSTILE!r}
row = dict.fromkeys(("header_user_agent", "path", "query", "host", "header_sec_ch_ua", "ja4", "h2_fingerprint", "method"), text)
send(door, [row | {{"src_ip": {SOURCE!r}, "ago": number, "src_as_name": text, "header_referer": text}} for number in range(40)])
now = f"{{door.now():%Y-%m-%d %H:%M:%S}}"
texts = dict.fromkeys(("host", "ja4", "asn_org", "bot_name", "browser_family", "model_name"), text)
one = session(now, {SOURCE!r}, "CRITICAL", -1.0, **texts)
put(door, "ml_detected_anomalies", [one | {{"campaign_id": 1, "reason": text}}])
put(door, "ml_all_scores", [one])
seen = {{name: one[name] for name in ("detected_at", "src_ip", "ja4", "host", "model_name", "threat_level")}}
put(door, "session_features", [seen | {{"seen": {{"hits": 1.0, text: 1.0}}}}])
listed = dict.fromkeys(("h2_fingerprint", "browser_family", "notes"), text)
put(door, "browser_h2_signatures", [listed | {{"confidence": 1.0}}])
sets = dict.fromkeys(("ja4_set", "asn_set", "ip_sample"), [text])
put(door, "fleet_detections", [sets | {{"detected_at": now, "community_id": 1}}])
decided = dict.fromkeys(("comment", "analyst"), text)
put(door, "soc_feedback", [decided | {{"created_at": now, "src_ip": {SOURCE!r}, "classification": "bot"}}])
written = dict.fromkeys(("who", "role", "action", "target_kind", "target", "before", "after", "batch"), text)
put(door, "soc_journal", [written | {{"outcome": "begun"}}, written | {{"outcome": "failed", "note": text}}])
door.pool.close()
"""
PAGES = [
    "/",
    "/traffic",
    f"/traffic?host={quote(HOSTILE[:60])}&q={quote('![b](http://203.0.113.99/b.png)')}",
    "/detections",
    "/scores",
    "/campaigns",
    "/campaign?campaign=1",
    "/fleets",
    "/triage",
    "/discovery",
    "/verdicts",
    "/wall",
    "/evasion",
    "/models",
    "/signatures",
    "/health",
    "/journal",
    f"/ip?ip={SOURCE}",
    f"/ip?ip={quote(HOSTILE)}",
    "/ja4",
    f"/ja4?ja4={quote(HOSTILE)}",
    f"/reference?list={quote(HOSTILE)}",
]


@pytest.fixture(scope="module")
def hostile_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("hostile")
    subprocess.run([sys.executable, "-c", FILL, str(folder)], cwd=ROOT, check=True, timeout=120)
    with served(folder, {"JA4DASH_SIMULATE": "off"}) as address:
        yield address


def test_nothing_an_attacker_wrote_comes_to_life(browser: Browser, hostile_app: str) -> None:
    person = Person.at(browser, hostile_app)
    dialogs: list[str] = []

    def dismissed(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    person.page.on("dialog", dismissed)
    for path in PAGES:
        person.open(path)
        assert person.complaints() == [], path
        assert person.page.locator("[data-testid=stMain] img").count() == 0, path
        links = person.page.locator("a[href^='javascript:'], a[href*='//203.0.113.99']")  # in a link of ours it is encoded
        assert [link.evaluate("link => link.outerHTML") for link in links.all()] == [], path
    assert dialogs == []
    person.page.context.close()
