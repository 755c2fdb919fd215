"""Keep the sites that may show a series in a frame."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("series") as batch:
        batch.add_column(sa.Column("embed_on", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("series") as batch:
        batch.alter_column("embed_on", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("series") as batch:
        batch.drop_column("embed_on")
