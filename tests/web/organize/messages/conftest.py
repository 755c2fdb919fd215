"""A series with a webinar and Ana's seat in it, and its organizer signed in."""

from datetime import timedelta

import pytest

from tests.factories import (
    a_registrant,
    a_registration,
    a_series,
    a_webinar,
    an_enrollment,
    an_invitation,
    in_english,
    saved,
)
from tests.support.console import console
from webinars.clock import utcnow


@pytest.fixture
def guide(db):
    series = a_series(slug="guide", title=in_english("Health Equity"))
    webinar = a_webinar(
        series=series,
        slug="leading",
        title=in_english("Leading with equity"),
        starts_at=utcnow() + timedelta(days=5),
        scheduled_at=utcnow() - timedelta(days=30),
    )
    ana = a_registrant(email="ana@example.org", name="Ana López", organization="Hudson County")
    seat = an_enrollment(
        webinar,
        registration=a_registration(registrant=ana, series=series),
        confirmed_at=utcnow() - timedelta(days=20),
    )
    an_invitation(seat)
    saved(series, seat)
    return series


@pytest.fixture
def organizer(client, guide):
    return console(client, "organizer", guide)
