"""The engine's and the driver's exceptions as QueryErrors: a category, and one sentence that a person can read."""

from __future__ import annotations

import errno
import os
import re
from typing import TYPE_CHECKING, Final

from clickhouse_connect.driver.exceptions import OperationalError

from ja4dash import folder
from ja4dash.errors import CODES, Category, QueryError

if TYPE_CHECKING:
    from ja4dash.settings import Settings

AWAY: Final = frozenset({Category.UNREACHABLE, Category.CERTIFICATE})
"""Nothing can be asked at all."""

_CODE: Final = re.compile(r"\bCode: (\d+)")
_STATUS: Final = re.compile(r"HTTP status (\d{3})\b")
_BAD_ARGUMENTS: Final = 36
_NO_MEMORY: Final = 241
_WRONG_PASSWORD: Final = 516
_NO_DICTIONARY: Final = re.compile(r"\bdictionary\b[^\n]{0,200}\bnot found\b", re.I)
_FOR_ALL: Final = re.compile(r"\(total\) memory limit exceeded|OvercommitTracker decision", re.I)
_UNTRUSTED: Final = (
    ("it has expired", re.compile("certificate has expired", re.I)),
    ("it is for another host name", re.compile("doesn't match|hostname mismatch|IP address mismatch", re.I)),
    ("it is signed by itself", re.compile("self.signed certificate", re.I)),
    ("nobody known here signed it", re.compile("certificate verify failed", re.I)),
)
_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FULL: Final = re.compile(
    "|".join([*(os.strerror(number) for number in _NO_ROOM), r"\berrno: (?:28|122|27)\b", "NOT_ENOUGH_SPACE"])
)
_REASONS: Final = (
    ("connection refused", re.compile("Connection refused|Errno 111")),
    ("no such host", re.compile("Name or service not known|nodename nor servname|name resolution|No address associated")),
    ("it took too long", re.compile("timed? ?out", re.I)),
    ("no way to that network", re.compile("No route to host|Network is unreachable")),
    ("it speaks TLS, or does not, other than set here", re.compile("WRONG_VERSION_NUMBER|record layer|SSL|TLS")),
    ("what listens there is no ClickHouse", re.compile("Unexpected response to server version")),
    ("the connection broke", re.compile("reset|aborted|broken|closed|IncompleteRead|RemoteDisconnected|Broken pipe", re.I)),
)
_TRAILER: Final = re.compile(r"(?:\s*\((?:[A-Z][A-Z0-9_]+|version (?:[^()]|\([^()]*\))*|for url [^()]*)\))+\s*$")
"""What the engine and the driver put behind a sentence: the error's name, the version, the URL."""
_GUESS: Final = re.compile(r"\.?\s+Maybe you meant:?\s.*", re.S)
"""The engine's guess at another name, which is no help to whoever did not type this one."""


def explained(error: Exception, settings: Settings) -> QueryError:
    """The engine's exception as a QueryError with a category and one sentence."""
    detail = _without_password(_whole(error), settings)
    found = _CODE.search(detail)
    code = getattr(error, "code", None) or (int(found[1]) if found else 0)
    category = _category(error, detail, code, settings)
    if settings.embedded and isinstance(error, OSError):
        detail = f"{settings.data_dir} cannot hold the data: {error.strerror}"
    return QueryError(category, _sentence(category, detail, code, settings), detail=detail, code=code)


def cut_off(settings: Settings) -> QueryError:
    """An answer that ended before its end."""
    return QueryError(Category.UNREACHABLE, f"The answer of {settings.where()} was cut off")


def _category(error: Exception, detail: str, code: int, settings: Settings) -> Category:
    if _FULL.search(detail):
        return Category.NO_SPACE
    if settings.embedded and isinstance(error, OSError):
        return Category.RIGHTS if isinstance(error, PermissionError) else Category.OTHER
    if settings.embedded and "Unable to open the chdb engine" in detail and folder.held(settings.engine_path):
        return Category.LOCKED
    if code == _BAD_ARGUMENTS and _NO_DICTIONARY.search(detail):
        return Category.MISSING
    found = CODES.get(code, Category.OTHER)
    if found is Category.LIMIT and _FOR_ALL.search(detail):
        return Category.BUSY
    return _without_code(error, detail) if not code and not settings.embedded else found


def _without_code(error: Exception, detail: str) -> Category:
    """What comes from the way to the server, not from the server."""
    status = _STATUS.search(detail)
    if _reason(detail, _UNTRUSTED):
        return Category.CERTIFICATE
    if status:
        return _BY_STATUS.get(int(status[1]), Category.OTHER)
    return Category.UNREACHABLE if isinstance(error, OSError | OperationalError) else Category.OTHER


_BY_STATUS: Final = {
    **dict.fromkeys((401, 403, 407), Category.RIGHTS),
    429: Category.BUSY,
    **dict.fromkeys((408, 500, 502, 503, 504), Category.UNREACHABLE),
}


def _without_password(text: str, settings: Settings) -> str:
    """Statements that make dictionaries hold the password, and the engine quotes what it cannot read."""
    password = settings.password.get_secret_value()
    return text.replace(password, "***") if password else text


def _whole(error: Exception) -> str:
    """The words of an exception and of what caused it."""
    texts, cause = [str(error)], error.__cause__ or error.__context__
    while cause is not None and len(texts) < 5:
        texts.append(str(cause))
        cause = cause.__cause__ or cause.__context__
    return "\n".join(texts)


def _sentence(category: Category, detail: str, code: int, settings: Settings) -> str:
    where, status = settings.where(), _STATUS.search(detail)
    if status and not code:
        return f"{where} answers with HTTP status {status[1]} and not as ClickHouse does"
    if code == _WRONG_PASSWORD:
        return f"{where} refuses the user {settings.user!r}: wrong name or password"
    if code == _NO_MEMORY and category is Category.BUSY:
        return f"{where} has no memory left for all statements together"
    said = _TRAILER.sub("", detail.split("DB::Exception: ", 1)[-1].split(" In scope ", maxsplit=1)[0].partition("\n")[0])
    said = _GUESS.sub("", said).strip().rstrip(".:")[:240]
    if category is Category.LOCKED:
        return f"{settings.data_dir} is in use by {folder.owner(settings.engine_path)}"
    sentences = {
        Category.CERTIFICATE: f"The certificate of {where} is not trusted{_reason(detail, _UNTRUSTED)}",
        Category.UNREACHABLE: f"No answer from {where}{_reason(detail, _REASONS)}",
        Category.NO_SPACE: f"There is no room left where {where} keeps its data",
        Category.TIMEOUT: "The engine stopped the query at its time limit",
        Category.ABANDONED: "The query was ended because nobody waited for it any more",
        Category.LIMIT: f"The engine stopped the query at a limit: {said}",
    }
    return sentences.get(category, said)


def _reason(detail: str, reasons: tuple[tuple[str, re.Pattern[str]], ...]) -> str:
    return next((f": {words}" for words, pattern in reasons if pattern.search(detail)), "")
