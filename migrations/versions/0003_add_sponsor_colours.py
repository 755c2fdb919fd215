"""Keep an organization's own colours."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sponsor") as batch:
        batch.add_column(sa.Column("brand_colour", sa.Text(), nullable=True))
        batch.add_column(sa.Column("accent_colour", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("sponsor") as batch:
        batch.drop_column("accent_colour")
        batch.drop_column("brand_colour")
