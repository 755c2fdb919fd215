"""What a series writes to its registrants: words, times, and mails to many at once."""

from webinars.web.organize.messages import broadcasts, home, plan, rules, wordings
from webinars.web.organize.messages.blueprint import bp

__all__ = ["bp", "broadcasts", "home", "plan", "rules", "wordings"]
