"""The page on what underlies the work."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webinars.database import Base
from webinars.texts import Texts


class Approach(Base):
    """What underlies the work: one page for the whole installation."""

    __tablename__ = "approach"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    title: Mapped[Texts]
    body: Mapped[Texts]
