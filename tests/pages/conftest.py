"""Pages on a door of the test's choosing, without a browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache as cached
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest, local_script_runner
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from ja4dash import cache, db, feed, service
from ja4dash.db import Door
from ja4dash.rights import Visit
from ja4dash.severity import LEVELS
from ja4dash.ui import start
from tests.conftest import fresh_settings
from tests.pages.gallery import Gallery, Seen
from tests.shelf import Shelf
from tests.sql.detected import FULL, put, session
from tests.sql.traffic import send_captured

ROOT = Path(__file__).parents[2]
PAGES = [
    "overview",
    "traffic",
    "detections",
    "triage",
    "scores",
    "sessions",
    "features",
    "geography",
    "discovery",
    "novelty",
    "campaigns",
    "campaign",
    "fingerprints",
    "browsers",
    "coherence",
    "signatures",
    "evasion",
    "fleets",
    "models",
    "verdicts",
    "health",
    "ip",
    "ja4",
    "reference",
    "journal",
    "wall",
]

Open = Callable[..., AppTest]
See = Callable[..., Seen]


@pytest.fixture(scope="session", autouse=True)
def scanned_once() -> Iterator[None]:
    """Installed packages are searched for components once, not for every page: that took a fifth of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cached(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture(scope="session", autouse=True)
def awaited() -> Iterator[None]:
    """The end of a run is waited for; AppTest looks for it a thousand times a second, beside the run that it waits for."""

    def ended(runner: LocalScriptRunner, timeout: float = 3) -> None:
        assert runner._script_thread is not None
        runner._script_thread.join(timeout)
        if not runner.script_stopped():
            runner.request_stop()
            raise AssertionError(f"the page did not end in {timeout} s")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_script_runner, "require_widgets_deltas", ended)
        yield


@pytest.fixture
def first_page(monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Open a page as the first of a process does, which makes the database ready, on the door in use.

    By its file's name, with URL parameters, as somebody on this machine.
    """
    monkeypatch.setattr(Visit, "local", True)
    start._begun.clear()

    def opened(name: str, **query: str | list[str]) -> AppTest:
        st.cache_data.clear()
        cache._kept.clear()
        end_feeds()
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
        for key, value in query.items():
            app.query_params[key] = value
        if name != "overview":
            app.switch_page(f"pages/{name}.py")
        return app.run()

    yield opened
    start._begun.clear()
    end_feeds()


@pytest.fixture
def later_page(first_page: Open, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a page on a migrated door: the start does not plan that migration once more, a fifth of a page's time."""
    monkeypatch.setattr(service, "migrate", _already)
    return first_page


def _already(door: Door, *, verify: bool) -> None:
    """Stand for a migration that finds nothing to do."""


@pytest.fixture
def open_page(door: Door, later_page: Open) -> Open:
    """Open a page on the test's door."""
    return later_page


@pytest.fixture(scope="session")
def gallery(shelf: Shelf, engine_dir: Path) -> Gallery:
    """Everything, for who only looks."""
    return Gallery(shelf, lambda: fresh_settings(engine_dir), send_everything)


@pytest.fixture
def everything(gallery: Gallery) -> Iterator[Door]:
    """A door to what `send_everything` sends, for looking only."""
    with db.use(gallery.door()) as door:
        yield door


@pytest.fixture
def look(everything: Door, later_page: Open) -> Open:
    """Open a page on everything."""
    return later_page


@pytest.fixture
def seen(everything: Door, look: Open, gallery: Gallery) -> See:
    """A page on everything as it was opened with nothing cached, once for all tests that only look at it."""
    return lambda page, **query: gallery.seen(everything, look, page, query)


def end_feeds() -> None:
    """Let nothing ask the engine any more behind a page that is gone."""
    while feed._feeds:
        _, one = feed._feeds.popitem()
        one.end()
        if one._thread is not None:
            one._thread.join()


def words(app: AppTest) -> str:
    """Everything a page says in sentences (not in tables)."""
    kinds = (app.title, app.markdown, app.caption, app.text)
    said = [str(element.value) for kind in kinds for element in kind]
    return "\n".join([*said, *(part["alarm"] for part in parts(app, "wall_pulse"))])


def parts(app: AppTest, name: str) -> list[dict[str, Any]]:
    """The data of the components of this name."""
    found = (element.proto for element in app.get("bidi_component"))
    return [json.loads(proto.mixed.json or proto.json) for proto in found if proto.component_name == name]


def send_everything(door: Door) -> None:
    """The captured requests, and detections and scores of a campaign of six over the last hours."""
    send_captured(door)
    now = door.now()
    rows = [
        session(
            f"{now - timedelta(minutes=20 * number):%Y-%m-%d %H:%M:%S}",
            f"203.0.113.{60 + number}",
            LEVELS[number % len(LEVELS)],
            -0.9 + number / 10,
            asn_number=64500 + number % 2,
        )
        for number in range(6)
    ]
    told = {"campaign_id": 1, "recurrence": 2, "reason": "42 paths a segment"}
    put(door, "ml_detected_anomalies", [row | told for row in rows])
    put(door, "ml_all_scores", rows)
    fleet = {"community_id": 1, "fleet_score": 0.9, "n_ips": 6, "ja4_set": [FULL], "asn_set": ["64500", "64501"]}
    put(door, "fleet_detections", [fleet | {"detected_at": f"{now:%Y-%m-%d %H:%M:%S}", "ip_sample": ["203.0.113.60"]}])
