"""The mails that came in: a reading list, and what can be done with each."""

from webinars.web.organize.inbound import acting, reading
from webinars.web.organize.inbound.blueprint import bp

__all__ = ["acting", "bp", "reading"]
