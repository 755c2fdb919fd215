"""Let organizers word mails, follow up, and write to many at once."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

SCHEDULED = sa.text("state = 'scheduled'")
NUMBERS_ONCE = {"sqlite_autoincrement": True}


def upgrade() -> None:
    _create_wordings()
    _create_broadcasts()
    _extend_rules()
    with op.batch_alter_table("delivery", table_kwargs=NUMBERS_ONCE) as batch:
        batch.add_column(sa.Column("broadcast_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_delivery_broadcast_id_broadcast"),
            "broadcast",
            ["broadcast_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch.create_index(op.f("ix_delivery_broadcast_id"), ["broadcast_id"])


def _create_wordings() -> None:
    op.create_table(
        "message_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["series.id"],
            name=op.f("fk_message_wording_series_id_series"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_wording")),
        sa.UniqueConstraint(
            "series_id",
            "kind",
            "language",
            name=op.f("uq_message_wording_series_id_kind_language"),
        ),
    )


def _create_broadcasts() -> None:
    op.create_table(
        "broadcast",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("series_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.JSON(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("send_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recipients", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"],
            ["user.id"],
            name=op.f("fk_broadcast_author_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["series_id"],
            ["series.id"],
            name=op.f("fk_broadcast_series_id_series"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcast")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_broadcast_author_id"), "broadcast", ["author_id"])
    op.create_index(op.f("ix_broadcast_series_id"), "broadcast", ["series_id"])
    op.create_index(
        "ix_broadcast_scheduled",
        "broadcast",
        ["send_at"],
        sqlite_where=SCHEDULED,
        postgresql_where=SCHEDULED,
    )


def _extend_rules() -> None:
    with op.batch_alter_table("reminder_rule") as batch:
        batch.add_column(
            sa.Column("anchor", sa.String(length=32), nullable=False, server_default="start")
        )
        batch.add_column(
            sa.Column("audience", sa.String(length=32), nullable=False, server_default="seated")
        )
        batch.add_column(
            sa.Column("is_active", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        batch.add_column(sa.Column("active_since", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("subject", sa.JSON(), nullable=False, server_default="{}"))
        batch.add_column(sa.Column("body", sa.JSON(), nullable=False, server_default="{}"))
        batch.drop_constraint("before_start", type_="check")
        batch.drop_constraint("uq_reminder_rule_series_id_seconds_before", type_="unique")
        batch.create_unique_constraint(
            "uq_reminder_rule_series_id_anchor_seconds_before_audience",
            ["series_id", "anchor", "seconds_before", "audience"],
        )
    with op.batch_alter_table("reminder_rule") as batch:
        for name in ("anchor", "audience", "is_active", "subject", "body"):
            batch.alter_column(name, server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM delivery WHERE kind IN ('broadcast', 'follow_up')")
    with op.batch_alter_table("delivery", table_kwargs=NUMBERS_ONCE) as batch:
        batch.drop_index(op.f("ix_delivery_broadcast_id"))
        batch.drop_constraint(op.f("fk_delivery_broadcast_id_broadcast"), type_="foreignkey")
        batch.drop_column("broadcast_id")
    # What the rules before could not say.
    op.execute(
        "DELETE FROM reminder_rule WHERE anchor <> 'start' OR seconds_before <= 0 "
        "OR audience <> 'seated'"
    )
    with op.batch_alter_table("reminder_rule") as batch:
        batch.drop_constraint(
            "uq_reminder_rule_series_id_anchor_seconds_before_audience", type_="unique"
        )
        batch.create_unique_constraint(
            "uq_reminder_rule_series_id_seconds_before", ["series_id", "seconds_before"]
        )
        batch.create_check_constraint("before_start", "seconds_before > 0")
        for name in ("body", "subject", "active_since", "is_active", "audience", "anchor"):
            batch.drop_column(name)
    op.drop_table("broadcast")
    op.drop_table("message_wording")
