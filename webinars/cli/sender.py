"""A sender: takes mails out of the outbox and hands them over, one at a time."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol, TypeVar

from flask import Flask
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError

from webinars.cli.faults import name_of, place_of
from webinars.cli.pace import Pace
from webinars.clock import WatchedClock
from webinars.domain.mail.pacing import domain_of
from webinars.extensions import db, transaction
from webinars.models import Delivery, DeliveryState, Priority
from webinars.services import outbox, pacing
from webinars.services.outbox import Cause, Failure
from webinars.transports import ServerAway, TooMany, open_transport
from webinars.transports.failures import DeliveryFailure, PermanentFailure

T = TypeVar("T")
logger = logging.getLogger("webinars.worker")

LEASE = timedelta(seconds=60)
# All that is done with a mail under its lease ends well before another may take it.
SECONDS_TO_SEND = 45.0
LEAST_SECONDS_TO_SEND = 5.0
# A mail that the server is thinking about for so long holds up the others.
STUCK_SECONDS = 2.0
IDLE_SECONDS = 1.0
# How long a step is tried again while the database is away: for as long as the lease holds.
PATIENCE_SECONDS = 40.0
HURRY_SECONDS = 8.0


class ComposedMail(Protocol):
    """What a delivery becomes; with ``skip`` it need not be sent any more."""

    @property
    def message_id(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def content(self) -> bytes: ...
    @property
    def skip(self) -> bool: ...


class Compose(Protocol):
    """Turns a delivery into a mail; see ``services.messages``."""

    def __call__(self, delivery: Delivery, *, now: datetime) -> ComposedMail: ...


class Sender:
    """Sends what is due under a name of its own, by which it owns its leases."""

    def __init__(self, name: str, compose: Compose, pace: Pace, clock: WatchedClock) -> None:
        self.name = name
        self.compose = compose
        self.pace = pace
        self.clock = clock
        # Set from outside: the mail in hand is finished, then no other is begun.
        self.is_retired = False
        self.is_hurried = False
        self._waiting_since: float | None = None
        self._transport = open_transport()

    @property
    def is_stuck(self) -> bool:
        """Whether the server has kept it waiting for long."""
        since = self._waiting_since
        return since is not None and time.monotonic() - since > STUCK_SECONDS

    def run(self, app: Flask) -> None:
        """Send what is due until retired."""
        with app.app_context():
            while not self.is_retired:
                if self.pace.seconds_left() or not self._send_next_if_possible():
                    self._rest()
            self.close()

    def close(self) -> None:
        """Let go of the server."""
        self._transport.close()

    def send_next(self) -> bool:
        """Deal with the next mail that is due; False when there is none."""
        began = time.monotonic()
        with transaction():
            now = self.clock.now()
            may_take_over = not self.clock.was_set_within(LEASE.total_seconds())
            delivery = outbox.claim_next(
                self.name, now=now, lease=LEASE, may_take_over=may_take_over
            )
            if delivery and not self._may_leave(delivery):
                self._postpone(delivery, now)
                return True
            content = delivery and outbox.rendered_content(delivery)
        if delivery is None:
            return False
        if delivery.state is DeliveryState.DUE:
            delivery_id, recipient = delivery.id, delivery.recipient
            content = content or self._render(delivery)
            if content is not None:
                seconds = SECONDS_TO_SEND - (time.monotonic() - began)
                self._send(delivery_id, recipient, content, seconds=seconds)
        return True

    def _may_leave(self, delivery: Delivery) -> bool:
        """Whether the recipient's domain takes another mail now."""
        if delivery.state is not DeliveryState.DUE:
            return True
        may_leave = self.pace.domains.may_send(domain_of(delivery.recipient), delivery.id)
        # Somebody waits for the link: there are few of them, and they are counted.
        return may_leave or delivery.priority == Priority.ACCOUNT

    def _postpone(self, delivery: Delivery, now: datetime) -> None:
        domain = domain_of(delivery.recipient)
        wait = partial(self.pace.domains.wait, domain)
        count = pacing.postpone(delivery, now=now, wait=wait)
        logger.info("%d mails wait for the pace of their domain", count)

    def _send_next_if_possible(self) -> bool:
        try:
            return self.send_next()
        except SQLAlchemyError as error:
            logger.warning("The database is in trouble: %s", name_of(error))
        except Exception as error:  # noqa: BLE001  whatever it is, others must go on
            logger.error("Sending failed: %s", place_of(error))
        db.session.rollback()
        return False

    def _rest(self) -> None:
        self.close()
        end = time.monotonic() + IDLE_SECONDS
        while not self.is_retired and time.monotonic() < end:
            time.sleep(0.1)

    def _render(self, delivery: Delivery) -> bytes | None:
        """Return the mail's bytes, kept for every try; None when there is nothing to send."""
        delivery_id = delivery.id
        try:
            mail = self._persist(lambda: self.compose(delivery, now=self.clock.now()))
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:  # noqa: BLE001  what is wrong with one mail stays with it
            logger.error("Delivery %d cannot be rendered: %s", delivery_id, place_of(error))
            reason = f"It cannot be rendered: {name_of(error)}: {error}"
            self._fail(delivery_id, Failure(Cause.NOT_RENDERED, reason))
            return None
        if mail.skip:
            self._in_transaction(lambda now: outbox.skip(delivery_id, self.name, now=now))
            logger.info("Delivery %d is not needed any more", delivery_id)
            return None
        is_kept = self._in_transaction(
            lambda now: outbox.keep_rendered(
                delivery_id,
                self.name,
                message_id=mail.message_id,
                subject=mail.subject,
                content=mail.content,
                now=now,
            )
        )
        return mail.content if is_kept else None

    def _send(self, delivery_id: int, recipient: str, content: bytes, *, seconds: float) -> None:
        """Hand the mail over, no transaction being open, and settle it."""
        # Made before, so that the moment between the server's answer and our commit is short.
        kept = outbox.copy_to_keep(content)
        failure = self._hand_over(delivery_id, recipient, content, seconds=seconds)
        if failure is not None:
            self._fail(delivery_id, failure)
        elif self._in_transaction(
            lambda now: outbox.settle_sent(delivery_id, self.name, kept=kept, now=now)
        ):
            logger.info("Delivery %d was sent", delivery_id)
        else:
            logger.warning("Delivery %d was sent, but its lease had run out", delivery_id)

    def _hand_over(
        self, delivery_id: int, recipient: str, content: bytes, *, seconds: float
    ) -> Failure | None:
        if seconds < LEAST_SECONDS_TO_SEND:
            return Failure(Cause.SERVER_AWAY, "The lease ran out before it could be sent.")
        self._waiting_since = time.monotonic()
        try:
            self._transport.send(delivery_id, recipient, content, seconds=seconds)
        except DeliveryFailure as error:
            is_of_server = True
            if isinstance(error, TooMany):
                is_of_server = self.pace.domains.note_too_many(domain_of(recipient))
            return self._noted(delivery_id, error, is_of_server=is_of_server)
        except Exception as error:  # noqa: BLE001  what is wrong with one mail stays with it
            logger.error("Delivery %d cannot be handed over: %s", delivery_id, place_of(error))
            self.close()
            return Failure(Cause.TEMPORARY, f"{name_of(error)}: {error}")
        finally:
            self._waiting_since = None
        self._note_answer()
        self.pace.domains.note_taken(domain_of(recipient))
        return None

    def _noted(self, delivery_id: int, error: DeliveryFailure, *, is_of_server: bool) -> Failure:
        """Return the failure, and slow down if the server is in trouble.

        What one domain asks for again and again is *is_of_server* no more.
        """
        # The server's words may name the recipient: the log has only its code.
        answer = error.code or "no answer"
        if isinstance(error, PermanentFailure):
            self._note_answer()
            logger.warning("Delivery %d was refused (%s)", delivery_id, answer)
            return Failure(Cause.PERMANENT, error.reason)
        is_server_away = isinstance(error, ServerAway)
        if is_of_server:
            self.pace.fail(is_server_away=is_server_away)
        if is_server_away:
            self.pace.note_away(error.reason, now=self.clock.now())
            logger.warning("The mail server is away (%s)", error.code or error.reason)
            return Failure(Cause.SERVER_AWAY, error.reason)
        if is_of_server and self.pace.seconds_left():
            # So many in a row say something about the server; its words may name somebody.
            self.pace.note_away(str(answer), now=self.clock.now())
        logger.warning("Delivery %d was not taken for now (%s)", delivery_id, answer)
        return Failure(Cause.TEMPORARY, error.reason)

    def _note_answer(self) -> None:
        self.pace.succeed()
        self.pace.note_answer(now=self.clock.now())

    def _fail(self, delivery_id: int, failure: Failure) -> None:
        self._in_transaction(
            lambda now: outbox.settle_failed(delivery_id, self.name, failure, now=now)
        )

    def _in_transaction(self, work: Callable[[datetime], T]) -> T:
        def attempt() -> T:
            with transaction():
                return work(self.clock.now())

        return self._persist(attempt)

    def _persist(self, work: Callable[[], T]) -> T:
        """Return what *work* returns, trying again while the database is locked or away."""
        began = time.monotonic()
        while True:
            try:
                return work()
            except (OperationalError, InterfaceError) as error:
                db.session.rollback()
                patience = HURRY_SECONDS if self.is_hurried else PATIENCE_SECONDS
                if time.monotonic() - began > patience:
                    raise
                logger.warning("The database is in trouble: %s", name_of(error))
                time.sleep(0.5)
