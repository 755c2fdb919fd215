"""Keep the address of a webinar's recording."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("webinar") as batch:
        batch.add_column(sa.Column("recording_url", sa.Text(), nullable=True))


def downgrade() -> None:
    # SQLite builds the table anew for this, and would give ids out again that feeds have used.
    kept = {"sqlite_autoincrement": True}
    with op.batch_alter_table("webinar", table_kwargs=kept) as batch:
        batch.drop_column("recording_url")
