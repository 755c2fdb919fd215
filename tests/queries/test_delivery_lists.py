"""The mails of a series, filtered and a page at a time, on both databases."""

import pytest

from tests.factories import (
    NOW,
    a_delivery,
    a_registrant,
    a_registration,
    a_series,
    a_webinar,
    an_enrollment,
    saved,
)
from webinars.domain.delivery_stands import Stand, stand_of
from webinars.errors import NotFound
from webinars.models import DeliveryState, MessageKind
from webinars.queries.delivery_lists import (
    DeliveryFilters,
    delivery_ids,
    delivery_of_series,
    delivery_slice,
    earlier_unsettled,
)


@pytest.fixture
def series(db):
    return saved(a_series())


def a_mail(series, **values):
    person = values.pop("person", None) or a_registrant()
    registration = a_registration(series=series, registrant=person)
    return saved(a_delivery(registration=registration, registrant=person, **values))


def shown(series, *, size=10, **filters):
    return delivery_slice(series, DeliveryFilters(**filters), size=size).rows


def test_mails_of_other_series_are_not_shown_and_those_about_people_are(db, series):
    mail = a_mail(series)
    a_mail(saved(a_series()))
    about_her = saved(a_delivery(registrant=mail.registrant))

    assert [one.id for one in shown(series)] == [about_her.id, mail.id]
    assert delivery_of_series(series, about_her.id).id == about_her.id
    with pytest.raises(NotFound):
        delivery_of_series(saved(a_series()), mail.id)


def test_every_stand_shows_its_own_mails_only(db, series):
    for state in DeliveryState:
        a_mail(series, state=state)
    a_mail(series, last_error="451 later")
    a_mail(series, state=DeliveryState.FAILED, given_up_at=NOW)

    found = {stand: [stand_of(one) for one in shown(series, stand=stand)] for stand in Stand}

    assert found == {stand: [stand] for stand in Stand}


def test_mails_are_found_by_kind_webinar_and_a_part_of_the_address(db, series):
    seat = saved(an_enrollment(a_webinar(series=series, slug="one")))
    about_seat = saved(a_delivery(enrollment=seat, kind=MessageKind.INVITED))
    ana = a_mail(series, person=a_registrant(email="Ana_1@Example.org"))

    assert [one.id for one in shown(series, kind=MessageKind.INVITED)] == [about_seat.id]
    assert [one.id for one in shown(series, webinar="one")] == [about_seat.id]
    assert [one.id for one in shown(series, address="ana_1@")] == [ana.id]
    assert shown(series, address="a%a") == []
    assert delivery_ids(series, DeliveryFilters(webinar="one")) == [about_seat.id]


def test_pages_lead_to_older_and_newer_mails_and_back(db, series):
    ids = [a_mail(series).id for _ in range(5)][::-1]
    everything = DeliveryFilters()

    first = delivery_slice(series, everything, size=2)
    second = delivery_slice(series, everything, before=ids[1], size=2)
    last = delivery_slice(series, everything, before=ids[3], size=2)
    back = delivery_slice(series, everything, after=ids[4], size=2)

    found = [
        ([one.id for one in part.rows], part.has_newer, part.has_older)
        for part in (first, second, last, back)
    ]
    assert found == [
        (ids[:2], False, True),
        (ids[2:4], True, True),
        (ids[4:], True, False),
        (ids[2:4], True, True),
    ]


def test_a_mail_names_the_earlier_one_that_it_waits_for(db, series):
    seat = an_enrollment(a_webinar(series=series))
    first, second = (saved(a_delivery(enrollment=seat)) for _ in range(2))

    assert earlier_unsettled(second) == first.id
    assert earlier_unsettled(first) is None
