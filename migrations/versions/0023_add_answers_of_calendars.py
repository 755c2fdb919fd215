"""Keep which answer of a calendar counts, and what it says."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

MOMENTS = ("answered_at", "answer_stamped_at", "proposed_starts_at", "refreshed_at")


def upgrade() -> None:
    with op.batch_alter_table("invitation") as batch:
        for name in MOMENTS:
            batch.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("answer_sequence", sa.Integer(), nullable=True))
        batch.add_column(
            sa.Column("is_answer_verified", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch.add_column(sa.Column("answer_comment", sa.Text(), server_default="", nullable=False))
        batch.add_column(sa.Column("answer_nonce", sa.Text(), nullable=True))
        batch.create_unique_constraint(op.f("uq_invitation_answer_nonce"), ["answer_nonce"])


def downgrade() -> None:
    with op.batch_alter_table("invitation") as batch:
        batch.drop_constraint(op.f("uq_invitation_answer_nonce"), type_="unique")
        for name in ("answer_nonce", "answer_comment", "is_answer_verified", "answer_sequence"):
            batch.drop_column(name)
        for name in MOMENTS:
            batch.drop_column(name)
