"""The registrants of a series in the console: their list, a person's page, what is done there."""

from webinars.web.organize.registrants import (
    adding,
    calendar,
    correcting,
    erasing,
    lists,
    mails,
    person,
    returned,
    seats,
)
from webinars.web.organize.registrants.blueprint import bp

__all__ = [
    "adding",
    "bp",
    "calendar",
    "correcting",
    "erasing",
    "lists",
    "mails",
    "person",
    "returned",
    "seats",
]
