"""What all our forms share: nothing typed is lost, and every refusal has a status and words.

A form that cannot be accepted for a reason outside it (its token is stale, the client writes
too often, the database is busy) comes back as it was typed, ready to be sent again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge, TooManyRequests

from webinars.errors import WebinarsError
from webinars.extensions import db
from webinars.i18n import gettext
from webinars.web import errors
from webinars.web.held import held_fields

# The name of the buttons that lead to a page's other languages.
TRANSLATE = "translate"
# The name of the button that shows what a text will look like.
PREVIEW = "preview"
# A form beyond what we accept is still read up to here, so that nothing in it is lost.
MEBIBYTE = 1024 * 1024
MOST_SHOWN_AGAIN = MEBIBYTE

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


@dataclass(frozen=True)
class Setback:
    """Why a form cannot be accepted now, though nothing in it may be wrong."""

    status: int
    words: str
    retry_after: int | None = None


class Form(FlaskForm):
    """A form of ours; ``notice`` says what is wrong with it as a whole."""

    class Meta(FlaskForm.Meta):
        """Reads form fields only: a file or JSON in a field's place would be no text."""

        def wrap_formdata(self, form: FlaskForm, formdata: object) -> MultiDict[str, str] | None:
            """Return what was posted; None for a page that is only looked at."""
            return request.form if request.method == "POST" else held_fields()

    def __init__(self, **values: Any) -> None:
        """Fill the form with what was posted, else with *values*."""
        super().__init__(**values)
        self.status = 200
        self.notice = ""
        self.retry_after: int | None = None
        if self.is_held:
            self.notice = gettext(
                "Your sign-in had ended, so nothing was saved. This is what you had typed, but "
                "for files and passwords: please check it and send it again."
            )

    def accepted(self) -> bool:
        """Whether the form was sent, and can be acted upon."""
        if not self.is_submitted() or self.is_translated or self.is_previewed:
            return False
        is_valid = self.validate()
        setback: Setback | None = g.pop("setback", None)
        if setback is not None:
            self.status, self.notice = setback.status, setback.words
            self.retry_after = setback.retry_after
            self.forget_csrf_error()
        elif not is_valid:
            self.status = 422
        return setback is None and is_valid

    @property
    def is_held(self) -> bool:
        """Whether it shows what was typed before a sign-in that had ended."""
        return not self.is_submitted() and held_fields() is not None

    @property
    def is_translated(self) -> bool:
        """Whether it was sent only to be read on in another language, as far as it is filled."""
        return bool(self.is_submitted() and TRANSLATE in request.form)

    @property
    def is_previewed(self) -> bool:
        """Whether it was sent only to see what its texts will look like; nothing is saved then."""
        return bool(self.is_submitted() and PREVIEW in request.form)

    def is_begun(self, *names: str) -> bool:
        """Whether one of these fields holds something, or something is wrong with it."""
        return any(self[name].errors or self[name].data for name in names)

    def forget_csrf_error(self) -> None:
        """Leave the token out of what the person is told about the fields."""
        if "csrf_token" in self:
            self["csrf_token"].errors = ()

    def refuse(self, error: WebinarsError) -> None:
        """Show *error*, beside the fields it names."""
        self.status = errors.status_of(error)
        named = {name: words for name, words in error.fields.items() if name in self}
        for name, words in named.items():
            self[name].errors = (*self[name].errors, words)
        if error.message not in named.values():
            self.notice = error.message

    def page(self, template: str, **values: object) -> Response:
        """Return the page *template* with this form as ``form``."""
        response = make_response(render_template(template, form=self, **values), self.status)
        if self.retry_after is not None:
            response.headers["Retry-After"] = str(self.retry_after)
        return response


class Confirmation(Form):
    """A form of nothing but a button."""


def shown_again(view: View) -> View:
    """Mark a view that acts only on a form it has accepted.

    After a setback it is called once more, to show the form with what was typed.
    """
    view.is_shown_again = True  # type: ignore[attr-defined]  # a function may have any
    return view


def init_app(app: Flask) -> None:
    """Let *app* show forms again after a setback, where it would show an error page."""
    app.register_error_handler(CSRFError, show_stale)
    app.register_error_handler(TooManyRequests, _show_too_many)
    app.register_error_handler(RequestEntityTooLarge, _show_too_large)
    for failure in (OperationalError, InterfaceError, DBAPIError):
        app.register_error_handler(failure, _show_busy)


def show_stale(error: CSRFError) -> ResponseReturnValue:
    """Show the form again, with a new token."""
    words = gettext(
        "This page had been open for too long, or your browser did not send our cookie back. "
        "Nothing you typed is lost: please check it and send it again."
    )
    again = _shown_again(Setback(400, words))
    return errors.error_page(400, words) if again is None else again


def _show_too_many(error: TooManyRequests) -> ResponseReturnValue:
    seconds = error.retry_after if isinstance(error.retry_after, int) else 60
    words = gettext(
        "Too many forms came from your network within a short time. Nothing you typed is lost: "
        "please send it again in %(seconds)s seconds.",
        seconds=seconds,
    )
    again = _shown_again(Setback(429, words, seconds))
    return errors.show_http_error(error) if again is None else again


def _show_too_large(_: RequestEntityTooLarge) -> ResponseReturnValue:
    view = current_app.view_functions.get(request.endpoint or "")
    if (most := getattr(view, "most_bytes", None)) is not None:
        return _show_large_file(most)
    request.max_content_length = request.max_form_memory_size = MOST_SHOWN_AGAIN
    words = gettext(
        "This form is too large: together its fields may have 64 kB. Nothing you typed is lost: "
        "please make the longest text shorter, and send it again."
    )
    try:
        again = _shown_again(Setback(413, words))
    except RequestEntityTooLarge:
        again = None
    return _show_far_too_large() if again is None else again


def _show_large_file(most: int) -> ResponseReturnValue:
    words = gettext(
        "This file is too large: it may have %(most)s MB. Go back in your browser and choose a "
        "smaller one.",
        most=most // MEBIBYTE,
    )
    return errors.error_page(413, words)


def _show_far_too_large() -> ResponseReturnValue:
    # Its fields were not read: the browser still has them, one step back.
    words = gettext(
        "This form is too large: together its fields may have 64 kB. Go back in your browser, "
        "make the longest text shorter, and send it again."
    )
    return errors.error_page(413, words)


def _show_busy(error: DBAPIError) -> ResponseReturnValue:
    db.session.rollback()
    words = gettext(
        "Too much is going on here at the moment. Nothing you typed is lost: please send it "
        "again in a few seconds."
    )
    try:
        again = _shown_again(Setback(503, words, errors.RETRY_AFTER_SECONDS))
    except DBAPIError:
        again = None
    return errors.show_unavailable(error) if again is None else again


def _shown_again(setback: Setback) -> ResponseReturnValue | None:
    """Return the page with the form of this request, or None when it has none."""
    view: Any = current_app.view_functions.get(request.endpoint or "")
    if request.method != "POST" or not getattr(view, "is_shown_again", False):
        return None
    g.setback = setback
    try:
        answer: ResponseReturnValue = view(**request.view_args or {})
    except WebinarsError as error:
        # An error handler is not handled itself: what it raises would be a failure of ours.
        return errors.show_our_error(error)
    return answer
