"""HTTP/2 fingerprints: a client by the first frames it sends, read, checked and explained.

The form is `SETTINGS|WINDOW_UPDATE|PRIORITY|PSEUDO` (Akamai, "Passive Fingerprinting of HTTP/2 Clients", Black Hat Europe 2017):
`1:65536;2:0;4:6291456;6:262144|15663105|0|m,a,s,p`. Frames and settings are those of RFC 9113, with additions of RFC 8441
(setting 8) and RFC 9218 (setting 9); PRIORITY is that of RFC 7540, section 5.3, deprecated since.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from ja4dash import words
from ja4dash.fingerprint.error import FingerprintError
from ja4dash.fingerprint.part import Part

AKAMAI: Final = "Akamai, Passive Fingerprinting of HTTP/2 Clients"
NONE_SENT: Final = "00"
NO_PRIORITY: Final = "0"
CONNECTION_WINDOW: Final = 65_535
"""What a connection may have in flight before the first WINDOW_UPDATE (RFC 9113, section 6.9.2)."""

PSEUDO: Final = {"m": ":method", "a": ":authority", "s": ":scheme", "p": ":path"}

_FIELDS: Final = ("settings", "window_update", "priorities", "pseudo_order")
_MAX_ID: Final = 0xFFFF
_MAX_VALUE: Final = 0xFFFF_FFFF
_MAX_STREAM: Final = 0x7FFF_FFFF
_MAX_WEIGHT: Final = 256
_DIGITS: Final = 10
_SEPARATORS: Final = re.compile("[;,]")


@dataclass(frozen=True)
class Setting:
    """A setting of RFC 9113, 8441 or 9218: its name, what its value says, and where it is defined."""

    name: str
    says: Callable[[int], str]
    source: str


@dataclass(frozen=True)
class Priority:
    """One PRIORITY frame: a stream, whether it depends exclusively, on which stream, and its weight 0..256."""

    stream: int
    exclusive: bool
    depends_on: int
    weight: int


@dataclass(frozen=True)
class H2:
    """One HTTP/2 fingerprint. `settings` (id, value) in the order sent, `window_update` in bytes or None when none was sent,
    `priorities` in the order sent, `pseudo_order` letters of PSEUDO; `text` is how it was written."""

    settings: tuple[tuple[int, int], ...]
    window_update: int | None
    priorities: tuple[Priority, ...]
    pseudo_order: tuple[str, ...]
    text: str

    @property
    def canonical(self) -> str:
        """The one spelling that reference lists are asked by: reserved settings (GREASE) and white space gone, numbers plain,
        settings joined by semicolons, `00` for no WINDOW_UPDATE, `0` for no PRIORITY. All shipped and all captured fingerprints
        are written so already."""
        settings = ";".join(f"{number}:{value}" for number, value in self.settings if not reserved(number))
        window = NONE_SENT if self.window_update is None else str(self.window_update)
        priorities = ",".join(_written(priority) for priority in self.priorities) or NO_PRIORITY
        return "|".join((settings, window, priorities, ",".join(self.pseudo_order)))


def parse(text: str) -> H2:
    """The fingerprint that a text is, white space around its parts aside; FingerprintError for a text that is none.

    Each part may be missing, but not all. Settings may also be joined by commas, as some tools write them.
    """
    if not text.strip():
        raise FingerprintError("h2_fingerprint", "There is no HTTP/2 fingerprint: the client spoke HTTP/1, or none was recorded.")
    parts = [part.strip() for part in text.split("|")]
    if len(parts) != len(_FIELDS):
        raise FingerprintError(
            "h2_fingerprint",
            "An HTTP/2 fingerprint has four parts with a bar between them: settings, window update, priorities, "
            f"pseudo-headers; this has {words.plural(len(parts), 'part')}.",
        )
    settings, window, priorities, pseudo = parts
    found = H2(_settings(settings), _window(window), _priorities(priorities), _pseudo(pseudo), text)
    if not (found.settings or found.window_update or found.priorities or found.pseudo_order):
        raise FingerprintError("h2_fingerprint", "All four parts are empty: this fingerprint says nothing of its client.")
    return found


def canonical(text: str) -> str:
    """The spelling that reference lists are asked by, see `H2.canonical`; FingerprintError for a text that is none."""
    return parse(text).canonical


@lru_cache(maxsize=4096)
def spelling(text: str) -> str:
    """The canonical spelling of a fingerprint, and a text that is none as it stands."""
    try:
        return canonical(text)
    except FingerprintError:
        return text


def reserved(setting: int) -> bool:
    """Whether a setting is GREASE: 0x?A?A, sent so that servers stay used to unknown ones (RFC 8701's idea, in HTTP/2)."""
    return setting & 0x0F0F == 0x0A0A


def setting_name(setting: int) -> str:
    """INITIAL_WINDOW_SIZE; "GREASE 0x1A2A" for a reserved one, "setting 0x0010" for one without a name."""
    if setting in SETTINGS:
        return SETTINGS[setting].name
    return f"{'GREASE' if reserved(setting) else 'setting'} 0x{setting:04X}"


def explained(h2: H2) -> tuple[Part, ...]:
    """Each setting, the window update, each priority, and the order of pseudo-headers, with what they say."""
    settings = [_setting_part(number, value) for number, value in h2.settings]
    priorities = [_priority_part(priority) for priority in h2.priorities]
    return (
        *(settings or [Part("SETTINGS", "", "no settings were sent: all have their default", "RFC 9113, 6.5.2")]),
        _window_part(h2.window_update),
        *(priorities or [Part("PRIORITY", NO_PRIORITY, "no PRIORITY frames were sent", "RFC 7540, 6.3 (deprecated)")]),
        _pseudo_part(h2.pseudo_order),
    )


def size(value: int) -> str:
    """64 KiB · 6 MiB · 65,535 bytes: whole binary units where they fit; above 1 MiB rounded."""
    for unit, name in ((1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")):
        if value >= unit and value % unit == 0:
            return f"{value // unit:,} {name}"
        if value >= unit > 1 << 10:
            return f"about {value / unit:,.1f} {name}"
    return words.plural(value, "byte")


def _settings(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(_setting(item) for item in _SEPARATORS.split(text)) if text else ()


def _setting(item: str) -> tuple[int, int]:
    sentence = "Settings are written as number:value with semicolons between them, such as 1:65536;2:0."
    pair = item.split(":")
    if len(pair) != 2:
        raise FingerprintError("settings", sentence)
    return (
        _number(pair[0], _MAX_ID, "settings", f"{sentence} A setting's number is at most {_MAX_ID:,}."),
        _number(pair[1], _MAX_VALUE, "settings", f"{sentence} A setting's value is at most {_MAX_VALUE:,}."),
    )


def _window(text: str) -> int | None:
    sentence = f"The window update is a number of bytes up to {_MAX_STREAM:,}, or {NONE_SENT} when none was sent."
    # An increment of 0 is a protocol error (RFC 9113, 6.9), so that it can only mean that there was none.
    return _number(text, _MAX_STREAM, "window_update", sentence) or None if text else None


def _priorities(text: str) -> tuple[Priority, ...]:
    return tuple(_priority(item) for item in text.split(",")) if text and text != NO_PRIORITY else ()


def _priority(item: str) -> Priority:
    sentence = "Priorities are written as stream:exclusive:depends on:weight with commas between them, such as 3:0:0:201, or 0."
    numbers = item.split(":")
    if len(numbers) != 4:
        raise FingerprintError("priorities", sentence)
    stream, exclusive, depends_on, weight = (
        _number(number, limit, "priorities", sentence)
        for number, limit in zip(numbers, (_MAX_STREAM, 1, _MAX_STREAM, _MAX_WEIGHT), strict=True)
    )
    return Priority(stream, exclusive == 1, depends_on, weight)


def _pseudo(text: str) -> tuple[str, ...]:
    order = tuple(letter.strip() for letter in text.split(",")) if text else ()
    if len(set(order)) < len(order) or not set(order) <= set(PSEUDO):
        raise FingerprintError(
            "pseudo_order", "Pseudo-headers are written as m, a, s and p with commas between them, each once, such as m,a,s,p."
        )
    return order


def _number(text: str, limit: int, field: str, sentence: str) -> int:
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _DIGITS and int(digits) <= limit):
        raise FingerprintError(field, sentence)
    return int(digits)


def _written(priority: Priority) -> str:
    return f"{priority.stream}:{priority.exclusive:d}:{priority.depends_on}:{priority.weight}"


def _setting_part(number: int, value: int) -> Part:
    text, setting = f"{number}:{value}", SETTINGS.get(number)
    if setting:
        return Part(setting.name, text, setting.says(value), setting.source)
    if reserved(number):
        return Part(
            setting_name(number), text, f"a reserved setting, sent at random; its value {value:,} means nothing", "RFC 8701"
        )
    return Part(setting_name(number), text, f"{value:,}; not a setting of RFC 9113, 8441 or 9218", "RFC 9113, 6.5.2")


def _window_part(window: int | None) -> Part:
    source = "RFC 9113, 6.9"
    if window is None:
        return Part("WINDOW_UPDATE", NONE_SENT, f"none was sent: the connection keeps {size(CONNECTION_WINDOW)}", source)
    return Part("WINDOW_UPDATE", str(window), f"raises the connection's window to {size(window + CONNECTION_WINDOW)}", source)


def _priority_part(priority: Priority) -> Part:
    parent = f"stream {priority.depends_on}" if priority.depends_on else "the root"
    alone = ", and takes its place alone" if priority.exclusive else ""
    return Part(
        f"PRIORITY of stream {priority.stream}",
        _written(priority),
        f"depends on {parent} with weight {priority.weight}{alone}",
        "RFC 7540, 5.3 (deprecated)",
    )


def _pseudo_part(order: tuple[str, ...]) -> Part:
    said = ", ".join(PSEUDO[letter] for letter in order) or "no order was recorded"
    return Part("Pseudo-headers", ",".join(order), said, f"{AKAMAI}; RFC 9113, 8.3.1")


def _flag(yes: str, no: str) -> Callable[[int], str]:
    return lambda value: {0: no, 1: yes}.get(value, f"{value:,}, which is not allowed")


SETTINGS: Final = {
    1: Setting("HEADER_TABLE_SIZE", lambda value: f"{size(value)} for header compression (default 4 KiB)", "RFC 9113, 6.5.2"),
    2: Setting("ENABLE_PUSH", _flag("server push accepted (the default)", "server push refused"), "RFC 9113, 6.5.2"),
    3: Setting(
        "MAX_CONCURRENT_STREAMS",
        lambda value: f"at most {words.plural(value, 'stream')} opened by the server at once (default unlimited)",
        "RFC 9113, 6.5.2",
    ),
    4: Setting(
        "INITIAL_WINDOW_SIZE", lambda value: f"{size(value)} in flight a stream (default 65,535 bytes)", "RFC 9113, 6.5.2"
    ),
    5: Setting("MAX_FRAME_SIZE", lambda value: f"frames of at most {size(value)} (default 16 KiB)", "RFC 9113, 6.5.2"),
    6: Setting("MAX_HEADER_LIST_SIZE", lambda value: f"headers of at most {size(value)} (default unlimited)", "RFC 9113, 6.5.2"),
    8: Setting(
        "ENABLE_CONNECT_PROTOCOL",
        _flag("extended CONNECT, as for WebSocket over HTTP/2", "no extended CONNECT (the default)"),
        "RFC 8441, 3",
    ),
    9: Setting(
        "NO_RFC7540_PRIORITIES",
        _flag("no priorities of the old kind", "priorities of the old kind may be used (the default)"),
        "RFC 9218, 2.1",
    ),
}
"""The settings that a specification names, by number; the others of IANA's registry are not sent by clients seen so far."""
