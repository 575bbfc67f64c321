"""detect on the command line, and the lease between processes."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from ja4dash.cli.parser import parsed
from ja4dash.detect.lease import BusyError, lease

HOLDER = """
import sys
from pathlib import Path
from ja4dash.detect.lease import lease
with lease(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize(
    ("text", "span"), [("90s", {"seconds": 90}), ("5m", {"minutes": 5}), ("24h", {"hours": 24}), ("7d", {"days": 7})]
)
def test_a_span_is_a_number_and_a_unit(text: str, span: dict[str, int]) -> None:
    assert parsed(["detect", "--since", text]).since == timedelta(**span)


@pytest.mark.parametrize("text", ["", "5", "m", "0m", "-5m", "5 m", "5w", "1e3h", "٣h"])
def test_anything_else_is_refused(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parsed(["detect", f"--every={text}"])
    assert "is not a time span such as 5m, 24h or 7d" in capsys.readouterr().err


def test_captures_need_their_truth(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parsed(["detect", "--evaluate", "--captures", "x.jsonl"])
    assert "--captures and --truth belong together" in capsys.readouterr().err


def test_the_reported_seeds_are_not_those_that_thresholds_were_chosen_on() -> None:
    assert parsed(["detect", "--evaluate"]).seeds == [100, 101, 102, 103, 104]


def test_the_lease_holds_between_processes_and_ends_with_its_holder(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(BusyError, match=f"process {holder.pid}"), lease(tmp_path):
            pass
        holder.kill()
        holder.wait(10)
        with lease(tmp_path):
            pass
