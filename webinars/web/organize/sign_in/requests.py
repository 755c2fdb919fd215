"""Each request that signs in or out is one transaction."""

from contextlib import ExitStack
from http import HTTPStatus

from flask import Flask, Response, g, request
from werkzeug.exceptions import UnsupportedMediaType

from webinars.extensions import transaction
from webinars.i18n import prefer
from webinars.web import limits
from webinars.web.organize.access import signed_in_user
from webinars.web.organize.sign_in.configuration import BLUEPRINT
from webinars.web.security import READING_METHODS

# Pages of Flask-Security that answer 200 when a form is shown again for its faults.
SHOWN_FOR_FAULTS = {
    "security.login",
    "security.verify",
    "security.two_factor_token_validation",
    "security.mf_recovery",
}
# Views of ours beside Flask-Security's: they open their own.
OWN_TRANSACTIONS = {"security.forgot_password", "security.reset_password"}


def init_app(app: Flask) -> None:
    """Open a transaction for each writing request of Flask-Security's pages, and close it."""
    app.before_request(_speak)
    app.before_request(_open_transaction)
    app.after_request(_close_transaction)
    app.teardown_request(_give_up_transaction)


def _speak() -> None:
    """Answer in the language of the account, once it is known."""
    user = signed_in_user() if request.blueprint == BLUEPRINT else None
    if user is not None:
        prefer(user.language)


def _open_transaction() -> None:
    if request.blueprint != BLUEPRINT or request.method in READING_METHODS:
        return
    if request.is_json:
        # Flask-Security would take it in a form's place.
        raise UnsupportedMediaType
    limits.count_sign_in()
    if request.endpoint in OWN_TRANSACTIONS:
        return
    g.security_transaction = ExitStack()
    g.security_transaction.enter_context(transaction())


def _close_transaction(response: Response) -> Response:
    """Commit what the view has changed, unless it failed."""
    is_writing = request.blueprint == BLUEPRINT and request.method not in READING_METHODS
    if (
        is_writing
        and request.endpoint in SHOWN_FOR_FAULTS
        and response.status_code == HTTPStatus.OK
    ):
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    stack: ExitStack | None = g.pop("security_transaction", None)
    if stack is not None and response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
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
