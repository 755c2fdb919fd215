"""By what Gmail tells senders which of their mails were reported as spam: the Feedback-ID."""

import re

from webinars.models import Delivery, Series

NONE = "none"
# What Gmail counts by must have 5 to 15 characters, and be the same in all our mails.
FEWEST, MOST = 5, 15


def feedback_id(delivery: Delivery, *, host: str) -> str:
    """Return campaign, kind, series and sender, with colons between: nothing about a person.

    The campaign is a mail to many, a reminder rule or a webinar; the sender is our *host*.
    """
    series = _series(delivery)
    return ":".join(
        [_campaign(delivery), delivery.kind, series.slug if series else NONE, _sender(host)]
    )


def _campaign(delivery: Delivery) -> str:
    if delivery.broadcast_id is not None:
        return f"mail-{delivery.broadcast_id}"
    if "rule" in delivery.details:
        return f"rule-{delivery.details['rule']}"
    if delivery.enrollment is not None:
        return f"webinar-{delivery.enrollment.webinar.id}"
    return NONE


def _series(delivery: Delivery) -> Series | None:
    if delivery.enrollment is not None:
        return delivery.enrollment.webinar.series
    about = delivery.broadcast or delivery.registration
    return None if about is None else about.series


def _sender(host: str) -> str:
    letters = re.sub(r"[^a-z0-9]", "", host.lower())
    return letters[:MOST].ljust(FEWEST, "0")
