"""Checks of the dependencies that need no network: bounded, consistent, freely licensed. `make audit` asks for known faults."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement

ROOT: Final = Path(__file__).parents[1]
FREE: Final = re.compile(r"\b(?:MIT|BSD|Apache|PSF|Python Software Foundation|ISC|MPL|Mozilla|Zlib|CC0|0BSD)", re.I)
BOUND_BY_THEIR_NATURE: Final = re.compile(r"types-")
"""Type stubs follow what they describe."""


def requirements(name: str) -> list[Requirement]:
    """The requirements of a file, without those of files that it includes."""
    lines = (line.split("#")[0].strip() for line in (ROOT / name).read_text("utf-8").splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("-r")]


def unbounded(wanted: Requirement) -> bool:
    """True when a newer major version would be taken unseen."""
    operators = {part.operator for part in wanted.specifier}
    return not BOUND_BY_THEIR_NATURE.match(wanted.name) and not operators & {"<", "==", "~=", "<="}


def installed(wanted: list[Requirement]) -> dict[str, Distribution | None]:
    """What is installed for some requirements and all that they require, by name; None for what is not there."""
    found: dict[str, Distribution | None] = {}
    waiting = [(item, extra) for item in wanted for extra in ("", *item.extras)]
    done: set[tuple[str, str]] = set()
    while waiting:
        item, extra = waiting.pop()
        name = re.sub(r"[-_.]+", "-", item.name).lower()
        if (name, extra) in done or (item.marker is not None and not item.marker.evaluate({"extra": extra})):
            continue
        done.add((name, extra))
        try:
            found[name] = distribution(item.name)
        except PackageNotFoundError:
            found[name] = None
            continue
        waiting += _required(found[name], extra)
    return found


def _required(package: Distribution | None, extra: str) -> Iterator[tuple[Requirement, str]]:
    for text in (package.requires if package else None) or ():
        item = Requirement(text)
        if item.marker is None or item.marker.evaluate({"extra": extra}):
            bare = Requirement(f"{item.name}{item.specifier}")
            yield from ((bare, inner) for inner in ("", *item.extras))


def licence(package: Distribution) -> str:
    """What a package says of its licence."""
    told = package.metadata

    def said(name: str) -> list[str]:
        return [str(text) for text in told.get_all(name) or []]

    classifiers = [text for text in said("Classifier") if text.startswith("License")]
    return "; ".join(said("License-Expression") or classifiers or [text.partition("\n")[0] for text in said("License")])


def problems() -> Iterator[str]:
    """What is wrong, a sentence each."""
    for name in ("requirements.txt", "requirements-dev.txt"):
        yield from (f"{name}: {item} has no upper bound" for item in requirements(name) if unbounded(item))
    for name, package in installed(requirements("requirements.txt")).items():
        if package is None:
            yield f"{name} is required and not installed"
        elif not FREE.search(licence(package)):
            yield f"{name} {package.version}: licence {licence(package) or 'not told'!r} is not on the list"
    consistent = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    if consistent.returncode:
        yield from consistent.stdout.splitlines()


def main() -> int:
    """Say what is wrong; exit status 1 when anything is."""
    found = list(problems())
    sys.stdout.write("".join(f"{line}\n" for line in found) or "dependencies are bounded, consistent and freely licensed\n")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
