"""The addresses for signing in: those of Flask-Security's views that we use, and ours."""

from flask import Blueprint, Flask
from flask_security import views, webauthn
from flask_security.recovery_codes import mf_recovery
from flask_wtf.csrf import CSRFError

from webinars.web.organize.sign_in import held, passwords
from webinars.web.organize.sign_in.configuration import BLUEPRINT

BOTH = ("GET", "POST")


def init_app(app: Flask) -> None:
    """Add them to *app*, under the names by which Flask-Security knows them."""
    bp = Blueprint(BLUEPRINT, __name__, url_prefix="/organize")
    for address, name, view, methods in (
        ("/login", "login", views.login, BOTH),
        ("/logout", "logout", views.logout, ("POST",)),
        ("/verify", "verify", views.verify, BOTH),
        ("/code", "two_factor_token_validation", views.two_factor_token_validation, BOTH),
        ("/recovery-code", "mf_recovery", mf_recovery, BOTH),
        ("/reset", "forgot_password", passwords.forgotten, BOTH),
        ("/reset/<token>", "reset_password", passwords.choose, BOTH),
        ("/passkey", "wan_signin", webauthn.webauthn_signin, BOTH),
        ("/passkey/<token>", "wan_signin_response", webauthn.webauthn_signin_response, ("POST",)),
        ("/verify/passkey", "wan_verify", webauthn.webauthn_verify, BOTH),
        (
            "/verify/passkey/<token>",
            "wan_verify_response",
            webauthn.webauthn_verify_response,
            ("POST",),
        ),
        ("/account/passkeys", "wan_register", webauthn.webauthn_register, BOTH),
        (
            "/account/passkeys/<token>",
            "wan_register_response",
            webauthn.webauthn_register_response,
            ("POST",),
        ),
    ):
        bp.add_url_rule(address, name, view, methods=methods)
    # Their page for codes names it: whoever has lost the phone goes to the recovery codes.
    bp.add_url_rule("/recovery-code", "two_factor_rescue", methods=["POST"], build_only=True)
    bp.register_error_handler(CSRFError, held.show_entrance_again)
    app.register_blueprint(bp)
