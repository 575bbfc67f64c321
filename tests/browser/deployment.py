"""An app on one port and its engine on another, each of which can be killed and started again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ja4dash import db
from ja4dash.db import Door
from ja4dash.schema import migrate
from ja4dash.settings import load
from tests.browser.served import AppProcess
from tests.http.front import User
from tests.http.process import FrontProcess
from tests.pages.conftest import send_everything


@dataclass(frozen=True)
class Deployment:
    """The two processes."""

    engine: FrontProcess
    app: AppProcess


@contextmanager
def deployed(folder: Path) -> Iterator[Deployment]:
    """A deployment that holds requests, scores and detections of the last hours."""
    engine = FrontProcess(folder / "engine", {"default": User()})
    engine.start()
    app = AppProcess(folder, {"JA4DASH_HOST": "127.0.0.1", "JA4DASH_PORT": str(engine.port)})
    try:
        with db.use(Door(load(engine="server", host="127.0.0.1", port=engine.port, data_dir=folder, simulate="off"))) as door:
            assert migrate(door).complete
            send_everything(door)
            door.pool.close()
        app.start()
        yield Deployment(engine, app)
    finally:
        app.stop()
        engine.stop()
