"""Keep how long before a webinar access requests can be promised."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("series") as batch:
        column = sa.Column("access_days", sa.Integer(), nullable=False, server_default="10")
        batch.add_column(column)
        batch.create_check_constraint("access_days_not_negative", "access_days >= 0")
    with op.batch_alter_table("series") as batch:
        batch.alter_column("access_days", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("series") as batch:
        batch.drop_constraint("access_days_not_negative", type_="check")
        batch.drop_column("access_days")
