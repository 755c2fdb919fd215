"""Looking at the outbox, and reviving what failed."""

from datetime import UTC, datetime

import click
from flask.cli import AppGroup

from webinars.clock import utcnow
from webinars.extensions import transaction
from webinars.models import Delivery, DeliveryState
from webinars.queries.deliveries import (
    deliveries_by_state,
    failed_delivery_ids,
    latest_deliveries,
)
from webinars.services import outbox

deliveries = AppGroup("deliveries", help="Look at the mails in the outbox; revive what failed.")


@deliveries.command("show")
@click.option(
    "--state",
    "states",
    type=click.Choice([state.value for state in DeliveryState]),
    multiple=True,
    default=(DeliveryState.DUE.value, DeliveryState.FAILED.value),
    help="Show these only; may be given several times.  [default: due, failed]",
)
@click.option("--most", type=click.IntRange(1), default=50, show_default=True, help="Lines shown.")
def show(states: tuple[str, ...], most: int) -> None:
    """Say how many mails stand where, and list the latest."""
    counted = deliveries_by_state()
    totals = [f"{counted.get(state, 0)} {state.value}" for state in DeliveryState]
    click.echo("Mails: " + ", ".join(totals) + ".")
    for delivery in latest_deliveries([DeliveryState(state) for state in states], most):
        click.echo(line(delivery))


@deliveries.command("retry")
@click.argument("ids", metavar="ID…", nargs=-1, type=int)
@click.option("--all-failed", is_flag=True, help="Every mail that failed.")
def retry(ids: tuple[int, ...], all_failed: bool) -> None:
    """Send failed mails again: the same bytes under the same Message-ID.

    A mail that newer news about the same seat have followed is left as it is.
    """
    if bool(ids) == all_failed:
        raise click.UsageError("Give the IDs of failed mails, or --all-failed.")
    with transaction():
        wanted = failed_delivery_ids() if all_failed else list(ids)
        revived = outbox.revive(wanted, now=utcnow())
    click.echo(f"Made {len(revived)} of {len(wanted)} mails due again.")
    left = sorted(set(wanted) - set(revived))
    if left:
        click.echo(
            "Left as they are, because they did not fail or newer news have followed: "
            + ", ".join(map(str, left))
        )


def line(delivery: Delivery) -> str:
    """Return one mail in one line."""
    parts = [
        f"{delivery.id:>8}",
        f"{delivery.state:<10}",
        f"{delivery.kind:<15}",
        delivery.recipient,
        f"{delivery.attempts} tries",
        _when(delivery),
        delivery.last_error or "",
    ]
    return "  ".join(parts).rstrip()


def _when(delivery: Delivery) -> str:
    if delivery.settled_at is not None:
        return _moment(delivery.settled_at)
    return f"due {_moment(delivery.due_at)}"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
