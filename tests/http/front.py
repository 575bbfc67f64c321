"""A small ClickHouse-HTTP front over an embedded engine in a process of its own.

    python -m tests.http.front --path DIR [--port 0] [--user default:] [--user reader:secret:2]

Speaks what the client uses: parameters in the URL or a form, settings, Native and Arrow bodies both ways, compression,
basic authentication, users with a `readonly` level, error codes in headers. It prints `READY <port>` once it listens.
`GET /statements` tells how many statements were put to it.
What it does not have: sessions, external tables, grants, streaming (a result is sent whole).
"""

from __future__ import annotations

import argparse
import base64
import gzip
import json
import os
import re
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import chdb
import lz4.frame
import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

TRANSPORT: Final = frozenset(
    {
        "add_http_cors_header",
        "buffer_size",
        "cancel_http_readonly_queries_on_client_close",
        "client_protocol_version",
        "compress",
        "database",
        "decompress",
        "default_format",
        "enable_http_compression",
        "http_headers_progress_interval_ms",
        "query",
        "query_id",
        "send_progress_in_http_headers",
        "wait_end_of_query",
    }
)
"""URL parameters that concern the transport; all others but `param_…` are settings of the query."""

# HTTP status by error code: https://github.com/ClickHouse/ClickHouse/blob/master/src/Server/HTTPHandler.cpp
STATUS: Final = {
    **dict.fromkeys((6, 27, 36, 43, 53, 62, 115, 456, 457), 400),
    **dict.fromkeys((192, 193, 497, 516), 403),
    **dict.fromkeys((46, 47, 60, 81), 404),
    159: 408,
    48: 501,
}

_NAME = rb"(?:`(?:[^`\\]|\\.)+`|\w+)"
_INSERT = re.compile(
    rb"\s*INSERT\s+INTO\s+(?P<into>%b(?:\.%b)?(?:\s*\([^)]*\))?)(?P<settings>\s+SETTINGS\s+.+?)?"
    rb"\s+FORMAT\s+(?P<format>(?!VALUES)\w+)[ \t]*\r?\n?" % (_NAME, _NAME),
    re.I | re.S,
)
_RESULT = re.compile(
    rb"(?:\s|\(|--[^\n]*\n|/\*.*?\*/)*(?:select|with|show|desc|describe|exists|explain|check|kill)\b", re.I | re.S
)
_FORMAT = re.compile(rb"\bFORMAT\s+(\w+)\s*;?\s*$", re.I)


class RefusedError(Exception):
    """The engine, or the front, says no: a ClickHouse error with its code."""

    def __init__(self, message: str) -> None:
        found = re.search(r"Code: (\d+)", message)
        super().__init__(message[found.start() :].strip() if found else message.strip())
        self.code = int(found[1]) if found else 1002


@dataclass(frozen=True)
class User:
    """Who may connect, and the `readonly` level of their queries (0 writes, 1 reads, 2 reads and may change settings)."""

    password: str = ""
    readonly: int = 0


@dataclass(frozen=True)
class Statement:
    """One request: the statement, the bytes after it, the URL's and the form's parameters, and the user's level."""

    sql: bytes
    data: bytes
    options: Mapping[str, str]
    readonly: int

    @property
    def settings(self) -> dict[str, str]:
        """Settings of the query."""
        return {name: value for name, value in self.options.items() if name not in TRANSPORT and not name.startswith("param_")}

    @property
    def parameters(self) -> dict[str, str]:
        """Values bound in the statement."""
        return {name.removeprefix("param_"): value for name, value in self.options.items() if name.startswith("param_")}


@dataclass(frozen=True)
class Answer:
    """A result: its bytes, its format (None when the statement has no result) and the figures of the summary header."""

    body: bytes = b""
    format: str | None = None
    summary: Mapping[str, str] = field(default_factory=dict)


class Engine:
    """The embedded engine of a folder. Each statement has a handle of its own, so that no setting or row leaks."""

    def __init__(self, path: Path) -> None:
        self._path = str(path)
        self._keeps_it_open = _handle(self._path)
        said = str(self._keeps_it_open.query("SELECT timezone(), version()", "TSV"))
        self.zone, self.version = said.strip().split("\t")

    def run(self, statement: Statement) -> Answer:
        """Run a statement; raises RefusedError with the engine's words."""
        try:
            with closing(_handle(self._path)) as handle, ExitStack() as files:
                _prepare(handle, statement)
                return _insert(handle, statement, files) or _query(handle, statement)
        except RuntimeError as error:  # the wrapper package and the core each have a ChdbError of their own
            raise RefusedError(str(error)) from error

    def close(self) -> None:
        """Give the folder free."""
        self._keeps_it_open.close()


def _handle(path: str) -> Any:
    return chdb.connect(path)  # type: ignore[no-untyped-call]


def _prepare(handle: Any, statement: Statement) -> None:
    if database := statement.options.get("database"):
        handle.query(f"USE {_quoted(database, '`')}")
    if statement.readonly:
        handle.query(f"SET readonly = {statement.readonly}")
    for name, value in sorted(statement.settings.items(), key=lambda item: item[0] == "readonly"):
        if not re.fullmatch(r"\w+", name):
            raise RefusedError(f"Code: 115. DB::Exception: Unknown setting {name!r}. (UNKNOWN_SETTING)")
        handle.query(f"SET {name} = {_quoted(value)}")


def _insert(handle: Any, statement: Statement, files: ExitStack) -> Answer | None:
    found = _INSERT.match(statement.sql)
    if found is None:
        return None
    path = files.enter_context(_temporary(statement.sql[found.end() :] + statement.data))
    into, settings, form = found["into"], found["settings"] or b"", found["format"]
    sql = b"INSERT INTO %b FROM INFILE %b%b FORMAT %b" % (into, _quoted(str(path)).encode(), settings, form)
    result = handle.query(sql)
    return Answer(summary=_summary(result, written=result.rows_read()))


def _query(handle: Any, statement: Statement) -> Answer:
    sql = b"\n".join(filter(None, (statement.sql, statement.data)))
    chosen = _FORMAT.search(sql)
    form = chosen[1].decode() if chosen else statement.options.get("default_format", "TabSeparated")
    result = handle.query(sql, form, params=statement.parameters)
    if not _RESULT.match(sql):
        return Answer(summary=_summary(result))
    return Answer(result.bytes() or b"", form, _summary(result, read=result.storage_rows_read()))


def _summary(result: Any, *, read: int = 0, written: int = 0) -> dict[str, str]:
    return {
        "read_rows": str(read),
        "read_bytes": str(result.storage_bytes_read() if read else 0),
        "written_rows": str(written),
        "written_bytes": "0",
        "result_rows": "0",
        "elapsed_ns": str(int(result.elapsed() * 1e9)),
    }


@contextmanager
def _temporary(content: bytes) -> Iterator[Path]:
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        yield Path(file.name)


def _quoted(text: str, mark: str = "'") -> str:
    return mark + text.replace("\\", "\\\\").replace(mark, f"\\{mark}") + mark


# --- HTTP -------------------------------------------------------------------------------------------------------------


def application(engine: Engine, users: Mapping[str, User]) -> Starlette:
    """The front of an engine for these users."""

    statements = 0

    async def answer(request: Request) -> Response:
        nonlocal statements
        statements += 1
        head = {"X-ClickHouse-Timezone": engine.zone, "X-ClickHouse-Query-Id": request.query_params.get("query_id", "")}
        try:
            user = _authenticated(request, users)
            statement = await _statement(request, user)
            result = await run_in_threadpool(engine.run, statement)
        except RefusedError as refusal:
            head["X-ClickHouse-Exception-Code"] = str(refusal.code)
            said = f"{refusal} (version {engine.version} (front))\n"
            return PlainTextResponse(said, STATUS.get(refusal.code, 500), head)
        head["X-ClickHouse-Summary"] = json.dumps(result.summary)
        if result.format:
            head["X-ClickHouse-Format"] = result.format
        body, encoding = _encoded(result.body, request)
        if encoding:
            head["Content-Encoding"] = encoding
        return Response(body, headers=head, media_type="application/octet-stream")

    async def ping(_: Request) -> Response:
        return PlainTextResponse("Ok.\n")

    async def count(_: Request) -> Response:
        return PlainTextResponse(str(statements))

    return Starlette(routes=[Route("/ping", ping), Route("/statements", count), Route("/", answer, methods=["GET", "POST"])])


def _authenticated(request: Request, users: Mapping[str, User]) -> User:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    name, _, password = base64.b64decode(token).decode().partition(":") if kind.lower() == "basic" else ("default", "", "")
    user = users.get(name)
    if user is None or user.password != password:
        said = "Authentication failed: password is incorrect, or there is no user with such name"
        raise RefusedError(f"Code: 516. DB::Exception: {name}: {said}. (AUTHENTICATION_FAILED)")
    return user


async def _statement(request: Request, user: User) -> Statement:
    options, data = dict(request.query_params), b""
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        for name, value in (await request.form()).multi_items():
            options[name] = value if isinstance(value, str) else (await value.read()).decode()
    else:
        data = _decoded(await request.body(), request.headers.get("content-encoding", "identity"))
    sql = options.pop("query", "").encode()
    if not sql:
        sql, data = data, b""
    if not sql.strip():
        raise RefusedError("Code: 62. DB::Exception: Syntax error: empty query. (SYNTAX_ERROR)")
    reads_only = user.readonly or (2 if request.method == "GET" else 0)
    return Statement(sql, data, options, reads_only)


def _decoded(body: bytes, encoding: str) -> bytes:
    decoder = _DECODERS.get(encoding)
    if decoder is None:
        raise RefusedError(f"Code: 48. DB::Exception: Unknown encoding {encoding!r} of the body. (NOT_IMPLEMENTED)")
    return decoder(body)


def _from_lz4(body: bytes) -> bytes:
    """The client sends a frame a block: decode them all."""
    parts = []
    while body:
        decoder = lz4.frame.LZ4FrameDecompressor()
        parts.append(decoder.decompress(body))
        body = decoder.unused_data or b""
    return b"".join(parts)


def _encoded(body: bytes, request: Request) -> tuple[bytes, str]:
    if request.query_params.get("enable_http_compression") == "1" and body:
        for accepted in request.headers.get("accept-encoding", "").split(","):
            encoding = accepted.split(";")[0].strip()
            if encoding in _ENCODERS:
                return _ENCODERS[encoding](body), encoding
    return body, ""


_DECODERS: Final[dict[str, Callable[[bytes], bytes]]] = {"identity": bytes, "gzip": gzip.decompress, "lz4": _from_lz4}
_ENCODERS: Final[dict[str, Callable[[bytes], bytes]]] = {"gzip": gzip.compress, "lz4": lz4.frame.compress}


# --- process ----------------------------------------------------------------------------------------------------------


def parse_user(text: str) -> tuple[str, User]:
    """Name and user from `name:password[:readonly level]`."""
    name, password, *level = text.split(":")
    return name, User(password, int(level[0]) if level else 0)


def listening(port: int) -> socket.socket:
    """A loopback socket; the protocol is named, or asyncio leaves Nagle's delay on (48 ms a request)."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(64)
    return listener


def _end_with_input() -> None:
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """Serve a folder until the process is ended."""
    parser = argparse.ArgumentParser(prog="python -m tests.http.front")
    parser.add_argument("--path", type=Path, required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--user", type=parse_user, action="append", default=[], help="name:password[:readonly level]")
    parser.add_argument("--certificate", type=Path, help="PEM file of certificate and key: serve HTTPS")
    parser.add_argument("--until-input-ends", action="store_true", help="end when standard input closes, as with the parent")
    options = parser.parse_args()
    if options.until_input_ends:
        threading.Thread(target=_end_with_input, daemon=True).start()
    listener, engine = listening(options.port), Engine(options.path)
    config = uvicorn.Config(
        application(engine, dict(options.user) or {"default": User()}),
        log_level="warning",
        lifespan="off",
        ssl_certfile=options.certificate,
        timeout_graceful_shutdown=2,
    )
    os.write(1, f"READY {listener.getsockname()[1]}\n".encode())
    try:
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        engine.close()


if __name__ == "__main__":
    main()
