"""Today, and the figures of a series."""

from webinars.web.organize.dashboard import figures, today
from webinars.web.organize.dashboard.blueprint import bp

__all__ = ["bp", "figures", "today"]
