"""What may go wrong, in four kinds; each is mapped once to a page."""

from collections.abc import Mapping


class WebinarsError(Exception):
    """A failure with a message fit for the person who caused it."""

    def __init__(self, message: str, *, fields: Mapping[str, str] | None = None) -> None:
        """Keep *message*, and in *fields* what is wrong with which form field."""
        super().__init__(message)
        self.message = message
        self.fields = dict(fields or {})


class NotAllowed(WebinarsError):
    """The person may not do this (403)."""


class NotFound(WebinarsError):
    """There is no such thing, or not for this person (404)."""


class Gone(NotFound):
    """There was such a thing, and it was taken back (410)."""


class Conflict(WebinarsError):
    """The state of things forbids it (409)."""


class Invalid(WebinarsError):
    """What was sent cannot be understood or is not acceptable (422)."""
