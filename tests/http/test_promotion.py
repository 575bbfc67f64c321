"""Signatures over HTTP: promoted by several processes at once, and by a user who may not."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from ja4dash import db
from ja4dash.db import Door
from ja4dash.errors import Category, QueryError
from ja4dash.queries import browsers, signatures
from ja4dash.rights import Person, Role
from ja4dash.scope import Scope
from ja4dash.settings import Settings
from ja4dash.writes.signatures import promote, undo, withdraw
from tests.http.conftest import USERS, server_settings
from tests.http.process import ROOT, FrontProcess
from tests.sql.test_browsers import CHROME_JA4, session
from tests.sql.test_promotion import rows, said
from tests.sql.traffic import send

ANA: Final = Person("ana", Role.ANALYST)
FINGERPRINT: Final = "1:4096;2:0|15663105|0|m,a,s,p"
WRITERS: Final = {"ana": "Chrome", "bob": "Firefox", "eve": "Safari"}


@contextmanager
def writer(settings: Settings, name: str, family: str) -> Iterator[subprocess.Popen[str]]:
    """A process that promotes what is written to it."""
    own: dict[str, object] = {
        "HOST": settings.host,
        "PORT": settings.port,
        "USER": settings.user,
        "ENGINE": "server",
        "SIMULATE": "off",
    }
    own |= {"LOGS_DB": settings.logs_db, "PROCESSING_DB": settings.processing_db, "DATA_DIR": settings.data_dir}
    environment = {**os.environ, **{f"JA4DASH_{setting}": str(value) for setting, value in own.items()}}
    command = [sys.executable, "-m", "tests.http.promoting", name, family]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    try:
        yield process
    finally:
        process.communicate(timeout=20)


def answered(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def told(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin is not None
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


def test_browsers_follow_a_promotion_and_its_undo(http_door: Door) -> None:
    send(http_door, session("10.0.0.1", CHROME_JA4, FINGERPRINT, 2))
    assert list(browsers.h2_families(Scope())["h2_dict_family"]) == [""]
    promote(FINGERPRINT, "Chrome", 0.9, "=1+1", who=ANA)
    replaced = promote(FINGERPRINT, "Firefox", 0.2, who=ANA)
    assert replaced.live.everywhere
    assert list(browsers.h2_families(Scope())["h2_dict_family"]) == ["Firefox"]
    undo(replaced.batch, who=ANA)
    assert rows(http_door, FINGERPRINT) == [(FINGERPRINT, "Chrome", 0.9, "=1+1")]
    withdraw(FINGERPRINT, who=ANA)
    assert list(browsers.h2_families(Scope())["h2_dict_family"]) == [""]


def test_of_processes_that_promote_at_once_one_wins_and_all_are_journalled(http_door: Door) -> None:
    with (
        writer(http_door.settings, "ana", "Chrome") as ana,
        writer(http_door.settings, "bob", "Firefox") as bob,
        writer(http_door.settings, "eve", "Safari") as eve,
    ):
        processes = {"ana": ana, "bob": bob, "eve": eve}
        assert {answered(process) for process in processes.values()} == {"READY"}
        for number in range(8):
            fingerprint = f"1:{7000 + number}|00|0|m,a,s,p"
            for process in processes.values():
                told(process, fingerprint)
            results = {name: answered(process) for name, process in processes.items()}
            stands = rows(http_door, fingerprint)
            assert len(stands) == 1, (stands, results)
            assert said(http_door, fingerprint) == stands[0][1]
            history = signatures.changes([fingerprint])
            assert sorted(history["who"]) == sorted(WRITERS)
            assert history.loc[history["outcome"] == "done", "who"].iloc[0] == stands[0][3]
            for name, result in results.items():
                done = history.loc[history["who"] == name, "outcome"].iloc[0] == "done"
                assert result.startswith("done" if done else "conflict"), results


@pytest.mark.parametrize("name", ["reader", "strict"])
def test_a_database_user_without_insert_writes_nothing(front: FrontProcess, http_door: Door, tmp_path: Path, name: str) -> None:
    names = {"logs_db": http_door.settings.logs_db, "processing_db": http_door.settings.processing_db}
    reader = Door(server_settings(front, tmp_path, user=name, password=USERS[name].password, **names))
    with db.use(reader), pytest.raises(QueryError) as caught:
        promote(FINGERPRINT, "Chrome", who=ANA)
    assert caught.value.category is Category.RIGHTS
    assert rows(http_door, FINGERPRINT) == []
    reader.pool.close()
