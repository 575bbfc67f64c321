"""Engines, servers and pages to break: the fixtures of their own layers."""

from __future__ import annotations

from tests.http.conftest import front, http_door, http_empty_door
from tests.pages.conftest import awaited, first_page, later_page, open_page, scanned_once

__all__ = ["awaited", "first_page", "front", "http_door", "http_empty_door", "later_page", "open_page", "scanned_once"]
