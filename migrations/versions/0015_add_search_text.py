"""Give registrants a text by which they are found; it is filled by the next migration."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("registrant") as batch:
        batch.add_column(sa.Column("search_text", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("registrant", table_kwargs={"sqlite_autoincrement": True}) as batch:
        batch.drop_column("search_text")
