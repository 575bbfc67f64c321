"""The password of the database is printed nowhere: not by the command line, the pages, errors, statements or logs."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pytest
from clickhouse_connect.driver.exceptions import DatabaseError

from ja4dash import db
from ja4dash.db import Door
from ja4dash.errors import QueryError
from ja4dash.failures import explained
from ja4dash.schema import migrate
from ja4dash.settings import SettingsError, load
from tests.http.conftest import USERS, server_settings
from tests.http.process import ROOT, FrontProcess
from tests.pages.conftest import Open
from tests.sql.traffic import send_captured

PASSWORD: Final = USERS["analyst"].password
WRONG: Final = "hunter2-never-to-be-seen"
SPELLINGS: Final = tuple(spelling for secret in (PASSWORD, WRONG) for spelling in (secret, quote(secret), repr(secret)[1:-1]))


def assert_silent(text: str) -> None:
    assert not [spelling for spelling in SPELLINGS if spelling in text]


COMMANDS: Final = (
    ["doctor"],
    ["migrate", "--dry-run"],
    ["migrate"],
    ["query", "overview"],
    ["query", "nonsense"],
    ["query", "traffic", "--timing"],
)

CALLS: Final = """
import logging
logging.basicConfig(level=0)
from ja4dash.__main__ import main
for words in {!r}:
    try:
        main(words)
    except SystemExit:
        pass
"""


@pytest.mark.parametrize("password", [PASSWORD, WRONG], ids=["right", "wrong"])
def test_the_command_line_prints_none(front: FrontProcess, tmp_path: Path, password: str) -> None:
    own = {"HOST": "127.0.0.1", "PORT": str(front.port), "USER": "analyst", "PASSWORD": password, "DATA_DIR": str(tmp_path)}
    own |= {"LOGS_DB": "secret_logs", "PROCESSING_DB": "secret_processing"}
    environment = {**os.environ, **{f"JA4DASH_{name}": value for name, value in own.items()}}
    ran = subprocess.run(
        [sys.executable, "-c", CALLS.format(COMMANDS)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert "analyst" in ran.stdout + ran.stderr, "the commands ran"
    assert_silent(ran.stdout + ran.stderr)


def test_no_page_shows_it_and_no_log(
    http_door: Door, front: FrontProcess, tmp_path: Path, open_page: Open, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    send_captured(http_door)
    names = {"logs_db": http_door.settings.logs_db, "processing_db": http_door.settings.processing_db}
    door = Door(server_settings(front, tmp_path, user="analyst", password=PASSWORD, **names))
    with db.use(door):
        assert_silent(repr(migrate(door, cluster="nowhere")))
        for page, query in (("overview", {}), ("ip", {"ip": "203.0.113.68"}), ("reference", {})):
            assert_silent(" ".join(str(element) for element in open_page(page, **query)))
        door.command("DROP DATABASE {db:Identifier}", {"db": door.settings.processing_db})
        assert_silent(" ".join(str(element) for element in open_page("overview")))
    door.pool.close()
    assert_silent(caplog.text)


def test_the_engines_own_words_are_cleaned_of_it(tmp_path: Path) -> None:
    settings = load(engine="server", host="db.example", password=WRONG, data_dir=tmp_path)
    said = f"Code: 62. DB::Exception: Syntax error: failed at SOURCE(CLICKHOUSE(USER 'x' PASSWORD '{WRONG}')). (SYNTAX_ERROR)"
    found = explained(DatabaseError(said), settings)
    assert_silent(f"{found.message} {found.detail} {found!r} {found}")
    assert_silent(f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()} {settings.where()}")


def test_a_wrong_setting_beside_it_does_not_show_it() -> None:
    with pytest.raises(SettingsError) as caught:
        load(host="db.example", password=WRONG, port="many", demo=True)
    assert_silent(str(caught.value))
    with pytest.raises(SettingsError) as mistyped:
        load(host="db.example", password=[WRONG])
    assert_silent(str(mistyped.value))


def test_a_page_that_failed_tells_no_secret(tmp_path: Path) -> None:
    settings = load(engine="server", host="127.0.0.1", port=9, password=WRONG, data_dir=tmp_path)
    with pytest.raises(QueryError) as caught:
        Door(settings).query("SELECT 1")
    assert_silent(f"{caught.value!r} {caught.value.detail} {caught.value.__cause__!r}")
