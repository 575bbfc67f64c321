"""Headings of columns: raw requests."""

from __future__ import annotations

from typing import Final

from ja4dash.column import Column

REQUESTS: Final = {
    "time": Column("Time, UTC", "time", 142),
    "ip": Column("Source", width=125),
    "ja4": Column("JA4", width=282),
    "method": Column("Method", width=64),
    "host": Column("Host", width=140),
    "path": Column("Path", width=170),
    "status": Column("Status", "status", 60),
    "http_version": Column("HTTP", width=74),
    "header_user_agent": Column("User-Agent", width=330),
    "src_country_code": Column("Country", width=68),
    "src_asn": Column("ASN", "asn", 85),
    "src_as_name": Column("Network", width=170),
    "query": Column("Query string", width=180),
    "h2_fingerprint": Column("HTTP/2 fingerprint", width=330),
}

REQUEST_SORTS: Final = {
    "time": "Time",
    "src_ip": "Source",
    "method": "Method",
    "host": "Host",
    "path": "Path",
    "http_version": "HTTP version",
    "header_user_agent": "User-Agent",
    "ja4": "JA4",
    "src_country_code": "Country",
}

REQUESTS_OF_SOURCE: Final = {
    **{
        name: REQUESTS[name]
        for name in ("time", "method", "host", "path", "query", "status", "http_version", "header_user_agent")
    },
    "header_referer": Column("Referer", width=180),
    "header_sec_ch_ua": Column("Sec-CH-UA", width=220),
    "ja4": REQUESTS["ja4"],
    "h2_fingerprint": REQUESTS["h2_fingerprint"],
    "tls_version": Column("TLS", width=70),
    "tls_alpn": Column("ALPN", width=70),
    "src_port": Column("Port", "plain", 60),
}
