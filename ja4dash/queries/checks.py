"""Values that a person or a URL gives, checked before they are bound."""

from __future__ import annotations

from ja4dash.errors import Category, QueryError
from ja4dash.scope import ScopeError, address


def bounded(name: str, value: int, low: int, high: int) -> int:
    """The value when it lies between the bounds; QueryError naming them otherwise."""
    if not low <= value <= high:
        raise QueryError(Category.PARAMETER, f"{name} takes a number from {low:,} to {high:,}, not {value:,}")
    return value


def one_address(ip: str) -> str:
    """An IPv4, IPv6 or IPv4-mapped address in its one spelling; QueryError when it is none."""
    try:
        return address(ip)
    except ScopeError as error:
        raise QueryError(Category.PARAMETER, str(error)) from error
