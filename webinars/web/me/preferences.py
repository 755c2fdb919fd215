"""A registrant's access requests, and with whom their details are shared."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.errors import NotFound
from webinars.extensions import transaction
from webinars.i18n import gettext
from webinars.models import AccessRequest, Consent, ConsentStatus, Registration, Sponsor
from webinars.queries.registrations import registration_in
from webinars.services import particulars
from webinars.web.access import promises
from webinars.web.forms import shown_again
from webinars.web.labels import ACCESS_KINDS
from webinars.web.me.blueprint import bp, owner
from webinars.web.me.forms import AccessForm
from webinars.web.me.overview import coming_webinars
from webinars.web.wordings import sharing_consent

# The largest id a database column holds.
LARGEST_ID = 2**31 - 1


@bp.route("/series/<series>/access", methods=["GET", "POST"])
@shown_again
def access(token: str, series: str) -> ResponseReturnValue:
    """Show what the person asked for, and take another request."""
    registration = registration_in(owner(token), series)
    form = AccessForm()
    if form.accepted():
        with transaction():
            particulars.add_access_request(
                registration_in(owner(token), series),
                form.wanted_kind(),
                form.note.data,
                now=utcnow(),
            )
        flash(gettext("Your request is noted."))
        return redirect(url_for(".access", token=token, series=series), 303)
    coming = coming_webinars(registration, now=utcnow())
    return form.page(
        "me/access.html",
        token=token,
        registration=registration,
        kinds=ACCESS_KINDS,
        promises=promises(coming, utcnow()),
        expected={
            request.id: promises(coming, request.created_at)
            for request in registration.access_requests
        },
    )


@bp.post(f"/series/<series>/access/<int(max={LARGEST_ID}):request_id>/confirm")
def confirm_access(token: str, series: str, request_id: int) -> ResponseReturnValue:
    """Say that a request which a form brought is one's own."""
    with transaction():
        particulars.confirm_access_request(_request(token, series, request_id))
    flash(gettext("Your request is confirmed."))
    return redirect(url_for(".access", token=token, series=series), 303)


@bp.post(f"/series/<series>/access/<int(max={LARGEST_ID}):request_id>/withdraw")
def withdraw_access(token: str, series: str, request_id: int) -> ResponseReturnValue:
    """Take a request back."""
    with transaction():
        particulars.withdraw_access_request(_request(token, series, request_id))
    flash(gettext("Your request is withdrawn."))
    return redirect(url_for(".access", token=token, series=series), 303)


@bp.get("/series/<series>/sharing")
def sharing(token: str, series: str) -> ResponseReturnValue:
    """Show with which co-sponsors the person's details are shared."""
    registration = registration_in(owner(token), series)
    return render_template(
        "me/sharing.html",
        token=token,
        registration=registration,
        sponsors=[
            (sponsor, sharing_consent(sponsor), _consent(registration, sponsor))
            for sponsor in registration.series.co_sponsors
        ],
    )


@bp.post("/series/<series>/sharing/<sponsor>/give")
def give_consent(token: str, series: str, sponsor: str) -> ResponseReturnValue:
    """Share the person's details with a co-sponsor, or confirm that a form's wish was theirs."""
    with transaction():
        registration = registration_in(owner(token), series)
        found = _sponsor(registration, sponsor)
        particulars.give_consent(registration, found, sharing_consent(found), now=utcnow())
    flash(gettext("Your agreement is noted."))
    return redirect(url_for(".sharing", token=token, series=series), 303)


@bp.post("/series/<series>/sharing/<sponsor>/withdraw")
def withdraw_consent(token: str, series: str, sponsor: str) -> ResponseReturnValue:
    """Share the person's details with a co-sponsor no more."""
    with transaction():
        registration = registration_in(owner(token), series)
        consent = _consent(registration, _sponsor(registration, sponsor))
        if consent is not None:
            particulars.withdraw_consent(consent)
    flash(gettext("Your agreement is withdrawn."))
    return redirect(url_for(".sharing", token=token, series=series), 303)


def _request(token: str, series: str, request_id: int) -> AccessRequest:
    for request in registration_in(owner(token), series).access_requests:
        if request.id == request_id:
            return request
    raise NotFound(gettext("There is no such request."))


def _sponsor(registration: Registration, slug: str) -> Sponsor:
    for sponsor in registration.series.co_sponsors:
        if sponsor.slug == slug:
            return sponsor
    raise NotFound(gettext("This organization does not co-sponsor the series."))


def _consent(registration: Registration, sponsor: Sponsor) -> Consent | None:
    """Return the consent that holds or waits; withdrawn ones are history."""
    for consent in registration.consents:
        if consent.sponsor_id == sponsor.id and consent.status is not ConsentStatus.WITHDRAWN:
            return consent
    return None
