"""The blueprint of one's own account, and the pages that ask for a fresh sign-in."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_security.utils import check_and_update_authn_fresh

from webinars.web.organize.sign_in.configuration import FRESH_FOR
from webinars.web.organize.sign_in.held import ask_again

bp = Blueprint("account", __name__, url_prefix="/account")
V = TypeVar("V", bound=Callable[..., ResponseReturnValue])


def freshly_signed_in(view: V) -> V:
    """Ask for the password again when the last time is more than half an hour ago.

    It stands below ``for_signed_in`` and its like. What was typed is shown again afterwards.
    """

    @wraps(view)
    def guarded(**values: Any) -> ResponseReturnValue:
        if not check_and_update_authn_fresh(FRESH_FOR, FRESH_FOR / 2):
            return ask_again()
        return view(**values)

    return cast(V, guarded)
