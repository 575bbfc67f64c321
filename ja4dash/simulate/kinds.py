"""Kinds of request: what a browser asks for decides which headers it sends."""

from __future__ import annotations

from typing import Final

KINDS: Final = ("document", "style", "script", "image", "fetch", "beacon", "form")
"""Page, stylesheet, script, picture, data asked for by a script, data sent by a script, form sent by a person."""

DOCUMENT, STYLE, SCRIPT, IMAGE, FETCH, BEACON, FORM = range(len(KINDS))


def kind_of(method: str, path: str) -> str:
    """Kind of a captured request on the site of the captures."""
    if method == "POST":
        return "beacon" if path.startswith("/api/") else "form"
    if path.startswith("/api/"):
        return "fetch"
    if path.endswith(".css"):
        return "style"
    if path.endswith(".js"):
        return "script"
    return "image" if path.startswith(("/img/", "/favicon")) else "document"
