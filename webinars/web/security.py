"""The headers of every answer."""

from flask import Flask, Response, request

from webinars.links import settings

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-src 'self'",
        "frame-ancestors 'none'",
    )
)
PRIVATE_BLUEPRINTS = {
    "me",
    "join",
    "unsubscribe",
    "confirm_address",
    "private_link",
    "registration",
}
TWO_YEARS = 63072000


def init_app(app: Flask) -> None:
    """Add the headers to every answer of *app*."""
    app.after_request(add_headers)


def add_headers(response: Response) -> Response:
    """Forbid what our pages never need; a view's own header stays."""
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    if not settings().is_development:
        headers.setdefault("Strict-Transport-Security", f"max-age={TWO_YEARS}; includeSubDomains")
    if request.blueprint in PRIVATE_BLUEPRINTS:
        headers["Cache-Control"] = "no-store"
        headers["Referrer-Policy"] = "no-referrer"
        headers["X-Robots-Tag"] = "noindex"
    return response
