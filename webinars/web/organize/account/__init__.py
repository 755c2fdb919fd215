"""One's own account: who one is, how one signs in, and where one has."""

from webinars.web.organize.account import codes, overview, passkeys
from webinars.web.organize.account.blueprint import bp

__all__ = ["bp", "codes", "overview", "passkeys"]
