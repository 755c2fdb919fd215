"""Second factors: codes that work once, and passkeys that ask who holds them."""

from typing import Any

from flask_security import Totp, UserMixin, WebauthnUtil
from passlib.totp import TOTP, AppWallet, TotpMatch
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)


class OneTimeCodes(Totp):
    """Codes of an authenticator app; none is taken twice, nor one older than the last."""

    def __init__(self, secrets: dict[str, str], issuer: str) -> None:
        """Write with the first of *secrets*, read with any: keys are changed that way."""
        super().__init__(secrets, issuer)
        wallet = AppWallet(secrets, default_tag=next(iter(secrets)))
        self._totp = TOTP.using(issuer=issuer, wallet=wallet)

    def get_last_counter(self, user: UserMixin) -> int | None:
        """Return the time step of the code that was used last."""
        counter: int | None = user.totp_counter  # type: ignore[attr-defined]  # ours has it
        return counter

    def set_last_counter(self, user: UserMixin, tmatch: TotpMatch) -> None:
        """Note that the code of this time step is used up."""
        user.totp_counter = tmatch.counter  # type: ignore[attr-defined]

    def generate_qrcode(self, username: str, totp: str) -> str:
        """Draw nothing: the page draws it by ``domain.qr``."""
        return ""


class Passkeys(WebauthnUtil):
    """Keys that stand for both factors: the device is held, and its owner proves it."""

    def authenticator_selection(
        self, user: UserMixin, usage: str
    ) -> AuthenticatorSelectionCriteria:
        """Ask for a key that the browser finds by itself, on whatever device."""
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        )

    def user_verification(
        self, user: UserMixin | None, usage: list[str]
    ) -> UserVerificationRequirement:
        """Ask for finger, face or PIN at each use."""
        return UserVerificationRequirement.REQUIRED

    def name_svn(self, value: Any) -> tuple[str | None, str | None]:
        """Take any name: our form has cleaned it."""
        return None, str(value)
