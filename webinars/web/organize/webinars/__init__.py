"""The webinars of a series in the console: every change says first what it will do."""

from webinars.web.organize.webinars import details, mails, order, overview, people, states
from webinars.web.organize.webinars.blueprint import bp

__all__ = ["bp", "details", "mails", "order", "overview", "people", "states"]
