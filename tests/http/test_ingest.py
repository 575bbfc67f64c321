"""Files into a server over HTTP: the same rows as into the embedded engine, and once."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from ja4dash.db import Door
from ja4dash.ingest import run

CAPTURES = Path(__file__).parents[1] / "data" / "loopback_http_logs.jsonl.gz"


def test_all_captured_requests_arrive_over_http_and_once(
    http_door: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ten = [json.dumps({"time": at, "src_ip": f"2001:db8::1:2:3{at}", "path": "/\0é😀"}) for at in range(10)]
    Path("six.jsonl").write_text("\n".join(ten))
    for loaded in (2551 + 10, 0):
        summary = run(http_door, [str(CAPTURES), "six.jsonl"])
        assert (summary.loaded, summary.exit_status) == (loaded, 0)
    sql = """
        SELECT toString(time, 'UTC') AS t, replaceOne(toString(src_ip), '::ffff:', '') AS ip,
            src_port, header_user_agent, path, src_asn
        FROM {logs:Identifier}.http_logs ORDER BY t, ip, src_port, header_user_agent, path, src_asn
    """
    found = http_door.query(sql, http_door.names())
    names = ("time", "src_ip", "src_port", "header_user_agent", "path", "src_asn")
    rows = [json.loads(line) for line in gzip.decompress(CAPTURES.read_bytes()).splitlines()]
    expected = [tuple(str(row[name])[:19] if name == "time" else row[name] for name in names) for row in rows]
    expected += [(f"1970-01-01 00:00:0{at}", f"2001:db8::1:2:3{at}", 0, "", "/\0é😀", 0) for at in range(10)]
    assert list(found.itertuples(index=False, name=None)) == sorted(expected)
