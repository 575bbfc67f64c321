"""Text that others wrote, put on screen as text."""

from __future__ import annotations

import re


def literal(text: str, limit: int = 200) -> str:
    """Untrusted text for a Markdown sentence: a code span that nothing in the text can close; white space folded, cut."""
    folded = re.sub(r"[\s\x00-\x1f\x7f]+", " ", text).strip()[:limit]
    if re.fullmatch(r"[A-Za-z0-9 ,]*", folded):
        return folded
    fence = "`" * (max((len(run) for run in re.findall(r"`+", folded)), default=0) + 1)
    return f"{fence} {folded} {fence}"
