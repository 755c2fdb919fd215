"""The feed of everything public."""

from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.queries.feeds import everything_feed
from webinars.web.feeds.response import PUBLIC, answer


def everything() -> ResponseReturnValue:
    """All webinars of all published series."""
    return answer(everything_feed(utcnow()), file_name="webinars", caching=PUBLIC)
