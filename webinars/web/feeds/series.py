"""The feed of a series."""

from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.queries.feeds import series_feed
from webinars.web.feeds.response import PUBLIC, answer


def series(series: str) -> ResponseReturnValue:
    """The webinars of a published series."""
    return answer(series_feed(series, utcnow()), file_name=series, caching=PUBLIC)
