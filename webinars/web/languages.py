"""A language once asked for is remembered."""

from flask import Flask, Response, request

from webinars.i18n import LANGUAGE_COOKIE, current_language, languages
from webinars.settings import settings

# Shown on other people's sites, where we leave nothing behind.
WITHOUT_COOKIES = {"embed"}
ONE_YEAR = 31536000


def init_app(app: Flask) -> None:
    """Remember ``?lang=`` in a cookie, and tell caches what a page depends on."""
    app.after_request(remember)


def remember(response: Response) -> Response:
    """Keep the language that was asked for, and only that: the cookie tells nobody apart."""
    if response.mimetype != "text/html" or request.blueprint in WITHOUT_COOKIES:
        return response
    response.vary.update(("Accept-Language", "Cookie"))
    response.content_language.add(current_language())
    wanted = request.args.get("lang")
    if wanted in languages() and request.cookies.get(LANGUAGE_COOKIE) != wanted:
        response.set_cookie(
            LANGUAGE_COOKIE,
            wanted,
            max_age=ONE_YEAR,
            secure=not settings().is_development,
            httponly=True,
            samesite="Lax",
        )
    return response
