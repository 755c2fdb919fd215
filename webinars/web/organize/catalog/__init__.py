"""The catalog: speakers, practices, organizations, case studies and the approach."""

from webinars.web.organize.catalog import approach, entries, logo
from webinars.web.organize.catalog.blueprint import bp

__all__ = ["approach", "bp", "entries", "logo"]
