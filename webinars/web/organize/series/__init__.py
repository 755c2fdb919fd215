"""A series in the console: its list, its details, its form's questions, its states, its copies."""

from webinars.web.organize.series import (
    copying,
    details,
    files,
    listing,
    overview,
    previewing,
    questions,
    states,
)
from webinars.web.organize.series.blueprint import bp

__all__ = [
    "bp",
    "copying",
    "details",
    "files",
    "listing",
    "overview",
    "previewing",
    "questions",
    "states",
]
