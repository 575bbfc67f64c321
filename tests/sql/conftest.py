"""One small, fixed set of requests, scores and detections that the query tests read and never change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ja4dash import db
from ja4dash.db import Door
from ja4dash.pool import Pool
from ja4dash.schema import migrate
from tests.conftest import fresh_settings
from tests.sql import detected as by_hand
from tests.sql import sample
from tests.sql.traffic import send_captured


@pytest.fixture(scope="session")
def sample_door(engine_dir: Path, engine_pool: Pool) -> Door:
    """A door to the fixed data, its clock standing at `sample.NOW`."""
    made = Door(fresh_settings(engine_dir), pool=engine_pool, clock=lambda: sample.NOW)
    assert migrate(made).complete
    sample.fill(made)
    return made


@pytest.fixture
def sampled(sample_door: Door) -> Iterator[Door]:
    """Answer from the fixed data. For reading only."""
    with db.use(sample_door):
        yield sample_door


@pytest.fixture(scope="session")
def captured_door(engine_dir: Path, engine_pool: Pool) -> Door:
    """A door to the captured requests, the last of them just now."""
    made = Door(fresh_settings(engine_dir), pool=engine_pool)
    assert migrate(made).complete
    send_captured(made)
    return made


@pytest.fixture
def captured(captured_door: Door) -> Iterator[Door]:
    """Answer from the captured requests. For reading only."""
    with db.use(captured_door):
        yield captured_door


@pytest.fixture(scope="session")
def detected_door(engine_dir: Path, engine_pool: Pool) -> Door:
    """A door to the detections made by hand, its clock standing at `sample.NOW`."""
    made = Door(fresh_settings(engine_dir), pool=engine_pool, clock=lambda: sample.NOW)
    assert migrate(made).complete
    by_hand.fill(made)
    return made


@pytest.fixture
def detected(detected_door: Door) -> Iterator[Door]:
    """Answer from the detections made by hand. For reading only."""
    with db.use(detected_door):
        yield detected_door
