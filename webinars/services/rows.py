"""Making a row unless it is there already, safe against another who does the same."""

from collections.abc import Callable
from typing import Any, cast

from sqlalchemy.dialects import postgresql, sqlite

from webinars.database import Base
from webinars.extensions import db

# Both dialects have ON CONFLICT, which the plain INSERT has not; they are used alike.
INSERTS: dict[str, Callable[[type[Base]], postgresql.Insert]] = {
    "postgresql": postgresql.insert,
    "sqlite": cast(Callable[[type[Base]], postgresql.Insert], sqlite.insert),
}


def insert_unless_there(model: type[Base], values: dict[str, Any], *unique: str) -> bool:
    """Insert *values* and return True, or False when a row with the same *unique* columns is there.

    Waits for another transaction that is inserting the same row.
    """
    insert = INSERTS[db.engine.dialect.name](model).values(values)
    returned = db.session.execute(
        insert.on_conflict_do_nothing(index_elements=list(unique)).returning(
            model.__table__.c[unique[0]]
        )
    )
    return returned.first() is not None
