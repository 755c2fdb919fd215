"""One's own account, people, members; and the pages for signing in."""

from sqlalchemy import select

from tests.factories import saved
from tests.support.console import OWNERS_ADDRESS, an_account
from tests.support.places import Place, send
from webinars.clock import utcnow
from webinars.extensions import db
from webinars.links import set_password_url
from webinars.models import Passkey, Series, User

IN_A_STORY = "seen in tests/stories/test_second_step.py"
ACCOUNT = "/organize/account/"
PEOPLE = "/organize/people/"
MEMBERS = "/organize/series/guide/members/"
PLACES = (
    Place("forgotten password", "/organize/reset", is_signed_out=True),
    Place("forgotten password, errors", "/organize/reset", 422, send, is_signed_out=True),
    Place("choose a password", "/organize/reset/{reset}", is_signed_out=True),
    Place("choose a password, errors", "/organize/reset/{reset}", 422, send, is_signed_out=True),
    Place("link for a password, dead", "/organize/reset/nonsense", 404, is_signed_out=True),
    Place("passkey unknown", "/organize/passkey", is_signed_out=True),
    Place("account", ACCOUNT),
    Place("account, new", ACCOUNT, is_empty=True),
    Place("account, correct", f"{ACCOUNT}profile"),
    Place("account, password", f"{ACCOUNT}password"),
    Place("account, password, errors", f"{ACCOUNT}password", 422, send),
    Place("account, app", f"{ACCOUNT}app"),
    Place("account, app, errors", f"{ACCOUNT}app", 422, send),
    Place("account, add a passkey", f"{ACCOUNT}passkeys"),
    Place("account, remove a passkey", ACCOUNT + "passkeys/{passkey}/remove"),
    Place("account, sign out everywhere", f"{ACCOUNT}sign-out-everywhere"),
    Place("is it you", "/organize/verify"),
    Place("is it you, errors", "/organize/verify", 422, send),
    Place("is it you, passkey unknown", "/organize/verify/passkey"),
    Place("people", PEOPLE),
    Place("people, nobody else", PEOPLE, is_empty=True),
    Place("people, invite", f"{PEOPLE}invite"),
    Place("people, invite, errors", f"{PEOPLE}invite", 422, send),
    Place("people, invite, no series", f"{PEOPLE}invite", is_empty=True),
    Place("person", PEOPLE + "{member}/"),
    Place("person, disabled", PEOPLE + "{disabled}/"),
    Place("person, disable", PEOPLE + "{member}/disable"),
    Place("person, remove", PEOPLE + "{member}/remove"),
    Place("person, second step", PEOPLE + "{member}/reset-second-step"),
    Place("members", MEMBERS),
    Place("members, nobody", "/organize/series/empty/members/"),
    Place("members, add", f"{MEMBERS}add"),
    Place("members, add, errors", f"{MEMBERS}add", 422, send),
    Place("member", MEMBERS + "{membership}/"),
    Place("member, remove", MEMBERS + "{membership}/remove"),
)
EXAMPLES: dict[str, object] = {
    "person": 1,
    "member": 1,
    "passkey": 1,
    "role": "viewer",
    "nonce": "x",
    "token": "x",
}
NOT_PAGES: dict[str, str] = {
    "security.two_factor_token_validation": IN_A_STORY,
    "security.mf_recovery": IN_A_STORY,
    "organize.account.codes": IN_A_STORY,
    "organize.account.remove_app": IN_A_STORY,
    "organize.held.show": IN_A_STORY,
}


def furnish() -> dict[str, str]:
    """Store a member of the guide, somebody disabled, somebody invited, and a passkey."""
    owner = db.session.scalars(select(User).where(User.email == OWNERS_ADDRESS)).one()
    guide = db.session.scalars(select(Series).where(Series.slug == "guide")).one()
    member = an_account("assistant", guide, email="ann.with.a.rather.long.address@example.org")
    disabled = an_account("viewer", guide, email="gone@example.org")
    invited = an_account("stranger", email="new@example.org")
    member.password = "unused"
    member.tf_totp_secret, member.tf_primary_method = "unused", "authenticator"
    disabled.active = False
    invited.invited_at = utcnow()
    passkey = Passkey(
        user_id=owner.id,
        credential_id=b"1",
        public_key=b"1",
        sign_count=0,
        backup_state=False,
        device_type="single_device",
        name="My phone",
        usage="first",
        create_datetime=utcnow(),
        lastuse_datetime=utcnow(),
    )
    saved(member, disabled, invited, passkey)
    return {
        "member": str(member.id),
        "disabled": str(disabled.id),
        "membership": str(member.memberships[0].id),
        "passkey": str(passkey.id),
        "reset": set_password_url(invited).rpartition("/")[2],
    }
