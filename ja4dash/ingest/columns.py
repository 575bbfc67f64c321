"""The columns of http_logs that a file may carry, in the order of the table."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from ja4dash.ingest.kinds import Address, Date, Kind, Number, Text, Time

PORT: Final = Number(pa.uint16(), 65_535)
STATUS: Final = Number(pa.uint16(), 999)
LARGE: Final = Number(pa.uint32(), 2**32 - 1)

COLUMNS: Final[dict[str, Kind]] = {
    "time": Time(),
    "log_date": Date(),
    "src_ip": Address(),
    "src_port": PORT,
    "method": Text(),
    "host": Text(),
    "path": Text(),
    "query": Text(),
    "http_version": Text(),
    "status": STATUS,
    "header_user_agent": Text(),
    "header_referer": Text(),
    "header_accept": Text(),
    "header_accept_language": Text(),
    "header_accept_encoding": Text(),
    "header_x_forwarded_for": Text(),
    "header_sec_ch_ua": Text(),
    "header_sec_ch_ua_platform": Text(),
    "header_sec_ch_ua_mobile": Text(),
    "header_sec_fetch_mode": Text(),
    "header_sec_fetch_site": Text(),
    "header_sec_fetch_dest": Text(),
    "ja4": Text(),
    "tls_version": Text(),
    "tls_alpn": Text(),
    "tls_sni": Text(),
    "h2_fingerprint": Text(),
    "h2_settings_fp": Text(),
    "h2_window_update": LARGE,
    "h2_pseudo_order": Text(),
    "src_asn": LARGE,
    "src_as_name": Text(),
    "src_country_code": Text(),
}

REQUIRED: Final = ("time", "src_ip")
NUMBERS: Final = frozenset(name for name, kind in COLUMNS.items() if isinstance(kind, Number))


def for_table(types: dict[str, str]) -> dict[str, Kind]:
    """The columns that a http_logs of these types has, by name, its address in its own form."""
    here = {name: kind for name, kind in COLUMNS.items() if name in types}
    return here | {"src_ip": Address(ipv4_only="IPv4" in types["src_ip"])}
