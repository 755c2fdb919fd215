"""Keeping the console's libraries out of all other pages.

Flask-Principal and Flask-Login look into the session of every request. Public pages and feeds
are the same for all and must not depend on a cookie, nor be slowed by a question to the database.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, request

# The console, and Flask-Security's own pages in it.
BLUEPRINTS = {"organize", "security"}
LIBRARIES = ("flask_principal", "flask_login")


def init_app(app: Flask) -> None:
    """Let these libraries' hooks of *app* run in the console only."""
    app.before_request_funcs[None] = [
        _in_console(hook, None) if _is_theirs(hook) else hook
        for hook in app.before_request_funcs[None]
    ]
    app.after_request_funcs[None] = [
        _in_console(hook, 0) if _is_theirs(hook) else hook for hook in app.after_request_funcs[None]
    ]

    # It loads the person for every page that is rendered; ours ask `access.signed_in_user`.
    app.template_context_processors[None] = [
        giver for giver in app.template_context_processors[None] if not _is_theirs(giver)
    ]


def _is_theirs(hook: Callable[..., Any]) -> bool:
    return hook.__module__.startswith(LIBRARIES)


def _in_console(hook: Callable[..., Any], passed_on: int | None) -> Callable[..., Any]:
    """Return *hook* for requests of the console; elsewhere its argument *passed_on*, or None."""

    @wraps(hook)
    def hooked(*values: Any) -> Any:
        if not BLUEPRINTS.isdisjoint(request.blueprints):
            return hook(*values)
        return None if passed_on is None else values[passed_on]

    return hooked
