"""Signing in and out: Flask-Security, wired to our house.

Its views write as they please; here each of their writing requests is one transaction of ours,
and they answer with our pages. Of its many addresses only those are there that we use.
"""

from typing import Any

from flask import Flask
from flask_security import RoleMixin, Security, SQLAlchemyUserDatastore

from webinars.clock import utcnow
from webinars.extensions import db
from webinars.models import Passkey, User
from webinars.settings import CONFIG
from webinars.web.organize.sign_in import endpoints, held, requests, sessions
from webinars.web.organize.sign_in.configuration import security_settings
from webinars.web.organize.sign_in.factors import OneTimeCodes, Passkeys
from webinars.web.organize.sign_in.forms import (
    CodeForm,
    NoRescueForm,
    PasskeyAnswerForm,
    PasskeyNameForm,
    RecoveryCodeForm,
    SignInForm,
    VerifyForm,
)
from webinars.web.organize.sign_in.mails import NoMails


class Datastore(SQLAlchemyUserDatastore):
    """Flask-Security's way to our tables; it flushes, and the request's transaction commits."""

    def commit(self) -> None:
        """Write what is pending: whether it stays is decided at the end of the request."""
        db.session.flush()

    def create_webauthn(self, *given: Any, **values: Any) -> None:
        """Store a passkey, with the moment that theirs leaves to the column."""
        super().create_webauthn(*given, create_datetime=utcnow(), **values)


class OurSecurity(Security):
    """Flask-Security without the library that draws its QR codes: ours are drawn by segno."""

    def _check_modules(self, module: str, config_name: str) -> None:
        if module != "qrcode":
            super()._check_modules(module, config_name)  # type: ignore[no-untyped-call]


def init_app(app: Flask) -> None:
    """Add the pages for signing in to *app*, below ``/organize``."""
    # Those of the environment: what the console sets may change while we run.
    app.config.from_mapping(security_settings(app.extensions[CONFIG]))
    security = OurSecurity(
        app,
        Datastore(db, User, RoleMixin, Passkey),
        # Its endpoints are chosen and added by `endpoints`.
        register_blueprint=False,
        mail_util_cls=NoMails,
        totp_cls=OneTimeCodes,
        webauthn_util_cls=Passkeys,
        login_form=SignInForm,
        verify_form=VerifyForm,
        two_factor_verify_code_form=CodeForm,
        two_factor_rescue_form=NoRescueForm,
        mf_recovery_form=RecoveryCodeForm,
        wan_register_form=PasskeyNameForm,
        wan_signin_response_form=PasskeyAnswerForm,
    )
    # Pages only: there is no second way in that speaks JSON.
    security.want_json(lambda _request: False)
    security.unauthn_handler(held.ask_to_sign_in)  # type: ignore[arg-type]  # narrower than Flask's
    security.reauthn_handler(held.ask_again)  # type: ignore[arg-type]
    security.login_manager.unauthorized_handler(held.ask_to_sign_in)
    sessions.init_app(app, security)
    endpoints.init_app(app)
    requests.init_app(app)
