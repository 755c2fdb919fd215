"""Whoever asks for something that helps to take part is told in the mail what to expect."""

from datetime import timedelta

from tests.factories import (
    NOW,
    a_registrant,
    a_registration_request,
    a_series,
    a_webinar,
    in_english,
    saved,
)
from tests.support.mails import plain, read
from webinars.extensions import transaction
from webinars.models import AccessKind, MessageKind
from webinars.services import registrations

NOTED = "You told us what would help you take part: we have noted it."
LATE = "We will do our best; it is after the date by which we can promise: Soon"


def registered(outbox, *slugs, **wanted):
    """Ana's first mail after she has registered for webinars in 3 and in 40 days."""
    series = a_series(access_days=10)
    for slug, days in (("soon", 3), ("far", 40)):
        title = in_english(slug.title())
        a_webinar(series=series, slug=slug, title=title, starts_at=NOW + timedelta(days=days))
    saved(series)
    with transaction():
        registrations.register(series, a_registration_request(slugs=slugs, **wanted), now=NOW)
    return outbox()[0]


def text_of(delivery):
    return " ".join(plain(read(delivery)).split())


def test_a_request_is_acknowledged_even_beside_a_single_invitation(db, outbox):
    first = registered(outbox, "far", accommodations=(AccessKind.CAPTIONS,))

    kinds = [delivery.kind for delivery in outbox()]
    assert kinds == [MessageKind.WELCOME, MessageKind.INVITED]
    assert NOTED in text_of(first)
    assert "We will do our best" not in text_of(first)


def test_a_late_request_is_answered_honestly(db, outbox):
    first = registered(outbox, "soon", "far", access_notes={AccessKind.SIGN_LANGUAGE: "ASL"})

    assert f"{NOTED} {LATE} What happens next" in text_of(first)


def test_who_asks_for_nothing_reads_nothing_of_it(db, outbox):
    assert NOTED not in text_of(registered(outbox, "soon", "far"))


def test_what_somebody_else_may_have_asked_for_is_not_acknowledged(db, outbox):
    saved(a_registrant(email="ana@example.org"))

    first = registered(outbox, "soon", "far", accommodations=(AccessKind.CAPTIONS,))

    assert NOTED not in text_of(first)
