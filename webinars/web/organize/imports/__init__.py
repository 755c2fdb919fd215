"""Bringing lists of people into a series."""

from webinars.web.organize.imports import downloads, steps, views
from webinars.web.organize.imports.blueprint import bp

__all__ = ["bp", "downloads", "steps", "views"]
