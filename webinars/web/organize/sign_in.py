"""Signing in and out: Flask-Security, wired to our house.

Its views write as they please; here each of its writing requests is one transaction of ours.
"""

from contextlib import ExitStack
from datetime import timedelta
from typing import Any

from flask import Flask, Response, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import RoleMixin, Security, SQLAlchemyUserDatastore

from webinars.clock import utcnow
from webinars.extensions import db, transaction
from webinars.models import Passkey, User
from webinars.web.security import READING_METHODS

BLUEPRINT = "security"
# OWASP's profile for argon2id: 19 MiB, two passes, one lane.
ARGON2 = {"time_cost": 2, "memory_cost": 19456, "parallelism": 1}
# A thousand times cheaper: tests sign in often.
ARGON2_FOR_TESTS = {"time_cost": 1, "memory_cost": 16, "parallelism": 1}


class Datastore(SQLAlchemyUserDatastore):
    """Flask-Security's way to our tables; it flushes, and the request's transaction commits."""

    def commit(self) -> None:
        """Write what is pending: whether it stays is decided at the end of the request."""
        db.session.flush()


def init_app(app: Flask) -> None:
    """Add the pages for signing in to *app*, below ``/organize``."""
    app.config.from_mapping(_settings(is_testing=bool(app.config["TESTING"])))
    security = Security(app, Datastore(db, User, RoleMixin, Passkey), register_blueprint=True)
    security.unauthn_handler(_ask_to_sign_in)  # type: ignore[arg-type]  # narrower than Flask's
    security.login_manager.unauthorized_handler(_ask_to_sign_in)
    app.before_request(_open_transaction)
    app.after_request(_close_transaction)
    app.teardown_request(_give_up_transaction)


def _settings(*, is_testing: bool) -> dict[str, Any]:
    costs = ARGON2_FOR_TESTS if is_testing else ARGON2
    return {
        "SECURITY_BLUEPRINT_NAME": BLUEPRINT,
        "SECURITY_URL_PREFIX": "/organize",
        "SECURITY_STATIC_FOLDER": None,
        "SECURITY_POST_LOGIN_VIEW": "/organize/",
        "SECURITY_POST_LOGOUT_VIEW": "/organize/login",
        "SECURITY_DATETIME_FACTORY": utcnow,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_JOIN_USER_ROLES": False,
        "SECURITY_CLI_USERS_NAME": False,
        "SECURITY_CLI_ROLES_NAME": False,
        # Asked for, though argon2 salts by itself and never uses it.
        "SECURITY_PASSWORD_SALT": "unused",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
        "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
            f"argon2__{name}": value for name, value in costs.items()
        },
        "SECURITY_PASSWORD_LENGTH_MIN": 12,
        "SECURITY_FRESHNESS": timedelta(hours=12),
        "SECURITY_FLASH_MESSAGES": False,
    }


def _ask_to_sign_in(
    _mechanisms: list[str] | None = None, _headers: dict[str, str] | None = None
) -> ResponseReturnValue:
    """Send a signed-out visitor to the page for signing in, from which one comes back here."""
    wanted = request.full_path.rstrip("?") if request.method in READING_METHODS else None
    return redirect(url_for("security.login", next=wanted), 303)


def _open_transaction() -> None:
    if request.blueprint == BLUEPRINT and request.method not in READING_METHODS:
        g.security_transaction = ExitStack()
        g.security_transaction.enter_context(transaction())


def _close_transaction(response: Response) -> Response:
    """Commit what the view has changed, unless it failed."""
    stack: ExitStack | None = g.pop("security_transaction", None)
    if stack is not None and response.status_code < 500:
        stack.close()
    elif stack is not None:
        _roll_back(stack)
    return response


def _give_up_transaction(_error: BaseException | None) -> None:
    stack: ExitStack | None = g.pop("security_transaction", None)
    if stack is not None:
        _roll_back(stack)


def _roll_back(stack: ExitStack) -> None:
    error = RuntimeError("the request failed")
    stack.__exit__(type(error), error, None)
