"""What is wrong with a fingerprint, in a sentence a person understands."""

from __future__ import annotations


class FingerprintError(ValueError):
    """A text that is no fingerprint: `field` is the part that does not fit, the message one sentence about it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message

    def __reduce__(self) -> tuple[type[FingerprintError], tuple[str, str]]:
        return FingerprintError, (self.field, self.message)
