"""Let a shorter time of keeping registrations wait for a day, so that it can be taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("organization") as batch:
        batch.add_column(sa.Column("former_keep_months", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("former_keep_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("organization") as batch:
        batch.drop_column("former_keep_until")
        batch.drop_column("former_keep_months")
