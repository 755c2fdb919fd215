"""The forms about people: who somebody is, and what each may do where."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import Field, RadioField, SelectField, StringField
from wtforms.validators import StopValidation

from webinars.i18n import current_language, gettext, lazy_gettext
from webinars.models import MemberRole, Series, User
from webinars.web.fields import (
    EMAIL_LENGTH,
    NOT_OFFERED,
    AtMost,
    EmailAddress,
    Required,
    choices,
    one_line,
    text_field,
)
from webinars.web.forms import Form
from webinars.web.labels import MEMBER_ROLES
from webinars.web.organize.editing import EditForm

OWNER, MEMBER = "owner", "member"
RANKS: Mapping[str, str] = {
    OWNER: lazy_gettext("Owner: may do everything, in every series"),
    MEMBER: lazy_gettext("Member: may do in each series what is chosen below"),
}
NO_PART: Mapping[str, str] = {"": lazy_gettext("Takes no part")}
ROLE_HINTS: Mapping[str, str] = {
    MemberRole.ORGANIZER: lazy_gettext("May do everything in this series, and add others to it."),
    MemberRole.ASSISTANT: lazy_gettext(
        "Looks after registrants and attendance; writes to nobody in bulk, changes no webinar."
    ),
    MemberRole.VIEWER: lazy_gettext("Looks at figures; sees no names and no addresses."),
}


def _email_field() -> StringField:
    return StringField(
        lazy_gettext("E-mail address"),
        validators=[
            Required(lazy_gettext("Enter the person's e-mail address.")),
            AtMost(EMAIL_LENGTH),
            EmailAddress(),
        ],
        filters=[one_line],
    )


def _name_field() -> StringField:
    return text_field(lazy_gettext("Name"), required=lazy_gettext("Enter the person's name."))


def _role_field() -> RadioField:
    return RadioField(
        lazy_gettext("What the person may do here"),
        choices=lambda _form, _field: choices(MEMBER_ROLES),
        validators=[Required(NOT_OFFERED)],
    )


class RolesForm(EditForm):
    """Owner or not, and the role in each series; made by `for_series`."""

    rank = RadioField(
        lazy_gettext("What the person may do"),
        choices=lambda _form, _field: choices(RANKS),
        default=MEMBER,
        validators=[Required(NOT_OFFERED)],
    )

    def roles(self) -> dict[int, MemberRole]:
        """Return the roles that were chosen, by the ids of series."""
        return {
            number: MemberRole(field.data) for number, field in self.role_fields() if field.data
        }

    def role_fields(self) -> list[tuple[int, Field]]:
        """Return the fields for the series, each with the id of its series."""
        prefix = "role_"
        return [
            (int(field.name.removeprefix(prefix)), field)
            for field in self
            if field.name.startswith(prefix)
        ]

    @property
    def is_owner(self) -> bool:
        """Whether the person becomes an owner, or stays one."""
        return bool(self.rank.data == OWNER)


class InvitationForm(RolesForm):
    """A colleague who gets an account."""

    email = _email_field()
    name = _name_field()

    def validate_rank(self, field: Field) -> None:
        """Refuse a member who takes part in nothing."""
        if field.data == MEMBER and not self.roles():
            raise StopValidation(
                gettext("Choose a role in at least one series, or make the person an owner.")
            )


class MemberForm(Form):
    """A colleague who takes part in one series."""

    email = _email_field()
    name = text_field(lazy_gettext("Name"))
    role = _role_field()


class MemberRoleForm(Form):
    """Another role in one series."""

    role = _role_field()


def for_series(form: type[RolesForm], series: Iterable[Series]) -> type[RolesForm]:
    """Return *form* with a field for the role in each of *series*."""
    offered = {**NO_PART, **MEMBER_ROLES}
    fields: dict[str, Any] = {
        f"role_{one.id}": SelectField(
            one.title.pick(current_language()).text,
            choices=choices(offered),
            default="",
            invalid_choice_message=NOT_OFFERED,
        )
        for one in series
    }
    return type(form.__name__, (form,), fields)


def held_roles(user: User, series: Iterable[Series]) -> dict[str, str]:
    """Return what *user* is now, by the names of the form's fields."""
    held = {member.series_id: member.role.value for member in user.memberships}
    roles = {f"role_{one.id}": held.get(one.id, "") for one in series}
    return {"rank": OWNER if user.is_owner else MEMBER, **roles}
