"""How often one client may write, and how often it may present a wrong token.

A refused client is told when to come again (429 with Retry-After).
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from flask import Blueprint, current_app, request
from limits import RateLimitItem, parse_many
from werkzeug.exceptions import TooManyRequests

from webinars.clock import utcnow
from webinars.errors import Gone, NotFound
from webinars.extensions import limiter
from webinars.settings import settings

WRONG_TOKENS = "20 per minute"
# An office of several people behind one address signs in on the same morning.
SIGN_INS = "20 per minute;100 per hour"
HELD_FORMS = "20 per hour"
# One household or office commonly holds a whole /64 of IPv6 addresses.
IPV6_PREFIX = 64

logger = logging.getLogger(__name__)


def count_writing() -> None:
    """Count the client's wish to write; raise TooManyRequests beyond CLIENT_LIMITS."""
    _count("writing", settings().client_limits)


def count_sign_in() -> None:
    """Count the client's try to sign in; raise TooManyRequests beyond 20 a minute, 100 an hour."""
    _count("sign-ins", SIGN_INS)


def may_hold() -> bool:
    """Count a form to be held for the client; return whether it is within the limit."""
    try:
        _count("held forms", HELD_FORMS)
    except TooManyRequests:
        return False
    return True


def limit_writing(blueprint: Blueprint) -> None:
    """Count every POST to a page of *blueprint* before its view is asked."""

    @blueprint.before_request
    def count_posts() -> None:
        if request.method == "POST":
            count_writing()


@contextmanager
def wrong_tokens_counted() -> Iterator[None]:
    """Count the client's tokens that open nothing (NotFound) in the block.

    Raises TooManyRequests in place of NotFound beyond 20 a minute. A right token is never
    refused, nor is one that was taken back (Gone): nobody can guess such a one.
    """
    try:
        yield
    except Gone:
        raise
    except NotFound:
        _count("wrong tokens", WRONG_TOKENS)
        raise


def client() -> str:
    """Return whom limits count: the client's address, of IPv6 ones the network."""
    address = request.remote_addr or ""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ip_network((parsed.packed, IPV6_PREFIX), strict=False))


def _count(what: str, limits: str | None) -> None:
    if limits is None or not current_app.config["RATELIMIT_ENABLED"]:
        return
    for limit in sorted(parse_many(limits)):
        try:
            is_allowed = limiter.limiter.hit(limit, what, client())
        except limiter.storage.base_exceptions:
            # Better no limit for a while than no registration.
            logger.exception("The store of rate limits does not answer")
            return
        if not is_allowed:
            raise TooManyRequests(retry_after=_seconds_until_allowed(limit, what))


def _seconds_until_allowed(limit: RateLimitItem, what: str) -> int:
    resets_at = limiter.limiter.get_window_stats(limit, what, client()).reset_time
    return max(1, ceil(resets_at - utcnow().timestamp()))
