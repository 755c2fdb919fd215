"""Keep the mails that come in."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

NEW = sa.text("state = 'new'")
UNREAD = sa.text("read_at IS NULL AND kind = 'person'")


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "inbound_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("received_at", moment, nullable=False),
        sa.Column("envelope_from", sa.Text(), nullable=True),
        sa.Column("envelope_to", sa.Text(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("sender_name", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        *(sa.Column(f"{table}_id", sa.Integer(), nullable=True) for table in KEPT),
        sa.Column("read_at", moment, nullable=True),
        sa.Column("forwarded_at", moment, nullable=True),
        *map(_foreign_key, KEPT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound_mail")),
        sa.UniqueConstraint("digest", name=op.f("uq_inbound_mail_digest")),
    )
    for column in ("received_at", *(f"{table}_id" for table in KEPT)):
        op.create_index(op.f(f"ix_inbound_mail_{column}"), "inbound_mail", [column])
    op.create_index("ix_inbound_mail_kind_id", "inbound_mail", ["kind", "id"])
    for name, where in (("new", NEW), ("unread", UNREAD)):
        op.create_index(
            f"ix_inbound_mail_{name}",
            "inbound_mail",
            ["id"],
            sqlite_where=where,
            postgresql_where=where,
        )


# What a mail may be about, and what becomes of it when that is deleted.
KEPT = {
    "registrant": "CASCADE",
    "enrollment": "SET NULL",
    "delivery": "SET NULL",
    "series": "SET NULL",
}


def _foreign_key(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_inbound_mail_{table}_id_{table}")
    return sa.ForeignKeyConstraint(
        [f"{table}_id"], [f"{table}.id"], name=name, ondelete=KEPT[table]
    )


def downgrade() -> None:
    op.drop_table("inbound_mail")
