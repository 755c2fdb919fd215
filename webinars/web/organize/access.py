"""Who is let in: every view of the console says what it asks for.

A view for a series has ``<series>`` in its address and is handed the series itself. Whoever
is no member of it learns nothing about it (404); a member whose role does not allow the page
is told so (403).
"""

import enum
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, current_app
from flask.typing import ResponseReturnValue
from flask_login import current_user

from webinars.domain.permissions import Permission, may
from webinars.errors import NotAllowed, NotFound
from webinars.i18n import gettext, prefer
from webinars.models import Series, User
from webinars.queries.series import series_for_organizers
from webinars.web.labels import MEMBER_ROLES

View = Callable[..., ResponseReturnValue]
V = TypeVar("V", bound=View)


class Scope(enum.StrEnum):
    """What a view's permission is asked for."""

    SERIES = "series"
    INSTALLATION = "installation"
    ACCOUNT = "account"


def init_app(app: Flask) -> None:
    """Let the templates of *app* ask who is signed in and what they may do."""
    app.jinja_env.globals.update(
        allowed=allowed,
        signed_in_user=signed_in_user,
        role_name=lambda role: MEMBER_ROLES[role],
    )


def for_series(permission: Permission) -> Callable[[V], V]:
    """Let in whoever has *permission* in the series of the address; the view gets the row."""

    def decorate(view: V) -> V:
        def guarded(*, series: str, **values: Any) -> ResponseReturnValue:
            found = series_for_organizers(series)
            if found is None or not allowed(Permission.SEE_SERIES, found):
                raise NotFound(gettext("There is no such series, or you are no member of it."))
            _demand(permission, found)
            return view(series=found, **values)

        return _marked(view, guarded, Scope.SERIES, permission)

    return decorate


def for_installation(permission: Permission) -> Callable[[V], V]:
    """Let in whoever has *permission* in the whole installation."""

    def decorate(view: V) -> V:
        def guarded(**values: Any) -> ResponseReturnValue:
            _demand(permission, None)
            return view(**values)

        return _marked(view, guarded, Scope.INSTALLATION, permission)

    return decorate


def for_signed_in(view: V) -> V:
    """Let in everybody who has an account."""
    return _marked(view, view, Scope.ACCOUNT, None)


def signed_in_user() -> User | None:
    """Return who is signed in, or None."""
    user = current_user._get_current_object()
    return cast(User, user) if user.is_authenticated and user.active else None


def the_user() -> User:
    """Return who is signed in, in a view that lets in nobody else."""
    user = signed_in_user()
    if user is None:
        raise RuntimeError("this view lets people in who are not signed in")
    return user


def allowed(permission: Permission | str, series: Series | None = None) -> bool:
    """Return whether who is signed in may do that, in *series* or in the installation."""
    user = signed_in_user()
    return user is not None and may(
        user, Permission(permission), None if series is None else series.id
    )


def _demand(permission: Permission, series: Series | None) -> None:
    if not allowed(permission, series):
        raise NotAllowed(
            gettext("Your account may not do this. Ask an owner or organizer of the series.")
        )


def _marked(view: V, guarded: View, scope: Scope, permission: Permission | None) -> V:
    """Return *guarded* for people who are signed in only, with what it asks for noted on it."""

    @wraps(view)
    def admitted(**values: Any) -> ResponseReturnValue:
        user = signed_in_user()
        if user is None:
            answer: ResponseReturnValue = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]  # Flask-Login's
            return answer
        prefer(user.language)
        return guarded(**values)

    admitted.scope = scope  # type: ignore[attr-defined]  # a function may have any
    admitted.permission = permission  # type: ignore[attr-defined]
    return cast(V, admitted)
