"""Let urgent mails leave between those about accounts and other changes."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE delivery SET priority = priority + 1 WHERE priority > 0")


def downgrade() -> None:
    op.execute("UPDATE delivery SET priority = priority - 1 WHERE priority > 1")
