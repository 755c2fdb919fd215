"""Let mails be given up, and let workers tell how the mail server is."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

FAILED = sa.text("state = 'failed'")


def upgrade() -> None:
    with op.batch_alter_table("delivery") as batch:
        batch.add_column(sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_delivery_failed", "delivery", ["id"], sqlite_where=FAILED, postgresql_where=FAILED
    )
    op.drop_index("ix_delivery_registration_id", table_name="delivery")
    op.create_index("ix_delivery_registration_id_state", "delivery", ["registration_id", "state"])
    with op.batch_alter_table("heartbeat") as batch:
        batch.add_column(sa.Column("away_since", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("away_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("away_words", sa.Text(), nullable=True))
        batch.add_column(sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("heartbeat") as batch:
        batch.drop_column("answered_at")
        batch.drop_column("away_words")
        batch.drop_column("away_at")
        batch.drop_column("away_since")
    op.drop_index("ix_delivery_registration_id_state", table_name="delivery")
    op.create_index("ix_delivery_registration_id", "delivery", ["registration_id"])
    op.drop_index("ix_delivery_failed", table_name="delivery")
    with op.batch_alter_table("delivery", recreate="never") as batch:
        batch.drop_column("given_up_at")
