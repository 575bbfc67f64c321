"""All formats by name, in the order in which they are offered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ja4dash.blocklist.anubis import ANUBIS
from ja4dash.blocklist.aws import AWS
from ja4dash.blocklist.format import Format
from ja4dash.blocklist.haproxy import HAPROXY
from ja4dash.blocklist.misp import MISP
from ja4dash.blocklist.nftables import NFTABLES
from ja4dash.blocklist.nginx import NGINX
from ja4dash.blocklist.plain import PLAIN
from ja4dash.blocklist.stix import STIX

FORMATS: Final[Mapping[str, Format]] = {
    one.name: one for one in (*PLAIN, *NFTABLES, *NGINX, *HAPROXY, *AWS, *ANUBIS, *MISP, *STIX)
}
