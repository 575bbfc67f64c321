"""Rows: events as Arrow tables with the columns of http_logs, text as dictionaries."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from ja4dash.simulate.events import METHODS, Numbers
from ja4dash.simulate.looks import NO_SITE, SITES, LookColumns, Pool
from ja4dash.simulate.networks import Sources
from ja4dash.simulate.site import site


class Columns:
    """The pools of a world, ready to be looked up."""

    def __init__(self, sources: Sources, looks: LookColumns, forwarded: Pool) -> None:
        self.looks = looks
        address, asn, name, country = sources.columns()
        self.address, self.asn = np.ascontiguousarray(address), asn
        self.pools: dict[str, pa.Array] = {column: pool.array() for column, pool in looks.pools.items()}
        names, countries = Pool(), Pool()
        self.as_name = np.array([names.add(text) for text in name.tolist()], np.int32)
        self.country = np.array([countries.add(text) for text in country.tolist()], np.int32)
        place = site()
        no_name = len(place.hosts)
        hosts = place.hosts.array()
        self.no_name = no_name
        self.pools |= {
            "src_as_name": names.array(),
            "src_country_code": countries.array(),
            "host": hosts,
            "tls_sni": pa.concat_arrays([hosts, pa.array([""])]),
            "path": place.paths.array(),
            "query": place.queries.array(),
            "header_referer": place.referers.array(),
            "header_x_forwarded_for": forwarded.array(),
            "header_sec_fetch_site": pa.array(SITES),
            "method": pa.array(METHODS),
        }

    def table(self, events: Numbers) -> pa.Table:
        """The rows of http_logs; `src_ip` as 16 bytes, `time` as seconds since 1970."""
        numbers = self._numbers(events)
        source = events["source"]
        columns: dict[str, Any] = {
            "time": pa.array(np.floor(events["time"]).astype(np.uint32)),
            "src_ip": addresses(self.address[source]),
            "src_port": pa.array(events["port"]),
            "status": pa.array(events["status"]),
            "src_asn": pa.array(self.asn[source]),
            "h2_window_update": pa.array(self.looks.h2_window[events["handshake"]]),
        }
        return pa.table(columns | {column: self._text(column, values) for column, values in numbers.items()})

    def _numbers(self, events: Numbers) -> dict[str, Numbers]:
        looks, place = self.looks, site()
        look, kind, shake, target = events["look"], events["kind"], events["handshake"], events["target"]
        host = place.host[target]
        mode = looks.mode[look, kind]
        fetches = mode != self._empty("header_sec_fetch_mode")
        said = np.where(looks.follows[look], events["site"], looks.fixed_site[look])
        return {
            "method": events["method"],
            "host": host,
            "path": place.path[target],
            "query": place.query[target],
            "http_version": looks.http_version[shake],
            "header_user_agent": looks.user_agent[look],
            "header_referer": events["referer"],
            "header_accept": looks.accept[look, kind],
            "header_accept_language": looks.language[look],
            "header_accept_encoding": looks.encoding[look, kind],
            "header_x_forwarded_for": events["forwarded"],
            "header_sec_ch_ua": looks.ch_ua[look],
            "header_sec_ch_ua_platform": looks.ch_platform[look],
            "header_sec_ch_ua_mobile": looks.ch_mobile[look],
            "header_sec_fetch_mode": mode,
            "header_sec_fetch_site": np.where(fetches, said, NO_SITE),
            "header_sec_fetch_dest": looks.dest[look, kind],
            "ja4": looks.ja4[shake],
            "tls_version": looks.tls_version[shake],
            "tls_alpn": looks.tls_alpn[shake],
            "tls_sni": np.where(looks.names_host[shake], host, self.no_name),
            "h2_fingerprint": looks.h2[shake],
            "h2_settings_fp": looks.h2_settings[shake],
            "h2_pseudo_order": looks.h2_order[shake],
            "src_as_name": self.as_name[events["source"]],
            "src_country_code": self.country[events["source"]],
        }

    def _empty(self, column: str) -> int:
        texts = self.pools[column].to_pylist()
        return texts.index("") if "" in texts else -1

    def _text(self, column: str, numbers: Numbers) -> pa.Array:
        pool = self.pools[column]
        if len(numbers) < len(pool):
            used, numbers = np.unique(numbers, return_inverse=True)
            pool = pool.take(pa.array(used))
        return pa.DictionaryArray.from_arrays(pa.array(numbers.astype(np.int32)), pool)


def addresses(address: Numbers) -> pa.Array:
    """Addresses of 16 bytes each as the engine takes them for IPv6."""
    return pa.FixedSizeBinaryArray.from_buffers(pa.binary(16), len(address), [None, pa.py_buffer(address.tobytes())])
