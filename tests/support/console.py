"""People of the console, and a test client that is signed in as one of them."""

from itertools import count

from flask.testing import FlaskClient
from flask_security import hash_password
from playwright.sync_api import Page

from tests.factories import NOW, saved
from webinars.clock import utcnow
from webinars.models import MemberRole, Membership, Series, SignIn, SignInMethod, User

OWNER = "owner"
STRANGER = "stranger"
OWNERS_ADDRESS = "olga@example.org"
PASSWORD = "correct horse battery"
_numbers = count(1)


def an_account(
    role: str = OWNER, series: Series | None = None, *, email: str | None = None
) -> User:
    """Return a stored account: an owner, a member of *series*, or a stranger to it."""
    number = next(_numbers)
    user = User(
        email=email or f"{role}{number}@example.org",
        name=role.capitalize(),
        active=True,
        is_owner=role == OWNER,
        language="en",
        time_zone="America/New_York",
        fs_uniquifier=f"uniquifier-{number}",
        created_at=NOW,
    )
    if series is not None and role not in {OWNER, STRANGER}:
        user.memberships.append(Membership(series_id=series.id, role=MemberRole(role)))
    return saved(user)


def sign_in(client: FlaskClient, user: User) -> None:
    """Give *client* the cookie of somebody who has just signed in as *user*."""
    noted = SignIn(
        user_id=user.id,
        method=SignInMethod.PASSWORD,
        device="",
        is_kept=False,
        signed_in_at=utcnow(),
    )
    saved(noted)
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie["sign_in"] = noted.id
        cookie.update({"_user_id": user.fs_uniquifier, "_fresh": True})
        # Flask-Security asks how long ago that was.
        cookie["fs_paa"] = utcnow().timestamp()


def console(client: FlaskClient, role: str = OWNER, series: Series | None = None) -> User:
    """Sign *client* in as a person of that role and return the account."""
    user = an_account(role, series)
    sign_in(client, user)
    return user


def an_owner_with_a_password() -> User:
    """Return an owner who signs in with `OWNERS_ADDRESS` and `PASSWORD`, for browsers."""
    user = an_account(email=OWNERS_ADDRESS)
    user.name = "Olga Owner"
    user.password = hash_password(PASSWORD)
    return saved(user)


def signed_in_page(page: Page, site: str, *, email: str = OWNERS_ADDRESS) -> Page:
    """Sign the browser's visitor in at *site*, as somebody who has `PASSWORD`."""
    page.goto(f"{site}/organize/login")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    with page.expect_navigation():
        page.click("main form.form button[type=submit]")
    return page
