"""Accounts: the first one, and a way in for those who were locked out."""

import click
from email_validator import EmailNotValidError, validate_email
from flask.cli import AppGroup

from webinars.clock import utcnow
from webinars.errors import WebinarsError
from webinars.extensions import transaction
from webinars.links import set_password_url
from webinars.models import MemberRole, User
from webinars.queries.series import series_for_organizers
from webinars.queries.users import account_with_email, all_accounts
from webinars.services import accounts
from webinars.settings import settings

OWNER = "owner"
ROLES = [OWNER, *(role.value for role in MemberRole)]

user = AppGroup("user", help="Accounts of the people who run series.")


@user.command("create")
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What the person may do.")
@click.option("--series", "slug", help="The series that the role is for; an owner needs none.")
@click.option("--name", default="", help="The person's name.  [default: from the address]")
def create(email: str, role: str, slug: str | None, name: str) -> None:
    """Make an account for EMAIL, and print the link with which its password is chosen.

    The link works once, for ten minutes; nobody is written to. An owner may do everything;
    everybody else does what --role says, in the series of --series.
    """
    if (role == OWNER) == (slug is not None):
        raise click.UsageError("Give --series with every role but owner, and only then.")
    address = _address(email)
    with transaction():
        series = series_for_organizers(slug) if slug else None
        if slug and series is None:
            raise click.ClickException(f"There is no series {slug!r}.")
        try:
            made = accounts.create(
                address,
                name or address.partition("@")[0],
                is_owner=role == OWNER,
                language=settings().default_language,
                time_zone=settings().default_time_zone,
                actor=None,
                now=utcnow(),
            )
        except WebinarsError as error:
            raise click.ClickException(error.message) from None
        if series is not None:
            roles = {series.id: MemberRole(role)}
            accounts.set_roles(made, is_owner=False, roles=roles, actor=None, now=utcnow())
    _print_link(made)


@user.command("link")
@click.argument("email")
def link(email: str) -> None:
    """Print a link with which the password of EMAIL's account is chosen anew.

    For somebody whom no mail reaches. The link works once, for ten minutes.
    """
    found = account_with_email(email)
    if found is None or not found.active:
        raise click.ClickException(f"There is no account in use with the address {email!r}.")
    _print_link(found)


@user.command("reset-second-step")
@click.argument("email")
def reset_second_step(email: str) -> None:
    """Take app, recovery codes and passkeys from EMAIL's account: all of them were lost.

    The password alone lets in from then on. The person is signed out, and written to.
    """
    with transaction():
        found = account_with_email(email)
        if found is None:
            raise click.ClickException(f"There is no account with the address {email!r}.")
        accounts.reset_second_factor(found, actor=None, now=utcnow())
    click.echo(f"{found.name} <{found.email}> now signs in with the password alone.")


@user.command("list")
def list_() -> None:
    """List all accounts: address, state, and what each may do."""
    for found in all_accounts():
        click.echo(f"{found.email:<40}  {_state(found):<9}  {_roles(found)}".rstrip())


def _address(email: str) -> str:
    try:
        return validate_email(email, check_deliverability=False).ascii_email or ""
    except EmailNotValidError as error:
        raise click.ClickException(f"{email!r} is no e-mail address: {error}") from None


def _print_link(found: User) -> None:
    click.echo(f"{found.name} <{found.email}> chooses a password here, once, within ten minutes:")
    click.echo(set_password_url(found))


def _state(found: User) -> str:
    if not found.active:
        return "disabled"
    return "in use" if found.password else "invited"


def _roles(found: User) -> str:
    if found.is_owner:
        return OWNER
    return ", ".join(f"{member.role} of {member.series.slug}" for member in found.memberships)
