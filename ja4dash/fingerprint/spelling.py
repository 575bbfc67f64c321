r"""The canonical spelling of an HTTP/2 fingerprint, as the engine computes it: the same as `h2.canonical`, in one expression.

A statement marks a column with `/*canonical*/ h2_fingerprint` for its canonical spelling, or with `/*listed*/ h2_fingerprint`
for the spelling that dict_browser_h2 knows it by: its own where the list has it so, else the canonical one. Without the
expansion such a statement still runs; it then misses fingerprints with reserved settings (GREASE) or of another spelling.
"""

from __future__ import annotations

import re
from typing import Final

_MARK: Final = re.compile(r"/\*(canonical|listed)\*/ ?(\w+(?:\.\d+)?)")

_ODD: Final = r"\\d\\d\\d\\d:|\\s|(?:^|[:;,])0\\d|\\|\\||^[^|]*(?:,|\\|(?:0?\\||0[1-9]|00\\d|[^|]*\\|0\\d))"
"""What a fingerprint of another spelling holds; GREASE is a number of four or five digits. Nearly none holds any of it, so that
a request seldom costs more than this one match."""

_TRIMMED: Final = r"replaceRegexpAll(COLUMN, '^\\s+|\\s+$|\\s*([|;:,])\\s*', '\\1')"
_PARTS: Final = rf"splitByChar('|', replaceRegexpAll({_TRIMMED}, '(^|[|;:,])0+(\\d)', '\\1\\2'))"
_RESERVED: Final = "bitAnd(toUInt16OrZero(splitByChar(':', item)[1]), 3855) = 2570"
_WHOLE: Final = (
    "arrayMap(part -> arrayStringConcat(["
    f"arrayStringConcat(arrayFilter(item -> NOT ({_RESERVED}), splitByChar(';', replaceAll(part[1], ',', ';'))), ';'), "
    f"if(part[2] IN ('', '0'), '00', part[2]), if(part[3] = '', '0', part[3]), part[4]], '|'), [{_PARTS}])[1]"
)  # the parts are bound by a function: written out four times, the engine would compute them as often
_FOUR: Final = "countSubstrings(COLUMN, '|') = 3"
_UNLISTED: Final = "NOT dictHas(concat({processing:String}, '.dict_browser_h2'), toString(COLUMN))"
_EXPRESSIONS: Final = {
    "canonical": f"if({_FOUR} AND match(COLUMN, '{_ODD}'), {_WHOLE}, toString(COLUMN))",
    "listed": f"if({_FOUR} AND match(COLUMN, '{_ODD}') AND {_UNLISTED}, {_WHOLE}, toString(COLUMN))",
}


def spelled(sql: str) -> str:
    """The statement with what is marked spelled so."""
    return _MARK.sub(lambda found: _EXPRESSIONS[found[1]].replace("COLUMN", found[2]), sql)
