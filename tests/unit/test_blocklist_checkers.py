"""Blocklists are accepted by the programs that they are written for: nginx, nftables, HAProxy.

`make test` provides them (scripts/checkers.sh).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from ja4dash.blocklist.entries import Blocklist
from ja4dash.blocklist.formats import FORMATS
from tests.unit.blocklists import HOSTILE, both, entry, listed

ROOT = Path(__file__).parents[2]
REFUSED = "Operation not permitted"


def tool(name: str) -> str:
    """A program of this machine, or one that scripts/checkers.sh unpacked; a suite without one fails."""
    found = shutil.which(name, path=os.pathsep.join([os.environ["PATH"], "/usr/sbin", "/sbin", str(ROOT / ".checkers/bin")]))
    if found is None:
        raise AssertionError(f"no {name} found: `make test` provides one (scripts/checkers.sh), or install it")
    return found


def run(*command: str) -> tuple[int, str]:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout + done.stderr


def nginx(folder: Path, http: str, server: str = "") -> tuple[int, str]:
    config = folder / "nginx.conf"
    config.write_text(
        f"error_log stderr; pid {folder}/pid; events {{}}\n"
        f"http {{ access_log off; {temporary(folder)}\n{http}\nserver {{ listen 127.0.0.1:8080; {server} }} }}\n"
    )
    return run(tool("nginx"), "-t", "-q", "-e", "stderr", "-p", str(folder), "-c", str(config))


def temporary(folder: Path) -> str:
    """nginx makes these folders even when it only tests."""
    return " ".join(f"{one}_temp_path {folder};" for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))


def nft(path: Path) -> tuple[int, str]:
    """As it is, or in a network of its own where this machine's may not be looked at. Where neither is allowed, nft has read
    the file to its end before it is refused: a wrong one is told of first."""
    code, said = run(tool("nft"), "-c", "-f", str(path))
    if REFUSED in said:
        code, said = run("unshare", "-rn", tool("nft"), "-c", "-f", str(path))
    return (0, "") if REFUSED in said and "syntax" not in said else (code, said)


def haproxy(folder: Path, rules: Sequence[str]) -> tuple[int, str]:
    config = folder / "haproxy.cfg"
    times = "".join(f"    timeout {one} 1s\n" for one in ("client", "server", "connect"))
    config.write_text(f"defaults\n    mode http\n{times}frontend web\n    bind 127.0.0.1:8080\n" + "\n".join(rules) + "\n")
    return run(tool("haproxy"), "-c", "-f", str(config))


def rules(text: str) -> list[str]:
    """The lines that a file's own head says to add."""
    return re.findall(r"^#(     .*)$", text, re.M)


def saved(folder: Path, name: str, blocklist: Blocklist) -> tuple[Path, str]:
    content = FORMATS[name].write(blocklist)
    path = folder / f"{name}{FORMATS[name].suffix}"
    path.write_bytes(content)
    return path, content.decode("utf-8")


def many() -> Blocklist:
    """As long as a list can be: half addresses of both families, half JA4s."""
    addresses = [entry(f"5.{n // 250}.{n % 250}.{n % 7}") if n % 2 else entry(f"2001:db8:{n:x}::{n % 3}") for n in range(2500)]
    return listed(*addresses, *(entry(f"t13d1910h2_{n:012x}_97f8aa674fd9") for n in range(2500)))


LISTS = {
    "small": both(),
    "only IPv6": listed(entry("2001:db8::1")),
    "long": many(),
    **{f"hostile {place}": both(origin=text, note=text, on_each=text) for place, text in enumerate(HOSTILE)},
}
WITH_JA4 = {name: blocklist for name, blocklist in LISTS.items() if name != "only IPv6"}


@pytest.mark.parametrize("name", LISTS)
def test_nginx_accepts_the_deny_file(name: str, tmp_path: Path) -> None:
    path, _ = saved(tmp_path, "nginx-deny", LISTS[name])
    assert nginx(tmp_path, f"include {path};") == (0, "")


@pytest.mark.parametrize("name", WITH_JA4)
def test_nginx_accepts_the_map_and_the_rule_in_its_head(name: str, tmp_path: Path) -> None:
    path, text = saved(tmp_path, "nginx-ja4", LISTS[name])
    assert nginx(tmp_path, f"include {path};", "\n".join(rules(text))) == (0, "")


@pytest.mark.parametrize("name", LISTS)
def test_nftables_accepts_the_sets(name: str, tmp_path: Path) -> None:
    path, _ = saved(tmp_path, "nftables", LISTS[name])
    assert nft(path) == (0, "")


@pytest.mark.parametrize("kind", ["addresses", "ja4"])
@pytest.mark.parametrize("name", WITH_JA4)
def test_haproxy_accepts_the_map_and_the_rules_in_its_head(name: str, kind: str, tmp_path: Path) -> None:
    path, text = saved(tmp_path, f"haproxy-{kind}", LISTS[name])
    own = [line.replace(f"/etc/haproxy/ja4dash-{kind}.map", str(path)) for line in rules(text)]
    assert len(own) == 2
    code, said = haproxy(tmp_path, own)
    assert (code, said.strip()) == (0, "Configuration file is valid")


def test_the_checkers_refuse_what_is_wrong(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("deny 300.1.1.1;\n")
    assert nginx(tmp_path, f"include {wrong};")[0] != 0
    wrong.write_text("table inet x { set a { type ipv4_addr\n elements = { 1.2.3.4 timeout } } }\n")
    assert nft(wrong)[0] != 0
    wrong.write_text("not-an-address x\n")
    assert haproxy(tmp_path, [f"    http-request deny if {{ src,map_ip({wrong}) -m found }}"])[0] != 0
