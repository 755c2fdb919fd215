"""Keep what a logo's address and place on a page are made of."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sponsor") as batch:
        batch.add_column(sa.Column("logo_digest", sa.Text(), nullable=True))
        batch.add_column(sa.Column("logo_width", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("logo_height", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("sponsor") as batch:
        batch.drop_column("logo_height")
        batch.drop_column("logo_width")
        batch.drop_column("logo_digest")
