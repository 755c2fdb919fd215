"""The feed of one person's seats, behind a link of its own."""

from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.queries.feeds import personal_feed
from webinars.web.feeds.response import PRIVATE, answer
from webinars.web.limits import wrong_tokens_counted


def personal(token: str) -> ResponseReturnValue:
    """The webinars in which the holder of the link has a seat."""
    with wrong_tokens_counted():
        feed = personal_feed(token, utcnow())
    return answer(feed, file_name="my-webinars", caching=PRIVATE)
