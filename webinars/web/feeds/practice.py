"""The feed of a strategic practice."""

from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.queries.feeds import practice_feed
from webinars.web.feeds.response import PUBLIC, answer


def practice(practice: str) -> ResponseReturnValue:
    """The webinars that teach a practice."""
    return answer(practice_feed(practice, utcnow()), file_name=practice, caching=PUBLIC)
