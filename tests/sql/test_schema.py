"""The schema: made once, complete, and left in peace the second time."""

from __future__ import annotations

import ipaddress

import pyarrow as pa
import pytest

from ja4dash.db import Door
from ja4dash.schema import Outcome, migrate, missing_objects


def packed(ip: str) -> bytes:
    """The 16 bytes of an address, IPv4 mapped into IPv6."""
    found = ipaddress.ip_address(ip)
    return found.packed if found.version == 6 else bytes(10) + b"\xff\xff" + found.packed


def test_a_new_deployment_lacks_nothing_and_a_second_run_does_nothing(door: Door) -> None:
    assert missing_objects(door) == []
    again = migrate(door)
    assert {step.outcome for step in again.steps} == {Outcome.PRESENT}
    assert again.sentence() == "nothing to do: everything is already there"


def _request(ip: str = "203.0.113.9") -> pa.Table:
    return pa.table({"time": [1_700_000_000], "src_ip": pa.array([packed(ip)], pa.binary(16)), "path": ["/"]})


def _count(door: Door) -> int:
    return int(door.query("SELECT count() AS n FROM {logs:Identifier}.http_logs", door.names())["n"][0])


def test_a_repeated_insert_with_the_same_token_does_not_double(door: Door) -> None:
    for token in ("file-1", "file-1", "file-2"):
        door.insert(door.settings.logs_db, "http_logs", _request(), token=token)
    assert _count(door) == 2


def test_equal_rows_without_a_token_are_all_kept(door: Door) -> None:
    """The table's deduplication window would drop an equal block if an insert carried no token."""
    for _ in range(2):
        door.insert(door.settings.logs_db, "http_logs", _request())
    assert _count(door) == 2


@pytest.mark.parametrize(
    ("given", "stored"),
    [("203.0.113.9", "::ffff:203.0.113.9"), ("2001:db8::1:2:33", "2001:db8::1:2:33"), ("::1", "::1")],
)
def test_addresses_arrive_as_they_are(door: Door, given: str, stored: str) -> None:
    """ "2001:db8::1:2:33" has 16 characters: as text, the engine would take it for the 16 bytes of another address."""
    door.insert(door.settings.logs_db, "http_logs", _request(given))
    found = door.query("SELECT toString(src_ip) AS ip, toString(log_date) AS day FROM {logs:Identifier}.http_logs", door.names())
    assert found.to_dict("records") == [{"ip": stored, "day": "2023-11-14"}]
