"""A mail leaves, comes back, and no other leaves, until somebody registers again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import a_registration_request, a_series, a_webinar, saved
from tests.support import bounces as mails
from webinars.cli.pace import Pace
from webinars.cli.sender import Sender
from webinars.clock import WatchedClock, utcnow
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.models import (
    Delivery,
    DeliveryState,
    InboundKind,
    InboundMail,
    InboundState,
    MessageKind,
    SuppressionReason,
)
from webinars.services import messages, registrants, registrations, webinars

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ANA = "ana@example.org"
DAY = timedelta(days=1)


@pytest.fixture
def app(make_app, smtp_server):
    """An application that sends through a real mail server."""
    return make_app(
        mail_server=smtp_server.host,
        mail_port=smtp_server.port,
        bounce_address="bounce@bounces.example.org",
    )


@pytest.fixture
def webinar(db):
    """A webinar in a week."""
    now = utcnow()
    series = saved(a_series(webinars=[a_webinar(slug="one", starts_at=now + 7 * DAY)]))
    return series.webinars[0]


def register(webinar):
    wanted = a_registration_request(email=ANA, webinar_slugs=(webinar.slug,))
    with transaction():
        registrations.register(webinar.series, wanted, now=utcnow())


def send_all():
    sender = Sender("a sender", messages.compose, Pace(), WatchedClock())
    while sender.send_next():
        pass
    sender.close()


def move(webinar, *, days):
    starts_at = utcnow() + days * DAY
    details = webinars.details_of(webinar)
    details = replace(details, starts_at=starts_at, ends_at=starts_at + DAY / 24)
    with transaction():
        webinars.change(webinar, details, now=utcnow())


def come_back(app, mail):
    """Hand a bounce to the command that mail servers call."""
    raw = mails.dsn(message_id="<unknown@example.org>", to=mail.sender)
    arguments = ["inbound", "--sender", "", "--recipient", mail.sender]
    result = app.test_cli_runner().invoke(args=arguments, input=raw)
    assert result.exit_code == 0, result.output
    database.session.rollback()
    return database.session.scalars(select(InboundMail)).one()


def last():
    database.session.rollback()
    row = database.session.scalars(select(Delivery).order_by(Delivery.id.desc())).first()
    return row.kind, row.state, row.held_back


def test_a_mail_that_comes_back_stops_the_others_until_somebody_registers_again(
    app, smtp_server, webinar
):
    register(webinar)
    send_all()
    [invitation] = smtp_server.to(ANA)
    assert invitation.sender.startswith("bounce+")
    assert "invites@webinars.example.org" in invitation.message["From"]

    taken = come_back(app, invitation)
    assert (taken.kind, taken.state) == (InboundKind.BOUNCE, InboundState.APPLIED)
    move(webinar, days=8)
    send_all()
    assert last() == (MessageKind.UPDATED, DeliveryState.SKIPPED, SuppressionReason.BOUNCE)
    assert smtp_server.to(ANA) == [invitation]

    with transaction():
        registrants.ask_private_link(ANA, now=utcnow())
    send_all()
    assert len(smtp_server.to(ANA)) == 2

    register(webinar)
    send_all()

    subjects = [mail.message["Subject"] for mail in smtp_server.to(ANA)]
    # The link for who registers again, and the news that was held back.
    assert len(subjects) == 4
    assert last() == (MessageKind.PRIVATE_LINK, DeliveryState.SENT, None)
    assert "Webinar" in subjects[-1]
    assert subjects[-1] != subjects[0]
