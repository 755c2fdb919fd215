"""The feed of one webinar, which is also the file that adds it to a calendar."""

from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.queries.feeds import webinar_feed
from webinars.web.feeds.response import PUBLIC, answer


def webinar(series: str, webinar: str) -> ResponseReturnValue:
    """One webinar of a published series."""
    return answer(webinar_feed(series, webinar, utcnow()), file_name=webinar, caching=PUBLIC)
