"""Let everybody be found by the new text, and lists of registrants be read in order."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

AT_ONCE = 2000
REGISTRANT = sa.table(
    "registrant",
    *(sa.column(name) for name in ("id", "name", "email", "organization", "erased_at")),
    sa.column("search_text", sa.Text()),
)


def upgrade() -> None:
    last = 0
    while rows := _some_after(last):
        last = rows[-1].id
        op.get_bind().execute(
            sa.update(REGISTRANT)
            .where(REGISTRANT.c.id == sa.bindparam("number"))
            .values(search_text=sa.bindparam("found_by")),
            [{"number": row.id, "found_by": _search_text(row)} for row in rows],
        )
    op.create_index(op.f("ix_registrant_search_text"), "registrant", ["search_text"])
    op.create_index(
        "ix_registration_series_id_created_at_id", "registration", ["series_id", "created_at", "id"]
    )


def _some_after(last: int) -> list[sa.Row]:
    return list(
        op.get_bind().execute(
            sa.select(REGISTRANT)
            .where(REGISTRANT.c.id > last)
            .order_by(REGISTRANT.c.id)
            .limit(AT_ONCE)
        )
    )


def _search_text(row: sa.Row) -> str:
    if row.erased_at is not None:
        return ""
    return "\n".join(_folded(part) for part in (row.name, row.email, row.organization))


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(one for one in apart if not unicodedata.combining(one)).split())


def downgrade() -> None:
    op.drop_index("ix_registration_series_id_created_at_id", "registration")
    op.drop_index(op.f("ix_registrant_search_text"), "registrant")
