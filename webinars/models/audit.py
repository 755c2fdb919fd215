"""Who did what, when: entries that nobody can change."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlalchemy.orm import Mapped, mapped_column

from webinars.database import Base


class Action(enum.StrEnum):
    """What was done: the one vocabulary of the audit, sorted by what it was done to."""

    SERIES_CREATED = "series_created"
    SERIES_CHANGED = "series_changed"
    SERIES_PUBLISHED = "series_published"
    SERIES_UNPUBLISHED = "series_unpublished"
    SERIES_ARCHIVED = "series_archived"
    SERIES_RESTORED = "series_restored"
    SERIES_DUPLICATED = "series_duplicated"
    SERIES_REMOVED = "series_removed"
    QUESTION_CREATED = "question_created"
    QUESTION_CHANGED = "question_changed"
    QUESTION_REMOVED = "question_removed"
    QUESTIONS_REORDERED = "questions_reordered"
    WEBINAR_CREATED = "webinar_created"
    WEBINAR_CHANGED = "webinar_changed"
    WEBINAR_RESCHEDULED = "webinar_rescheduled"
    WEBINAR_CANCELLED = "webinar_cancelled"
    WEBINAR_REVIVED = "webinar_revived"
    WEBINAR_REMOVED = "webinar_removed"
    WEBINARS_REORDERED = "webinars_reordered"
    CATALOG_ENTRY_CREATED = "catalog_entry_created"
    CATALOG_ENTRY_CHANGED = "catalog_entry_changed"
    CATALOG_ENTRY_REMOVED = "catalog_entry_removed"
    CATALOG_REORDERED = "catalog_reordered"
    APPROACH_WRITTEN = "approach_written"
    REGISTRANT_ADDED = "registrant_added"
    REGISTRANT_CORRECTED = "registrant_corrected"
    ADDRESS_CHANGE_ASKED = "address_change_asked"
    SEAT_GIVEN = "seat_given"
    SEAT_CANCELLED = "seat_cancelled"
    SEAT_RESTORED = "seat_restored"
    REGISTRATION_CANCELLED = "registration_cancelled"
    MAIL_SENT_AGAIN = "mail_sent_again"
    ACCESS_REQUEST_ANSWERED = "access_request_answered"
    REGISTRANT_ERASED = "registrant_erased"
    MAILS_RETRIED = "mails_retried"
    MAILS_GIVEN_UP = "mails_given_up"
    ADDRESS_HELD_BACK = "address_held_back"
    ADDRESS_TRIED_AGAIN = "address_tried_again"
    MAIL_FORWARDED = "mail_forwarded"
    MAIL_REMOVED = "mail_removed"
    WORDING_CHANGED = "wording_changed"
    WORDING_RESET = "wording_reset"
    RULE_CREATED = "rule_created"
    RULE_CHANGED = "rule_changed"
    RULE_REMOVED = "rule_removed"
    BROADCAST_CREATED = "broadcast_created"
    BROADCAST_CHANGED = "broadcast_changed"
    BROADCAST_SCHEDULED = "broadcast_scheduled"
    BROADCAST_CALLED_BACK = "broadcast_called_back"
    BROADCAST_STOPPED = "broadcast_stopped"
    BROADCAST_REMOVED = "broadcast_removed"
    REGISTRANTS_IMPORTED = "registrants_imported"
    IMPORT_STOPPED = "import_stopped"
    IMPORT_INVITED = "import_invited"
    IMPORT_UNDONE = "import_undone"
    REGISTRANTS_EXPORTED = "registrants_exported"
    ACCOUNT_CREATED = "account_created"
    ACCOUNT_INVITED = "account_invited"
    ACCOUNT_CHANGED = "account_changed"
    ACCOUNT_DISABLED = "account_disabled"
    ACCOUNT_ENABLED = "account_enabled"
    ACCOUNT_REMOVED = "account_removed"
    ROLES_CHANGED = "roles_changed"
    PASSWORD_LINK_SENT = "password_link_sent"  # noqa: S105  # no password
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  # no password
    SECOND_FACTOR_CHANGED = "second_factor_changed"
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere"
    MEMBER_ADDED = "member_added"
    MEMBER_CHANGED = "member_changed"
    MEMBER_REMOVED = "member_removed"
    SETTINGS_CHANGED = "settings_changed"
    LOGO_CHANGED = "logo_changed"


class AuditEntry(Base):
    """One thing that somebody did.

    Nothing refers to other tables: what an entry is about may go, the entry stays. Of
    registrants it keeps the number of the row and the names of fields, never a value. The
    database itself refuses to change or remove entries.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_series_id_id", "series_id", "id"),
        Index("ix_audit_entry_actor_id_id", "actor_id", "id"),
        Index("ix_audit_entry_subject_kind_subject_id_id", "subject_kind", "subject_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    # None: somebody at the command line, or the service itself.
    actor_id: Mapped[int | None]
    # The person's address at that time: an account may be removed later.
    actor_email: Mapped[str | None]
    action: Mapped[Action]
    series_id: Mapped[int | None]
    # The name of the model ("Webinar") and the id of the row.
    subject_kind: Mapped[str]
    subject_id: Mapped[int | None]
    # What the thing was called; empty for what belongs to a registrant.
    subject_name: Mapped[str]
    # The names of the fields that changed, and, but for registrants, their values.
    fields: Mapped[list[str]]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
