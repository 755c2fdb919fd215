"""The feed of an organization."""

from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.queries.feeds import sponsor_feed
from webinars.web.feeds.response import PUBLIC, answer


def sponsor(sponsor: str) -> ResponseReturnValue:
    """The webinars that an organization organizes or co-sponsors."""
    return answer(sponsor_feed(sponsor, utcnow()), file_name=sponsor, caching=PUBLIC)
