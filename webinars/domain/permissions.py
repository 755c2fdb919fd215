"""Who may do what: one table of roles and permissions, and one question to ask it."""

import enum
from collections.abc import Mapping

from webinars.models import MemberRole, User


class Permission(enum.StrEnum):
    """What a page of the console asks for."""

    # In one series.
    SEE_SERIES = "see_series"
    SEE_REGISTRANTS = "see_registrants"
    EDIT_SERIES = "edit_series"
    MANAGE_MEMBERS = "manage_members"
    MANAGE_REGISTRANTS = "manage_registrants"
    RECORD_ATTENDANCE = "record_attendance"
    EXPORT_REGISTRANTS = "export_registrants"
    ERASE_REGISTRANTS = "erase_registrants"
    SEND_BROADCASTS = "send_broadcasts"
    SEE_DELIVERIES = "see_deliveries"
    MANAGE_DELIVERIES = "manage_deliveries"
    SEE_AUDIT = "see_audit"
    # In the whole installation.
    CREATE_SERIES = "create_series"
    EDIT_CATALOG = "edit_catalog"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_SETTINGS = "manage_settings"
    SEE_WHOLE_AUDIT = "see_whole_audit"


_VIEWER = frozenset({Permission.SEE_SERIES})
_ASSISTANT = _VIEWER | {
    Permission.SEE_REGISTRANTS,
    Permission.MANAGE_REGISTRANTS,
    Permission.RECORD_ATTENDANCE,
    Permission.EXPORT_REGISTRANTS,
    Permission.SEE_DELIVERIES,
}
_ORGANIZER = _ASSISTANT | {
    Permission.EDIT_SERIES,
    Permission.MANAGE_MEMBERS,
    Permission.ERASE_REGISTRANTS,
    Permission.SEND_BROADCASTS,
    Permission.MANAGE_DELIVERIES,
    Permission.SEE_AUDIT,
}
# What each role may do in a series of which somebody is a member.
IN_SERIES: Mapping[MemberRole, frozenset[Permission]] = {
    MemberRole.VIEWER: _VIEWER,
    MemberRole.ASSISTANT: _ASSISTANT,
    MemberRole.ORGANIZER: _ORGANIZER,
}
# What whoever organizes at least one series may do beside. Owners may do everything.
OF_ORGANIZERS = frozenset({Permission.CREATE_SERIES, Permission.EDIT_CATALOG})


def role_in(user: User, series_id: int) -> MemberRole | None:
    """Return what *user* is to a series; None where nobody made the person a member."""
    roles = (member.role for member in user.memberships if member.series_id == series_id)
    return next(roles, None)


def may(user: User, permission: Permission, series_id: int | None = None) -> bool:
    """Return whether *user* may do that, in one series or (None) in the installation."""
    if not user.active:
        return False
    if user.is_owner:
        return True
    if series_id is None:
        is_organizer = any(member.role is MemberRole.ORGANIZER for member in user.memberships)
        return is_organizer and permission in OF_ORGANIZERS
    role = role_in(user, series_id)
    return role is not None and permission in IN_SERIES[role]
