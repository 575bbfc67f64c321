"""What runs beside the pages: the embedded engine is made ready, simulated traffic is kept alive, and detected in."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ja4dash.schema.migrate import migrate

if TYPE_CHECKING:
    from ja4dash.db import Door
    from ja4dash.detect.service import DetectionService
    from ja4dash.simulate.writer import LiveWriter

FIRST_DAY_SECONDS: Final = 15.0
FIRST_DETECTIONS_SECONDS: Final = 8.0
DETECTED_DAYS: Final = 3
"""How much of the simulated past is scored: what the detection pages show by default, within a minute."""


@dataclass(frozen=True)
class Simulation:
    """The two threads of a simulated deployment: one writes requests, the other scores them."""

    writer: LiveWriter
    detection: DetectionService

    @property
    def error(self) -> str:
        """What is wrong with either, in words; empty when both work."""
        return self.writer.status.error or self.detection.status.error


def begin(door: Door) -> Simulation | None:
    """Make the embedded engine ready and start the simulation where it may run; raises QueryError.

    A server's schema is never touched from here: `python -m ja4dash migrate` is the administrator's decision.
    """
    if not door.settings.embedded:
        return None
    migrate(door, verify=False)
    return _simulation(door) if door.settings.simulated and not _holds_real_requests(door) else None


def _holds_real_requests(door: Door) -> bool:
    """True when somebody's own requests are there: nothing simulated is mixed into them unless it is asked for."""
    if door.settings.simulate == "on":
        return False
    sql = (
        "SELECT (SELECT count() FROM {logs:Identifier}.http_logs) AS requests,"
        " (SELECT count() FROM {processing:Identifier}.simulation_progress) AS simulated"
    )
    row = door.query(sql, {"logs": door.settings.logs_db, "processing": door.settings.processing_db}).iloc[0]
    return bool(row["requests"] and not row["simulated"])


def _simulation(door: Door) -> Simulation:
    # A server without simulation loads neither.
    from ja4dash.detect.service import DetectionService  # noqa: PLC0415
    from ja4dash.simulate.writer import LiveWriter  # noqa: PLC0415

    both = Simulation(LiveWriter(door), DetectionService(door, days=min(DETECTED_DAYS, door.settings.simulate_days)))
    both.writer.start()
    _await_first_day(both.writer)
    both.writer.resting.set()
    both.detection.start()
    both.detection.ready.wait(FIRST_DETECTIONS_SECONDS)
    both.writer.resting.clear()
    return both


def _await_first_day(writer: LiveWriter) -> None:
    """Let the first page have a day to show; an error or a slow machine does not hold it up for long."""
    deadline = time.monotonic() + FIRST_DAY_SECONDS
    writer.ready.wait(FIRST_DAY_SECONDS)
    older = timedelta(days=writer.days - 1).total_seconds()
    while writer.status.past_seconds > older and not writer.status.error and time.monotonic() < deadline:
        time.sleep(0.1)
