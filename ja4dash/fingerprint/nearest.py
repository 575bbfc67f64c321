"""The known HTTP/2 signature that a fingerprint is nearest to, and every field in which they differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from ja4dash import words
from ja4dash.fingerprint.error import FingerprintError
from ja4dash.fingerprint.h2 import H2, parse, reserved, setting_name

NEAR: Final = 2
"""Differing fields up to which a signature is near. Measured over the shipped signatures, the observed tools and the captured
values: each signature of Chrome, Firefox or Safari has one of its own family within 2 and none of another within 3, the
nearest tool is 3 away, and the one captured variant of a browser that no list holds is 1 away."""


@dataclass(frozen=True)
class Difference:
    """A field that differs: in one `sentence`, and `short` for a headline that names the signature's family before it."""

    sentence: str
    short: str


@dataclass(frozen=True)
class Nearest:
    """The nearest signature: its `family`, its `signature` text, what `differs`, and `distance`, the number of such fields."""

    family: str
    signature: str
    differs: tuple[Difference, ...]

    @property
    def distance(self) -> int:
        """How many fields differ; 0 for a known signature."""
        return len(self.differs)

    @property
    def near(self) -> bool:
        """Whether it is near enough to say something about the client."""
        return self.distance <= NEAR

    @property
    def differences(self) -> tuple[str, ...]:
        """A sentence a field: "INITIAL_WINDOW_SIZE 2097152 instead of 6291456"."""
        return tuple(difference.sentence for difference in self.differs)

    @property
    def headline(self) -> str:
        """ "Chrome", "Chrome except INITIAL_WINDOW_SIZE 2097152", or that no known signature is near."""
        if not self.near:
            return "no known signature is near"
        shorts = [difference.short for difference in self.differs]
        return f"{self.family} except {' and '.join(shorts)}" if shorts else self.family


def nearest(fingerprint: str, signatures: Mapping[str, str]) -> Nearest | None:
    """The signature (fingerprint → family) that fewest fields tell apart from this one; of equals the first.

    None when there are no signatures; signatures that are malformed are passed over, since analysts write them. Raises
    FingerprintError when the fingerprint itself is malformed. Fields are each setting, the order of the settings that both
    send, the window update, the priorities and the order of pseudo-headers; reserved settings (GREASE) are none.
    """
    asked = parse(fingerprint)
    known = [(signature, family, read) for signature, family in signatures.items() if (read := _read(signature))]
    if not known:
        return None
    compared = (Nearest(family, signature, tuple(_differences(asked, read))) for signature, family, read in known)
    return min(compared, key=lambda found: found.distance)


def _read(signature: str) -> H2 | None:
    try:
        return parse(signature)
    except FingerprintError:
        return None


def _differences(asked: H2, known: H2) -> Iterator[Difference]:
    yield from _settings(asked, known)
    if asked.window_update != known.window_update:
        yield _changed("WINDOW_UPDATE", asked.window_update, known.window_update)
    if asked.priorities != known.priorities:
        own, other = len(asked.priorities), len(known.priorities)
        said = f"{_frames(own)} instead of {_frames(other)}" if own != other else "other PRIORITY frames"
        yield Difference(said, _frames(own) if own != other else said)
    if asked.pseudo_order != known.pseudo_order:
        order = _order(asked.pseudo_order)
        yield Difference(f"pseudo-headers {order} instead of {_order(known.pseudo_order)}", f"pseudo-headers {order}")


def _settings(asked: H2, known: H2) -> Iterator[Difference]:
    """Settings by number, then the order of those that both send."""
    own, other = _values(asked), _values(known)
    for number in sorted(own.keys() | other.keys()):
        if own.get(number) != other.get(number):
            yield _changed(setting_name(number), own.get(number), other.get(number))
    orders = [[number for number, _ in h2.settings if number in own and number in other] for h2 in (asked, known)]
    if orders[0] != orders[1]:
        yield Difference(f"settings in the order {_numbers(orders[0])} instead of {_numbers(orders[1])}", "the order of settings")


def _values(h2: H2) -> dict[int, str]:
    """What each setting that is not reserved was set to; all of it for a setting that was sent more than once."""
    values: dict[int, str] = {}
    for number, value in h2.settings:
        if not reserved(number):
            values[number] = f"{values[number]}, then {value}" if number in values else str(value)
    return values


def _changed(name: str, own: object, other: object) -> Difference:
    if own is None:
        return Difference(f"no {name}, where the signature has {other}", f"no {name}")
    if other is None:
        return Difference(f"{name} {own}, which the signature does not send", f"{name} {own}")
    return Difference(f"{name} {own} instead of {other}", f"{name} {own}")


def _frames(number: int) -> str:
    return words.plural(number, "PRIORITY frame") if number else "no PRIORITY frames"


def _order(letters: tuple[str, ...]) -> str:
    return ",".join(letters) or "none"


def _numbers(settings: list[int]) -> str:
    return ", ".join(map(str, settings))
