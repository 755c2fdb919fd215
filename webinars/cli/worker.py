"""The worker: reminds, sends and tidies up until it is told to stop."""

import logging
import os
import secrets
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Thread
from types import FrameType

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from webinars.cli.faults import name_of
from webinars.cli.pace import Pace
from webinars.cli.privacy import PEOPLE_AT_ONCE
from webinars.cli.sender import LEASE, Compose, Sender, logger
from webinars.clock import WatchedClock
from webinars.extensions import db, transaction
from webinars.services import (
    broadcasts,
    follow_ups,
    heartbeats,
    messages,
    outbox,
    reminders,
    retention,
)
from webinars.services.imports import keeping, running
from webinars.settings import settings

TICK_SECONDS = 0.2
# One sender works at a time; while the server keeps it waiting another one takes its place.
MOST_SENDERS = 8
SECONDS_TO_DRAIN = 50.0
# What `--once` waits for: a mail whose domain takes only so many a second.
MOST_SECONDS_TO_TURN = 5.0
CONTENTS_AT_ONCE = 1000
ONE_DAY = 86400.0
# A chore that takes long is done less often: it may use a twentieth of the time.
LEISURE = 20
# Somebody waits for an import: it may use half of the time.
LEISURE_OF_IMPORTS = 1


@click.command("worker")
@click.option("--once", is_flag=True, help="Deal with what is due now, then end; for cron.")
@with_appcontext
def worker(once: bool) -> None:
    """Deliver mails: queue the reminders that are due, send what is in the outbox, tidy up.

    Any number of workers may run side by side; with SQLite, on one machine. SIGTERM and
    Ctrl-C let it finish the mail in hand.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the proxy's own
    running = Worker(app, messages.compose)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, running.stop)
    if once:
        running.run_once()
    else:
        running.run()


@dataclass
class Chore:
    """Something to do again and again, so many seconds apart.

    Work that returns True has left something undone: it goes on at once, others in between.
    """

    work: Callable[[datetime], object]
    every: float
    leisure: float = LEISURE
    due_at: float = field(default=0.0)

    def do_if_due(self, clock: WatchedClock) -> None:
        """Do it when its time has come."""
        began = time.monotonic()
        if began < self.due_at:
            return
        is_unfinished = False
        try:
            is_unfinished = self.do(clock)
        except SQLAlchemyError as error:
            logger.warning("The database is in trouble: %s", name_of(error))
            db.session.rollback()
        taken = time.monotonic() - began
        pause = 0.0 if is_unfinished else self.every
        self.due_at = time.monotonic() + max(pause, self.leisure * taken)

    def do(self, clock: WatchedClock) -> bool:
        """Do it now, and say whether something of it is left."""
        with transaction():
            return self.work(clock.now()) is True


class Worker:
    """One process: chores in the main thread, sending in others."""

    def __init__(self, app: Flask, compose: Compose) -> None:
        self.app = app
        self.compose = compose
        self.name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
        self.clock = WatchedClock()
        self.pace = Pace(settings().mail_pace)
        self.is_stopping = False
        self.senders: list[tuple[Sender, Thread]] = []
        self.senders_made = 0
        self.chores = [
            Chore(self.beat, 10),
            Chore(lambda now: outbox.supersede_overtaken(now=now, lease=LEASE), 5),
            Chore(self.remind, 5),
            Chore(self.follow_up, 5),
            Chore(self.broadcast, 5),
            Chore(self.purge, 10),
            Chore(lambda now: running.run_next(now=now), 2, LEISURE_OF_IMPORTS),
            Chore(self.drop_contents, 300),
            Chore(self.forget_imports, 3600),
            Chore(self.forget, ONE_DAY),
        ]

    def stop(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        """Finish the mail in hand and end; safe to call from a signal."""
        # A plain assignment: a lock taken here could be held by the code the signal broke into.
        self.is_stopping = True

    def run(self) -> None:
        """Work until told to stop."""
        logger.info("Worker %s starts", self.name)
        while not self.is_stopping:
            self.keep_sending()
            for chore in self.chores:
                chore.do_if_due(self.clock)
            time.sleep(TICK_SECONDS)
        self.drain()
        logger.info("Worker %s ends", self.name)

    def run_once(self) -> None:
        """Do every chore, send all that is due; raises ClickException when the server is away."""
        for chore in self.chores:
            while chore.do(self.clock) and not self.is_stopping:
                pass
        sender = self.new_sender()
        try:
            while not self.is_stopping and (sender.send_next() or self.wait_for_turn()):
                if self.pace.seconds_left():
                    raise click.ClickException(
                        "The mail server takes no mail now; what is due stays in the outbox."
                    )
        finally:
            sender.close()
            Chore(self.beat, 10).do(self.clock)

    def wait_for_turn(self) -> bool:
        """Wait a little for a mail that is due but for its domain's pace; False without one."""
        seconds = self.pace.domains.seconds_to_turn()
        if seconds is None or seconds > MOST_SECONDS_TO_TURN:
            return False
        time.sleep(min(seconds, TICK_SECONDS))
        return True

    def keep_sending(self) -> None:
        """See that one sender works that is not kept waiting."""
        self.senders = [pair for pair in self.senders if pair[1].is_alive()]
        active = [sender for sender, _ in self.senders if not sender.is_retired]
        if active and not active[0].is_stuck:
            return
        if len(self.senders) < MOST_SENDERS:
            for sender in active:
                sender.is_retired = True
            sender = self.new_sender()
            thread = Thread(target=sender.run, args=[self.app], name=sender.name, daemon=True)
            self.senders.append((sender, thread))
            thread.start()

    def new_sender(self) -> Sender:
        """Return a sender with a name that no other ever had."""
        self.senders_made += 1
        return Sender(f"{self.name}-{self.senders_made}", self.compose, self.pace, self.clock)

    def drain(self) -> None:
        """Let the senders finish the mails in hand."""
        for sender, _ in self.senders:
            sender.is_hurried = sender.is_retired = True
        end = time.monotonic() + SECONDS_TO_DRAIN
        for _, thread in self.senders:
            thread.join(max(0.0, end - time.monotonic()))

    def beat(self, now: datetime) -> None:
        """Tell that it is at work, and how the mail server is."""
        heartbeats.beat(self.name, now=now, news=self.pace.news)

    def remind(self, now: datetime) -> None:
        """Queue the reminders that are due."""
        if count := reminders.enqueue_due(now):
            logger.info("Queued %d reminders", count)

    def follow_up(self, now: datetime) -> None:
        """Queue the follow-ups that are due."""
        if count := follow_ups.enqueue_due(now):
            logger.info("Queued %d follow-ups", count)

    def broadcast(self, now: datetime) -> bool:
        """Queue the mails of one broadcast that is due; True when there may be another."""
        count = broadcasts.enqueue_due(now)
        if count is not None:
            logger.info("Queued %d mails of a broadcast", count)
        return count is not None

    def purge(self, now: datetime) -> None:
        """Delete who asked to be forgotten."""
        if count := retention.purge_erased():
            logger.info("Deleted %d registrants who asked for it", count)

    def forget(self, now: datetime) -> bool:
        """Delete a little of what is kept no longer; True when more may be left."""
        if self.clock.was_set_within(ONE_DAY):
            # Whether it is right now only time can tell; what is deleted does not come back.
            return False
        months = settings().months_deleted_by(now)
        forgotten = retention.forget(now=now, months=months, most=PEOPLE_AT_ONCE)
        if forgotten:
            logger.info("Deleted what is kept no longer: %s", forgotten)
        return bool(forgotten)

    def forget_imports(self, now: datetime) -> None:
        """Delete the rows of lists that came long ago."""
        if count := keeping.forget_old(now=now):
            logger.info("Deleted the rows of %d old imports", count)

    def drop_contents(self, now: datetime) -> None:
        """Drop what old mails said."""
        if count := retention.drop_old_contents(now=now, most=CONTENTS_AT_ONCE):
            logger.info("Dropped the contents of %d old mails", count)
