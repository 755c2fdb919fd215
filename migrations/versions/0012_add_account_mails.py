"""Write to people with accounts, too, and keep how they signed in."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# SQLite builds the table anew: it must still never give out a number twice.
SETTINGS = {"sqlite_autoincrement": True}


def upgrade() -> None:
    with op.batch_alter_table("delivery", table_kwargs=SETTINGS) as batch:
        batch.alter_column("registrant_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column("user_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_delivery_user_id_user"), "user", ["user_id"], ["id"], ondelete="CASCADE"
        )
        batch.create_check_constraint(
            op.f("ck_delivery_one_reader"), "(registrant_id IS NULL) <> (user_id IS NULL)"
        )
        batch.create_index(op.f("ix_delivery_user_id"), ["user_id"])
    with op.batch_alter_table("user", table_kwargs=SETTINGS) as batch:
        batch.add_column(sa.Column("totp_counter", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("method", sa.String(length=32), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("is_kept", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_sign_in_user_id_user"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_sign_in_user_id"), "sign_in", ["user_id"])
    op.create_table(
        "failed_sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address_digest", sa.Text(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_sign_in")),
    )
    op.create_index(
        "ix_failed_sign_in_address_digest_failed_at",
        "failed_sign_in",
        ["address_digest", "failed_at"],
    )
    op.create_index(op.f("ix_failed_sign_in_failed_at"), "failed_sign_in", ["failed_at"])
    op.create_table(
        "held_form",
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("nonce", name=op.f("pk_held_form")),
    )
    op.create_index(op.f("ix_held_form_created_at"), "held_form", ["created_at"])


def downgrade() -> None:
    op.drop_table("held_form")
    op.drop_table("failed_sign_in")
    op.drop_table("sign_in")
    with op.batch_alter_table("user", table_kwargs=SETTINGS) as batch:
        batch.drop_column("invited_at")
        batch.drop_column("totp_counter")
    # There is no place for these in the table as it was.
    op.execute("DELETE FROM delivery WHERE registrant_id IS NULL")
    with op.batch_alter_table("delivery", table_kwargs=SETTINGS) as batch:
        batch.drop_index(op.f("ix_delivery_user_id"))
        batch.drop_constraint(op.f("ck_delivery_one_reader"), type_="check")
        batch.drop_constraint(op.f("fk_delivery_user_id_user"), type_="foreignkey")
        batch.drop_column("user_id")
        batch.alter_column("registrant_id", existing_type=sa.Integer(), nullable=False)
