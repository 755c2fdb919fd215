"""Which family of programs asks."""

import pytest

from webinars.domain.feed_clients import family_of
from webinars.models import FeedFamily

THUNDERBIRD = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:128.0) Gecko/20100101 Thunderbird/128"
)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


@pytest.mark.parametrize(
    ("user_agent", "family"),
    [
        ("Google-Calendar-Importer", FeedFamily.GOOGLE),
        ("Microsoft.Exchange/15.20 (Calendar)", FeedFamily.OUTLOOK),
        (
            "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0; Pro)",
            FeedFamily.OUTLOOK,
        ),
        ("iOS/17.5 (21F79) dataaccessd/1.0", FeedFamily.APPLE),
        ("macOS/14.5 (23F79) CalendarAgent/1042.1", FeedFamily.APPLE),
        ("Mac+OS+X/10.15.7 (19H2) CalendarAgent/930.5.1", FeedFamily.APPLE),
        (THUNDERBIRD, FeedFamily.THUNDERBIRD),
        (FIREFOX, FeedFamily.OTHER),
        ("ICSx5/2.2 (okhttp/4.12)", FeedFamily.OTHER),
        ("", FeedFamily.OTHER),
        (300 * "x" + "google", FeedFamily.OTHER),
    ],
)
def test_programs_are_known_by_what_they_call_themselves(user_agent, family):
    assert family_of(user_agent) is family
