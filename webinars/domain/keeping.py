"""For how long things are kept."""

from calendar import monthrange
from datetime import datetime, timedelta

# What a mail said, and what belongs to no registration, is kept so long.
CONTENT_KEPT = timedelta(days=30)
# The rows of a list that an organizer brought; until then an import can be undone.
LISTS_KEPT = timedelta(days=7)
# What came back from an address, day by day, and what was held back once.
RETURNS_KEPT = timedelta(days=90)
# How somebody came in; and what is of use for some hours only.
SIGN_INS_KEPT = timedelta(days=90)
PASSING_KEPT = timedelta(days=1)


def months_before(now: datetime, months: int) -> datetime:
    """Return the moment so many calendar months before *now*.

    In a shorter month it is the month's last day: what ended then may wait some days longer,
    but nothing goes before its months are over.
    """
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    day = min(now.day, monthrange(year, month + 1)[1])
    return now.replace(year=year, month=month + 1, day=day)
