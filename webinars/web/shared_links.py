"""The addresses by which a series is shared, each with whose link it is and in which language."""

from flask import request

from webinars.domain.supporters import supporter
from webinars.errors import NotFound
from webinars.i18n import gettext, languages
from webinars.links import external_url
from webinars.models import Series, Sponsor
from webinars.web.referrals import REF, given_ref


def shared_address(
    endpoint: str, series: Series, *, ref: str = "", language: str | None = None
) -> str:
    """Return the full address of a page of *series*, as the link of the sponsor called *ref*."""
    query = {REF: ref or None, "lang": language}
    given = {name: value for name, value in query.items() if value is not None}
    return external_url(endpoint, series=series.slug, **given)


def readable(address: str) -> str:
    """Return *address* as people type it: without the scheme, and without a slash at its end."""
    return address.partition("://")[2].replace("/?", "?").rstrip("/")


def asked_language() -> str | None:
    """Return the language that the present address asks for, if it does."""
    language = request.args.get("lang")
    return language if language in languages() else None


def sharing_sponsor(series: Series) -> Sponsor | None:
    """Return whose link ``?ref=`` says it is, None without one.

    Raises NotFound for somebody else's: what is printed must not be wrong.
    """
    if not request.args.get(REF):
        return None
    found = supporter(series, given_ref())
    if found is None:
        raise NotFound(gettext("There is no such organization behind this series."))
    return found
