"""ja4dash: what attacks, who it is, and what to do about it, read from TLS and HTTP/2 fingerprints in ClickHouse."""

__version__ = "0.1.0"
