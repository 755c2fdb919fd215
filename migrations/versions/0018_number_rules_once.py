"""Give no number of a rule out twice, and count the mails of a broadcast by their states."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _copied(sqlite_autoincrement=True)
    op.drop_index(op.f("ix_delivery_broadcast_id"), table_name="delivery")
    op.create_index("ix_delivery_broadcast_id_state", "delivery", ["broadcast_id", "state"])


def downgrade() -> None:
    op.drop_index("ix_delivery_broadcast_id_state", table_name="delivery")
    op.create_index(op.f("ix_delivery_broadcast_id"), "delivery", ["broadcast_id"])
    _copied(sqlite_autoincrement=False)


def _copied(**settings: bool) -> None:
    """PostgreSQL never does; SQLite learns it only by copying the table."""
    if op.get_bind().dialect.name != "sqlite":
        return
    with op.batch_alter_table("reminder_rule", table_kwargs=settings, recreate="always"):
        pass
