"""Applying the retention rules at once, or saying what they would delete."""

from collections.abc import Callable
from datetime import datetime

import click
from flask.cli import AppGroup

from webinars.clock import utcnow
from webinars.extensions import transaction
from webinars.services import retention
from webinars.services.imports import keeping
from webinars.services.retention import Forgotten
from webinars.settings import settings

PEOPLE_AT_ONCE = 100
CONTENTS_AT_ONCE = 1000

privacy = AppGroup("privacy", help="What is kept about people, and for how long.")


@privacy.command("purge")
@click.option("--dry-run", is_flag=True, help="Count what would be deleted; change nothing.")
def purge(dry_run: bool) -> None:
    """Apply the retention rules: delete what is kept no longer, and say how much it was.

    The worker does the same, once a day and a little at a time. Nobody is written to. Stopped
    half-way it has deleted whole people only; run it again to delete the rest.
    """
    now = utcnow()
    months = settings().months_deleted_by(now)
    if dry_run:
        erased, contents = retention.erased_to_purge(), retention.contents_to_drop(now=now)
        forgotten = retention.to_forget(now=now, months=months)
        lists = keeping.old_count(now=now)
    else:
        with transaction():
            erased = retention.purge_erased()
        contents = _drop_contents(now)
        forgotten = _until_done(
            lambda: retention.forget(now=now, months=months, most=PEOPLE_AT_ONCE)
        )
        with transaction():
            lists = keeping.forget_old(now=now)
    _say(
        forgotten,
        erased=erased,
        contents=contents,
        lists=lists,
        months=months,
        is_done=not dry_run,
    )


def _drop_contents(now: datetime) -> int:
    dropped = 0
    while True:
        with transaction():
            count = retention.drop_old_contents(now=now, most=CONTENTS_AT_ONCE)
        if not count:
            return dropped
        dropped += count


def _until_done(forget: Callable[[], Forgotten]) -> Forgotten:
    total = Forgotten()
    while True:
        with transaction():
            forgotten = forget()
        if not forgotten:
            return total
        total += forgotten


def _say(
    forgotten: Forgotten, *, erased: int, contents: int, lists: int, months: int, is_done: bool
) -> None:
    """Print how much it was: numbers only, no name and no address."""
    click.echo("Deleted:" if is_done else "Would be deleted (nothing was changed):")
    for number, what in (
        (forgotten.registrations, f"registrations in series over for {months} months"),
        (forgotten.registrants, "people who have no registration left"),
        (erased, "people who asked to be erased"),
        (contents, "contents of mails older than 30 days; the records of these mails stay"),
        (forgotten.mails, "records of mails older than 30 days about no registration"),
        (forgotten.addresses, "new addresses that nobody confirmed"),
        (forgotten.tokens, f"links taken back {months} months ago"),
        (forgotten.sign_ins, "old sign-ins, failed tries and forms held for signing in"),
        (forgotten.returns, "records of mails that came back, old or of nobody any more"),
        (forgotten.letters, "mails that came in long ago"),
        (lists, "lists of people brought more than 7 days ago; their numbers stay"),
    ):
        click.echo(f"{number:>8}  {what}")
