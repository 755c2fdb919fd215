"""Whatever happens in whatever order, everybody's calendar shows the truth."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from tests.factories import NOW, a_registration_request, a_webinar, in_english, numbers, saved
from tests.support.receiving_calendar import ReceivingCalendar
from webinars.event_texts import page_url
from webinars.extensions import db as database
from webinars.extensions import transaction
from webinars.models import (
    Delivery,
    DeliveryState,
    Enrollment,
    EnrollmentStatus,
    Invitation,
    PartStat,
    Registrant,
    WebinarStatus,
)
from webinars.queries.registrants import registrant_by_email
from webinars.services import invitations, messages, outbox, registrants, registrations, webinars

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

LEASE = timedelta(seconds=60)
PAUSES = st.sampled_from([timedelta(0), timedelta(milliseconds=1), timedelta(minutes=20)])
PEOPLE = st.integers(0, 2)


class Life(RuleBasedStateMachine):
    """A webinar with two seats for three people, their calendars, and the mails between."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        # Far off: the limits on mails may put one off by a day.
        self.webinar = saved(
            a_webinar(slug=f"life-{next(numbers)}", capacity=2, starts_at=NOW + timedelta(days=300))
        )
        self.people = [f"life{next(numbers)}@example.org" for _ in range(3)]
        self.calendars: dict[str, ReceivingCalendar] = {}
        for number in (0, 1):
            self.take_a_seat(number, timedelta(0))

    @rule(number=PEOPLE, pause=PAUSES)
    def register(self, number: int, pause: timedelta) -> None:
        if not self.webinar.is_cancelled:
            self.take_a_seat(number, pause)

    def take_a_seat(self, number: int, pause: timedelta) -> None:
        wanted = a_registration_request(slugs=[self.webinar.slug], email=self.people[number])
        with self.at(pause):
            registrations.register(self.webinar.series, wanted, now=self.now)

    @rule(number=PEOPLE, pause=PAUSES)
    def give_up(self, number: int, pause: timedelta) -> None:
        enrollment = self.enrollment(number)
        if enrollment is not None:
            with self.at(pause):
                registrations.cancel_enrollment(enrollment, now=self.now)

    @rule(number=PEOPLE, pause=PAUSES)
    def move_to_another_address(self, number: int, pause: timedelta) -> None:
        registrant = registrant_by_email(self.people[number])
        if registrant is not None:
            self.people[number] = f"life{next(numbers)}@example.org"
            with self.at(pause):
                registrants.ask_address_change(registrant, self.people[number], now=self.now)
                assert registrants.confirm_address(registrant, now=self.now)

    @rule(number=PEOPLE, pause=PAUSES)
    def ask_for_the_invitation_again(self, number: int, pause: timedelta) -> None:
        enrollment = self.enrollment(number)
        if enrollment is not None and enrollment.status is EnrollmentStatus.CONFIRMED:
            with self.at(pause):
                invitations.send_again(enrollment, now=self.now)

    @rule(number=PEOPLE)
    def accept(self, number: int) -> None:
        self.deliver(None)
        for shown in self.calendar(self.people[number]).on_show:
            shown.partstat = PartStat.ACCEPTED.value
            with transaction():
                enrollment = self.enrollment(number)
                assert enrollment is not None
                invitation = invitations.current_invitation(enrollment)
                assert invitation is not None
                invitation.partstat = PartStat.ACCEPTED

    @rule(minutes=st.sampled_from([-60, 30, 1440]), pause=PAUSES)
    def reschedule(self, minutes: int, pause: timedelta) -> None:
        starts_at, ends_at = self.webinar.starts_at, self.webinar.ends_at
        if starts_at is not None and ends_at is not None:
            by = timedelta(minutes=minutes)
            self.change(pause, starts_at=starts_at + by, ends_at=ends_at + by)
            assert set(self.answers()) <= {PartStat.NEEDS_ACTION}

    @rule(pause=PAUSES)
    def retitle(self, pause: timedelta) -> None:
        answers = self.answers()
        self.change(pause, title=in_english(f"Title {next(numbers)}"))
        assert self.answers() == answers

    @rule(pause=PAUSES)
    def take_the_date_back_or_give_one(self, pause: timedelta) -> None:
        starts_at = None if self.webinar.starts_at else NOW + timedelta(days=300)
        ends_at = starts_at and starts_at + timedelta(hours=1)
        self.change(pause, starts_at=starts_at, ends_at=ends_at)

    @rule(pause=PAUSES)
    def cancel_or_revive(self, pause: timedelta) -> None:
        is_on = not self.webinar.is_cancelled
        self.change(pause, status=WebinarStatus.CANCELLED if is_on else WebinarStatus.SCHEDULED)

    @rule(capacity=st.integers(1, 3), pause=PAUSES)
    def change_the_seats(self, capacity: int, pause: timedelta) -> None:
        self.change(pause, capacity=capacity, join_url=f"https://x.example.com/{next(numbers)}")

    @rule(count=st.integers(1, 2))
    def deliver_some(self, count: int) -> None:
        self.deliver(count)

    @rule()
    def deliver_all_and_look(self) -> None:
        self.deliver(None)
        self.check_calendars()

    @invariant()
    def numbers_never_go_back(self) -> None:
        """Of what was queued for one UID, that is; calendars check what they get."""
        rows = database.session.execute(
            select(Delivery.invitation_id, Delivery.sequence, Delivery.stamped_at)
            .where(Delivery.method.is_not(None))
            .order_by(Delivery.id)
        )
        last: dict[int, tuple[int, datetime]] = {}
        for invitation_id, *numbers_ in rows:
            assert tuple(numbers_) > last.get(invitation_id, (-1, NOW))
            last[invitation_id] = (numbers_[0], numbers_[1])
        uids = select(func.count(), func.count(Invitation.uid.distinct()))
        total, distinct = database.session.execute(uids).one()
        assert total == distinct

    def teardown(self) -> None:
        self.deliver(None)
        self.check_calendars()

    def check_calendars(self) -> None:
        """Compare what every mailbox's calendar shows with what is so."""
        for email in {*self.people, *self.calendars}:
            shown = self.calendar(email).on_show
            expected = self.truth(email)
            found = [(one.title, *one.times, one.page_url, one.partstat) for one in shown]
            assert found == expected, email

    def truth(self, email: str) -> list[tuple[object, ...]]:
        database.session.rollback()
        webinar, registrant = self.webinar, registrant_by_email(email)
        enrollment = registrant and self.enrollment_of(registrant)
        if enrollment is None or enrollment.status is not EnrollmentStatus.CONFIRMED:
            return []
        if webinar.is_cancelled or not webinar.is_dated:
            return []
        invitation = invitations.current_invitation(enrollment)
        assert invitation is not None
        title = webinar.title.pick("en").text
        answer = invitation.partstat.value
        return [(title, webinar.starts_at, webinar.ends_at, page_url(webinar), answer)]

    def deliver(self, most: int | None) -> None:
        """Send *most* mails as a worker does; all, however long they wait, without a number."""
        while most is None or most > 0:
            with transaction():
                delivery = outbox.claim_next(
                    "worker", now=self.now, lease=LEASE, may_take_over=True
                )
            if delivery is not None:
                self.send(delivery)
                most = most and most - 1
                continue
            later = database.session.scalar(
                select(func.min(Delivery.due_at)).where(Delivery.state == DeliveryState.DUE)
            )
            if most is not None or later is None:
                return
            self.now = max(self.now, later)

    def send(self, delivery: Delivery) -> None:
        mail = messages.compose(delivery, now=self.now)
        if mail.skip:
            with transaction():
                outbox.skip(delivery.id, "worker", now=self.now)
            return
        kept = {"subject": mail.subject, "content": mail.content, "now": self.now}
        with transaction():
            outbox.keep_rendered(delivery.id, "worker", message_id=mail.message_id, **kept)
        self.calendar(mail.recipient).receive(mail.content)
        with transaction():
            outbox.settle_sent(delivery.id, "worker", kept=b"", now=self.now)

    def change(self, pause: timedelta, **values: object) -> None:
        details = replace(webinars.details_of(self.webinar), **values)
        with self.at(pause):
            webinars.change(self.webinar, details, now=self.now)

    def at(self, pause: timedelta):
        self.now += pause
        return transaction()

    def answers(self) -> list[PartStat]:
        """What all who are invited have answered."""
        database.session.rollback()
        in_force = Invitation.enrollment.has(webinar_id=self.webinar.id)
        found = select(Invitation.partstat).where(in_force, Invitation.withdrawn_at.is_(None))
        return list(database.session.scalars(found.order_by(Invitation.id)))

    def calendar(self, email: str) -> ReceivingCalendar:
        return self.calendars.setdefault(email, ReceivingCalendar())

    def enrollment(self, number: int) -> Enrollment | None:
        registrant = registrant_by_email(self.people[number])
        return registrant and self.enrollment_of(registrant)

    def enrollment_of(self, registrant: Registrant) -> Enrollment | None:
        return database.session.scalar(
            select(Enrollment).where(
                Enrollment.registration.has(registrant_id=registrant.id),
                Enrollment.webinar_id == self.webinar.id,
            )
        )


def test_every_calendar_shows_the_truth_after_any_life(db):
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=12,
            stateful_step_count=18,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
