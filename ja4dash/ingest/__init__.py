"""Files of requests into http_logs: JSON lines, CSV, Parquet; plain, gzip or Zstandard."""

from ja4dash.ingest.command import ingest
from ja4dash.ingest.run import UsageError, run
from ja4dash.ingest.summary import FileSummary, Summary

__all__ = ["FileSummary", "Summary", "UsageError", "ingest", "run"]
