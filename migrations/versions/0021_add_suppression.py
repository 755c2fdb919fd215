"""Keep which addresses get no mail, what came back from them, and which news nobody wants."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

IN_FORCE = sa.text("lifted_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "suppression",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address_key", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("scope", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status_code", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"],
            ["user.id"],
            name="fk_suppression_lifted_by_id_user",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_suppression"),
    )
    op.create_index(
        "ix_suppression_in_force",
        "suppression",
        ["address_key", "scope"],
        unique=True,
        sqlite_where=IN_FORCE,
        postgresql_where=IN_FORCE,
    )
    op.create_index("ix_suppression_address_key", "suppression", ["address_key"])
    op.create_index("ix_suppression_lifted_by_id", "suppression", ["lifted_by_id"])
    op.create_table(
        "return_count",
        sa.Column("address_key", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("permanent", sa.Integer(), nullable=False),
        sa.Column("temporary", sa.Integer(), nullable=False),
        sa.Column("complaints", sa.Integer(), nullable=False),
        sa.Column("auto_replies", sa.Integer(), nullable=False),
        sa.Column("status_code", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("address_key", "day", name="pk_return_count"),
    )
    op.create_index("ix_return_count_day", "return_count", ["day"])
    with op.batch_alter_table("delivery") as batch:
        batch.add_column(sa.Column("held_back", sa.String(length=32), nullable=True))
    with op.batch_alter_table("registrant") as batch:
        batch.add_column(
            sa.Column("announcements_stopped_at", sa.DateTime(timezone=True), nullable=True)
        )
    # So far one wish stood for both.
    op.execute("UPDATE registrant SET announcements_stopped_at = reminders_stopped_at")


def downgrade() -> None:
    with op.batch_alter_table("registrant", recreate="never") as batch:
        batch.drop_column("announcements_stopped_at")
    with op.batch_alter_table("delivery", recreate="never") as batch:
        batch.drop_column("held_back")
    op.drop_index("ix_return_count_day", table_name="return_count")
    op.drop_table("return_count")
    op.drop_index("ix_suppression_lifted_by_id", table_name="suppression")
    op.drop_index("ix_suppression_address_key", table_name="suppression")
    op.drop_index("ix_suppression_in_force", table_name="suppression")
    op.drop_table("suppression")
