"""The mails of a series: what is due, sent, delayed, failed and why."""

from webinars.web.organize.deliveries import acting, lists, one, suppressed
from webinars.web.organize.deliveries.blueprint import bp

__all__ = ["acting", "bp", "lists", "one", "suppressed"]
