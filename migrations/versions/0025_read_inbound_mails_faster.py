"""Keep the big columns of the mails that come in behind the small ones.

SQLite reads through what stands before a column; PostgreSQL keeps what is big elsewhere.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

# The order that 0024 gave them.
BEFORE = (
    *("size", "raw", "kind", "state", "reason", "message_id", "sender", "sender_name", "subject"),
    *("words", "registrant_id", "enrollment_id", "delivery_id", "series_id"),
    *("read_at", "forwarded_at"),
)
UNREAD = sa.text("read_at IS NULL AND kind = 'person'")


def upgrade() -> None:
    # Nothing asked for the unread ones by it.
    op.drop_index("ix_inbound_mail_unread", table_name="inbound_mail")
    _reorder("id", "forwarded_at", "words", "raw")


def downgrade() -> None:
    _reorder(*BEFORE)
    op.create_index(
        "ix_inbound_mail_unread",
        "inbound_mail",
        ["id"],
        sqlite_where=UNREAD,
        postgresql_where=UNREAD,
    )


def _reorder(*columns: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    with op.batch_alter_table("inbound_mail", partial_reordering=[columns], recreate="always"):
        pass
