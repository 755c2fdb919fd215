"""Every address that leaves the system, and the tokens in the private ones."""

import enum
import hmac
import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from flask import current_app
from flask_security.recoverable import generate_reset_password_token

from webinars.domain.mail import return_path
from webinars.domain.mail.return_path import ReturnTag
from webinars.models import User
from webinars.settings import settings

NONCE_LENGTH = 22
TOKEN_LENGTH = 44


class Purpose(enum.StrEnum):
    """What a token opens; one for one purpose opens nothing else."""

    MANAGE = "manage"
    FEED = "feed"
    JOIN = "join"
    ANSWER = "answer"
    UNSUBSCRIBE = "unsubscribe"
    EMAIL_CHANGE = "email_change"
    PREVIEW = "preview"
    # Stands in no address of a page: see `return_address`.
    RETURN = "return"


def new_nonce() -> str:
    """Return 128 random bits as text: the half of a token that is stored."""
    return _base64(secrets.token_bytes(16))


def token(purpose: Purpose, nonce: str) -> str:
    """Return the token for *nonce*: the nonce and its signature, 44 characters."""
    return nonce + _mac(settings().secret_key, purpose, nonce)


def nonce_of(purpose: Purpose, presented: str) -> str | None:
    """Return the nonce in the token *presented*, or None when its signature is wrong.

    Compared as text: a bent last character, which base64 would decode alike, must fail.
    """
    if len(presented) != TOKEN_LENGTH or not presented.isascii():
        return None
    nonce, mac = presented[:NONCE_LENGTH], presented[NONCE_LENGTH:]
    keys = (settings().secret_key, *settings().secret_key_fallbacks)
    matches = [hmac.compare_digest(mac, _mac(key, purpose, nonce)) for key in keys]
    return nonce if any(matches) else None


def uid_mac(webinar_id: int, enrollment_id: int, generation: int) -> str:
    """Return the proof in an invitation's UID that we made it: 16 hexadecimal digits."""
    text = f"{webinar_id}|{enrollment_id}|{generation}"
    return hmac.new(settings().secret_key.encode(), text.encode(), sha256).hexdigest()[:16]


def return_address(delivery_id: int) -> str | None:
    """Return where a mail that cannot be delivered comes back to; None without BOUNCE_ADDRESS."""
    base = settings().bounce_address
    if base is None:
        return None
    return return_path.written(
        base, ReturnTag(delivery_id, _hex_mac(settings().secret_key, delivery_id))
    )


def returned_delivery_id(address: str) -> int | None:
    """Return which delivery the return address *address* was made for; None if it is not ours."""
    tag = return_path.read(address)
    if tag is None:
        return None
    keys = (settings().secret_key, *settings().secret_key_fallbacks)
    matches = [hmac.compare_digest(tag.mac, _hex_mac(key, tag.delivery_id)) for key in keys]
    return tag.delivery_id if any(matches) else None


def external_url(endpoint: str, **values: Any) -> str:
    """Return the full address of *endpoint* under BASE_URL, whatever the request's Host is."""
    scheme, _, host = settings().base_url.partition("://")
    adapter = current_app.url_map.bind(host, url_scheme=scheme)
    return adapter.build(endpoint, values, force_external=True)


def manage_url(nonce: str) -> str:
    """Return the address of a registrant's own page."""
    return external_url("me.show", token=token(Purpose.MANAGE, nonce))


def feed_url(nonce: str) -> str:
    """Return the address of a registrant's personal calendar."""
    return external_url("feeds.personal", token=token(Purpose.FEED, nonce))


def join_url(nonce: str) -> str:
    """Return the address behind which an enrollment finds the webinar's platform."""
    return external_url("join.show", token=token(Purpose.JOIN, nonce))


def answer_url(nonce: str) -> str:
    """Return the address where somebody whose calendar declined says what is to be done."""
    return external_url("seat_answer.show", token=token(Purpose.ANSWER, nonce))


def unsubscribe_url(nonce: str, *, of: str | None = None) -> str:
    """Return the address that stops a registrant's mails, those *of* one kind where it is given."""
    return external_url("unsubscribe.show", token=token(Purpose.UNSUBSCRIBE, nonce), of=of)


def confirm_address_url(nonce: str) -> str:
    """Return the address that confirms a registrant's new e-mail address."""
    return external_url("confirm_address.show", token=token(Purpose.EMAIL_CHANGE, nonce))


def preview_url(series: str, nonce: str) -> str:
    """Return the address that shows the draft of the series with this slug."""
    return external_url("series.show", series=series, preview=token(Purpose.PREVIEW, nonce))


def set_password_url(user: User) -> str:
    """Return the address under which *user* chooses a password.

    Its token stops working when one was chosen, and some minutes or hours after this call.
    """
    token = generate_reset_password_token(user)  # type: ignore[no-untyped-call]
    return external_url("security.reset_password", token=token)


def _mac(key: str, purpose: Purpose, nonce: str) -> str:
    digest = hmac.new(key.encode(), f"{purpose}{nonce}".encode(), sha256).digest()
    return _base64(digest[:16])


def _hex_mac(key: str, delivery_id: int) -> str:
    # Hexadecimal, for the case of letters in an address may change on its way.
    digest = hmac.new(key.encode(), f"{Purpose.RETURN}{delivery_id}".encode(), sha256)
    return digest.hexdigest()[: return_path.MAC_LENGTH]


def _base64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
