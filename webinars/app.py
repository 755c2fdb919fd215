"""The application: all wiring on one page."""

from flask import Flask
from flask.typing import ResponseReturnValue
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT, Config
from webinars import cli, rendering, settings, transports, web
from webinars.extensions import babel, csrf, db, init_database, limiter, migrate, retried
from webinars.i18n import choose_language

KIBIBYTE = 1024
SMTPS_PORT = 465


def create_app(config: Config) -> Flask:
    """Return the application for *config*."""
    app = WebinarsApp(
        __name__,
        template_folder=str(ROOT / "templates"),
        static_folder=None,
        instance_path=str(config.instance_path),
    )
    settings.init_app(app, config)
    app.config.from_mapping(flask_settings(config))
    config.instance_path.mkdir(parents=True, exist_ok=True)
    init_database(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
    babel.init_app(app, locale_selector=choose_language)
    csrf.init_app(app)
    limiter.init_app(app)
    transports.init_app(app)
    rendering.init_app(app)
    web.init_app(app)
    cli.init_app(app)
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    return app


class WebinarsApp(Flask):
    """Flask, answering a request again when the database broke a deadlock."""

    def dispatch_request(self) -> ResponseReturnValue:
        """Answer the request; at most three times, see ``extensions.retried``."""
        return retried(super().dispatch_request)


def flask_settings(config: Config) -> dict[str, object]:
    """Return Flask's and its extensions' settings for *config*."""
    secure = not config.is_development
    return {
        "TESTING": config.is_testing,
        "SECRET_KEY": config.secret_key,
        "SECRET_KEY_FALLBACKS": list(config.secret_key_fallbacks),
        "SESSION_COOKIE_NAME": "__Host-session" if secure else "session",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SQLALCHEMY_DATABASE_URI": config.database_url,
        "BABEL_DEFAULT_LOCALE": config.default_language.replace("-", "_"),
        "BABEL_DEFAULT_TIMEZONE": "UTC",
        "BABEL_TRANSLATION_DIRECTORIES": ";".join(map(str, config.translations)),
        # A form that lay open for a day is still sent: the token lives as long as its cookie.
        "WTF_CSRF_TIME_LIMIT": None,
        # It asks for a Referer, which our private pages forbid; see web.security for origins.
        "WTF_CSRF_SSL_STRICT": False,
        "MAX_CONTENT_LENGTH": 64 * KIBIBYTE,
        "MAX_FORM_MEMORY_SIZE": 64 * KIBIBYTE,
        "MAX_FORM_PARTS": 500,
        "RATELIMIT_ENABLED": config.client_limits is not None,
        "RATELIMIT_STORAGE_URI": config.redis_url or "memory://",
        "RATELIMIT_STRATEGY": "moving-window",
        "RATELIMIT_HEADERS_ENABLED": False,
        "MAIL_SERVER": config.mail_server or "",
        "MAIL_PORT": config.mail_port,
        "MAIL_USE_TLS": config.mail_use_tls and config.mail_port != SMTPS_PORT,
        "MAIL_USE_SSL": config.mail_port == SMTPS_PORT,
        "MAIL_USERNAME": config.mail_username,
        "MAIL_PASSWORD": config.mail_password,
        "MAIL_DEFAULT_SENDER": str(config.sender),
        "MAIL_TIMEOUT": config.mail_timeout,
        "MAIL_SUPPRESS_SEND": False,
    }
