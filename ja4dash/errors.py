"""Why a query failed, sorted by what a person can do about it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ja4dash.provenance import Asked


class Category(StrEnum):
    """What kind of failure; each has its own picture on screen."""

    MISSING = "missing"
    RIGHTS = "rights"
    TIMEOUT = "timeout"
    LIMIT = "limit"
    PARAMETER = "parameter"
    CONFLICT = "conflict"
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    BUSY = "busy"
    ABANDONED = "abandoned"
    NO_SPACE = "no space"
    WRITE_PROTECTED = "write protected"
    LOCKED = "locked"
    OTHER = "other"


TITLES = {
    Category.MISSING: "Not deployed",
    Category.RIGHTS: "Refused",
    Category.TIMEOUT: "Too slow",
    Category.LIMIT: "Too big",
    Category.PARAMETER: "Not a valid value",
    Category.CONFLICT: "Changed meanwhile",
    Category.UNREACHABLE: "Engine unreachable",
    Category.CERTIFICATE: "Certificate refused",
    Category.BUSY: "Too busy",
    Category.ABANDONED: "No longer wanted",
    Category.NO_SPACE: "Disk full",
    Category.WRITE_PROTECTED: "Write protected",
    Category.LOCKED: "Database in use",
    Category.OTHER: "Query failed",
}

ADVICE = {
    Category.MISSING: "Run `python -m ja4dash migrate` to create what is missing; `python -m ja4dash doctor` lists it.",
    Category.RIGHTS: "Ask the database administrator for the right named here, or connect as another user.",
    Category.TIMEOUT: "Choose a shorter window or add a filter, then try again.",
    Category.LIMIT: "Choose a shorter window or add a filter, then try again.",
    Category.PARAMETER: "Correct the value and try again.",
    Category.CONFLICT: "Look at what is there now, then decide again.",
    Category.UNREACHABLE: "Check that ClickHouse runs and that host, port and TLS are right. Asked again at each refresh.",
    Category.CERTIFICATE: (
        "Name the authority that signed it with JA4DASH_CA_CERT, or give the server a certificate for the host name used here."
    ),
    Category.BUSY: "Wait a moment and try again: what runs now ends by itself at its time limit.",
    Category.ABANDONED: "Open the page again.",
    Category.NO_SPACE: "Free some space on the engine's disk, or keep fewer days (JA4DASH_RETENTION_DAYS); then try again.",
    Category.WRITE_PROTECTED: (
        "Nothing was written; reading goes on. Try again once the server's Keeper and disks are well: `python -m ja4dash doctor`."
    ),
    Category.LOCKED: "Stop the other process, or give this one another folder with JA4DASH_DATA_DIR.",
    Category.OTHER: "Try again; if it stays, `python -m ja4dash doctor` checks the whole installation.",
}

# ClickHouse error codes: https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp
CODES = {
    **dict.fromkeys((10, 16, 46, 47, 60, 81, 218), Category.MISSING),
    **dict.fromkeys((164, 192, 193, 194, 291, 497, 516), Category.RIGHTS),
    **dict.fromkeys((159, 160, 209), Category.TIMEOUT),
    **dict.fromkeys((158, 173, 191, 241, 307, 396), Category.LIMIT),
    **dict.fromkeys((202, 252, 439), Category.BUSY),
    394: Category.ABANDONED,
    243: Category.NO_SPACE,
    **dict.fromkeys((225, 242), Category.WRITE_PROTECTED),
    **dict.fromkeys((6, 26, 27, 38, 41, 72, 321, 441, 456, 457, 675, 676), Category.PARAMETER),
    **dict.fromkeys((198, 210, 279, 425, 999), Category.UNREACHABLE),
}


class QueryError(Exception):
    """A query or write that did not work: category, one sentence, the engine's own words, and what to do."""

    asked: Asked | None = None
    """The statement that failed, where it was one."""

    def __init__(self, category: Category, message: str, *, detail: str = "", code: int = 0) -> None:
        super().__init__(message)
        self.category = category
        self.message = message
        self.detail = detail
        self.code = code

    @property
    def title(self) -> str:
        """Two words for the head of a panel."""
        return TITLES[self.category]

    @property
    def advice(self) -> str:
        """What a person can do about it."""
        return ADVICE[self.category]

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.category, self.message, self.detail, self.code)


def _rebuild(category: Category, message: str, detail: str, code: int) -> QueryError:
    return QueryError(category, message, detail=detail, code=code)


class FieldError(QueryError):
    """A value that cannot be written: `field` is the name of what a person typed it into."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(Category.PARAMETER, message)
        self.field = field

    def __reduce__(self) -> tuple[object, ...]:
        return FieldError, (self.field, self.message)


class RightsError(QueryError):
    """A person who may not do this; the database was not asked."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(Category.RIGHTS, message)
        self._advice = advice

    @property
    def advice(self) -> str:
        """How the person gets the right."""
        return self._advice

    def __reduce__(self) -> tuple[object, ...]:
        return RightsError, (self.message, self._advice)
