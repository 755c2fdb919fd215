"""A registrant's own calendar, private link and reminders."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.calendar_links import subscribe_links
from webinars.extensions import transaction
from webinars.i18n import gettext
from webinars.links import feed_url
from webinars.services import registrants, suppressions
from webinars.web.filters import site_name
from webinars.web.forms import Confirmation, shown_again
from webinars.web.me.blueprint import bp, owner
from webinars.web.me.unsubscribe import BOTH, SCOPES, told_resumed, told_stopped


@bp.get("/calendar")
def calendar(token: str) -> ResponseReturnValue:
    """Show the personal calendar's address, for every kind of program."""
    links = subscribe_links(feed_url(owner(token).feed_nonce), name=site_name())
    return render_template("me/calendar.html", token=token, links=links)


@bp.post("/calendar/renew")
def renew_calendar(token: str) -> ResponseReturnValue:
    """Take the personal calendar's address back and make a new one."""
    with transaction():
        registrants.renew_feed_link(owner(token), now=utcnow())
    flash(gettext("Your calendar has a new address. The old one is empty from now on."))
    return redirect(url_for(".calendar", token=token), 303)


@bp.route("/new-link", methods=["GET", "POST"])
@shown_again
def renew_link(token: str) -> ResponseReturnValue:
    """Ask once whether the private link is to be replaced; the new one is mailed."""
    registrant = owner(token)
    form = Confirmation()
    if form.accepted():
        with transaction():
            registrants.renew_manage_link(owner(token), now=utcnow())
        return redirect(url_for("private_link.renewed"), 303)
    return form.page("me/renew_link.html", token=token, registrant=registrant)


@bp.post("/reminders")
def reminders(token: str) -> ResponseReturnValue:
    """Stop reminders or announcements, or send them again."""
    scopes = SCOPES.get(request.form.get("of", ""), BOTH)
    is_wanted = request.form.get("wanted") == "yes"
    with transaction():
        if is_wanted:
            registrants.resume_mails(owner(token), scopes, now=utcnow())
        else:
            registrants.stop_mails(owner(token), scopes, now=utcnow())
    flash(told_resumed(scopes) if is_wanted else told_stopped(scopes))
    return redirect(url_for(".show", token=token), 303)


@bp.post("/write-again")
def write_again(token: str) -> ResponseReturnValue:
    """Write again to an address from which mail came back; its owner says that it is right."""
    with transaction():
        suppressions.lift(owner(token), now=utcnow())
    flash(gettext("We write to this address again."))
    return redirect(url_for(".show", token=token), 303)
