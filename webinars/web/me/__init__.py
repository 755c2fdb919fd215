"""A registrant's own pages, each behind a private link."""

from webinars.web.me import details, links, preferences, registration
from webinars.web.me.blueprint import bp

__all__ = ["bp", "details", "links", "preferences", "registration"]
