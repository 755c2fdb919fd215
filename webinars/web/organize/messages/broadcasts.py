"""Mails to many: written, seen, counted, confirmed, followed, stopped."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm.attributes import set_committed_value

from webinars.clock import utcnow
from webinars.domain.audiences import Audience
from webinars.domain.permissions import Permission
from webinars.domain.placeholders import Placeholder
from webinars.domain.wordings import OF_EVERYBODY
from webinars.errors import NotFound, WebinarsError
from webinars.extensions import db, transaction
from webinars.i18n import gettext, languages, lazy_gettext
from webinars.models import Broadcast, BroadcastState, DeliveryState, Registrant, Series
from webinars.queries.broadcasts import (
    broadcasts_of,
    progress,
    readers_count,
    sample_readers,
    unreachable_count,
    unsubscribed_count,
)
from webinars.services import broadcasts, previews
from webinars.services.previews import Preview
from webinars.services.samples import Reader, reader_of
from webinars.web.forms import Confirmation, shown_again
from webinars.web.organize.access import for_series, the_user
from webinars.web.organize.messages import labels
from webinars.web.organize.messages.blueprint import bp, with_mail
from webinars.web.organize.messages.broadcast_forms import (
    NOW,
    BroadcastForm,
    SendForm,
    audience_words,
    broadcast_data,
    broadcast_form,
)
from webinars.web.organize.pagination import paginated

SECONDS = 5
STATES = {
    BroadcastState.DRAFT: (lazy_gettext("draft"), ""),
    BroadcastState.SCHEDULED: (lazy_gettext("to be sent"), "wait"),
    BroadcastState.SENDING: (lazy_gettext("sent"), "good"),
    BroadcastState.STOPPED: (lazy_gettext("stopped"), "problem"),
}


@bp.get("/broadcasts/", endpoint="broadcasts")
@for_series(Permission.SEND_BROADCASTS)
def index(series: Series) -> ResponseReturnValue:
    """List the mails to many, the newest first."""
    page = paginated(broadcasts_of(series))
    return render_template(
        "organize/messages/broadcasts.html",
        series=series,
        page=page,
        states=STATES,
        counts=progress([one.id for one in page.rows]),
    )


@bp.route("/broadcasts/new", methods=["GET", "POST"], endpoint="new_broadcast")
@for_series(Permission.SEND_BROADCASTS)
@shown_again
def new(series: Series) -> ResponseReturnValue:
    """Write a new one; it stays a draft."""
    form = broadcast_form(series, None)
    if form.accepted():
        with transaction():
            made = broadcasts.draft(series, form.details(), actor=the_user(), now=utcnow())
        return _after_saving(series, made, form)
    return _edit_page(series, None, form)


@bp.route("/broadcasts/<int:broadcast>/edit", methods=["GET", "POST"], endpoint="edit_broadcast")
@for_series(Permission.SEND_BROADCASTS)
@shown_again
def edit(series: Series, broadcast: int) -> ResponseReturnValue:
    """Change a draft."""
    form = broadcast_form(series, _broadcast(series, broadcast))
    if form.accepted():
        try:
            with transaction():
                found = _broadcast(series, broadcast)
                form.refuse_overwriting(broadcast_data(found))
                broadcasts.change(found, form.details(), actor=the_user(), now=utcnow())
        except WebinarsError as error:
            form.refuse(error)
        else:
            return _after_saving(series, found, form)
    return _edit_page(series, _broadcast(series, broadcast), form)


@bp.get("/broadcasts/<int:broadcast>/", endpoint="broadcast")
@for_series(Permission.SEND_BROADCASTS)
def show(series: Series, broadcast: int) -> ResponseReturnValue:
    """Show one: to whom, how it looks, how far it is."""
    found = _broadcast(series, broadcast)
    now = utcnow()
    counts = progress([found.id])[found.id]
    is_starting = (
        found.state is BroadcastState.SCHEDULED
        and found.send_at is not None
        and found.send_at <= now
    )
    is_going = is_starting or (
        found.state is BroadcastState.SENDING and bool(counts.get(DeliveryState.DUE))
    )
    is_watched = is_going and "still" not in request.args
    audience = Audience.read(found.audience)
    is_open = found.state in {BroadcastState.DRAFT, BroadcastState.SCHEDULED}
    sample = sample_readers(series.id, audience) if is_open else []
    response = make_response(
        render_template(
            "organize/messages/broadcast.html",
            series=series,
            broadcast=found,
            state=(gettext("being sent"), "wait") if is_going else STATES[found.state],
            audience=audience_words(series, audience),
            count=readers_count(series.id, audience) if is_open else found.recipients,
            unsubscribed=unsubscribed_count(series.id, audience) if is_open else 0,
            unreachable=unreachable_count(series.id, audience) if is_open else 0,
            sample=sample,
            counts={state.value: number for state, number in counts.items()},
            is_going=is_going,
            is_watched=is_watched,
            is_starting=is_starting,
            previews=_previews(found, sample),
        )
    )
    if is_watched:
        # Works without a script, and can be stopped by the link on the page (WCAG 2.2.2).
        response.headers["Refresh"] = str(SECONDS)
    return with_mail(response)


@bp.route("/broadcasts/<int:broadcast>/send", methods=["GET", "POST"], endpoint="send_broadcast")
@for_series(Permission.SEND_BROADCASTS)
@shown_again
def send(series: Series, broadcast: int) -> ResponseReturnValue:
    """Say how many mails it will be, ask once, and send it now or later."""
    found = _broadcast(series, broadcast)
    form = SendForm()
    now = utcnow()
    at = form.moment(series.time_zone, now=now) if form.accepted() else None
    if at is not None:
        try:
            with transaction():
                stored = _broadcast(series, broadcast)
                broadcasts.schedule(stored, at=at, actor=the_user(), now=now)
        except WebinarsError as error:
            form.refuse(error)
        else:
            if form.when.data == NOW:
                flash(gettext("It is on its way. This page shows how far it is."))
            else:
                flash(gettext("It will be sent at that time. Until then you can call it back."))
            return redirect(url_for(".broadcast", series=series.slug, broadcast=broadcast), 303)
    audience = Audience.read(found.audience)
    return form.page(
        "organize/messages/send_broadcast.html",
        series=series,
        broadcast=found,
        count=readers_count(series.id, audience),
        unsubscribed=unsubscribed_count(series.id, audience),
        unreachable=unreachable_count(series.id, audience),
        audience=audience_words(series, audience),
    )


@bp.post("/broadcasts/<int:broadcast>/call-back", endpoint="call_back_broadcast")
@for_series(Permission.SEND_BROADCASTS)
def call_back(series: Series, broadcast: int) -> ResponseReturnValue:
    """Make a draft again of what was to be sent later."""
    with transaction():
        found = _broadcast(series, broadcast)
        broadcasts.call_back(found, actor=the_user(), now=utcnow())
    flash(gettext("It is a draft again, and goes to nobody."))
    return redirect(url_for(".broadcast", series=series.slug, broadcast=broadcast), 303)


@bp.route("/broadcasts/<int:broadcast>/stop", methods=["GET", "POST"], endpoint="stop_broadcast")
@for_series(Permission.SEND_BROADCASTS)
@shown_again
def stop(series: Series, broadcast: int) -> ResponseReturnValue:
    """Ask once, then send nothing more of it."""
    found = _broadcast(series, broadcast)
    form = Confirmation()
    if form.accepted():
        try:
            with transaction():
                stored = _broadcast(series, broadcast)
                broadcasts.stop(stored, actor=the_user(), now=utcnow())
        except WebinarsError as error:
            form.refuse(error)
        else:
            flash(gettext("It is stopped: what had not left goes to nobody."))
            return redirect(url_for(".broadcast", series=series.slug, broadcast=broadcast), 303)
    counts = progress([found.id])[found.id]
    return form.page(
        "organize/messages/stop_broadcast.html",
        series=series,
        broadcast=found,
        waiting=counts.get(DeliveryState.DUE, 0),
        sent=counts.get(DeliveryState.SENT, 0),
    )


@bp.post("/broadcasts/<int:broadcast>/duplicate", endpoint="duplicate_broadcast")
@for_series(Permission.SEND_BROADCASTS)
def duplicate(series: Series, broadcast: int) -> ResponseReturnValue:
    """Begin a new draft with the same words and audience."""
    with transaction():
        found = _broadcast(series, broadcast)
        made = broadcasts.duplicate(found, actor=the_user(), now=utcnow())
    flash(gettext("This is a new draft with the same words and the same audience."))
    return redirect(url_for(".edit_broadcast", series=series.slug, broadcast=made.id), 303)


@bp.route(
    "/broadcasts/<int:broadcast>/remove", methods=["GET", "POST"], endpoint="remove_broadcast"
)
@for_series(Permission.SEND_BROADCASTS)
@shown_again
def remove(series: Series, broadcast: int) -> ResponseReturnValue:
    """Ask once, then throw a draft away."""
    found = _broadcast(series, broadcast)
    form = Confirmation()
    if form.accepted():
        with transaction():
            stored = _broadcast(series, broadcast)
            broadcasts.remove(stored, actor=the_user(), now=utcnow())
        flash(gettext("The draft is thrown away."))
        return redirect(url_for(".broadcasts", series=series.slug), 303)
    return form.page("organize/messages/remove_broadcast.html", series=series, broadcast=found)


def _broadcast(series: Series, number: int) -> Broadcast:
    found = db.session.get(Broadcast, number)
    if found is None or found.series_id != series.id:
        raise NotFound(gettext("There is no such mail; somebody may have thrown it away."))
    return found


def _after_saving(series: Series, broadcast: Broadcast, form: BroadcastForm) -> ResponseReturnValue:
    address = url_for(".broadcast", series=series.slug, broadcast=broadcast.id)
    if not form.is_test:
        flash(gettext("The draft is saved. It goes to nobody before you send it."))
        return redirect(address, 303)
    with transaction():
        for language in form.written_languages():
            previews.send_broadcast(broadcast, language=language, user=the_user(), now=utcnow())
    words = gettext("The draft is saved, and on its way to %(email)s.", email=the_user().email)
    flash(words)
    return redirect(address, 303)


def _edit_page(
    series: Series, broadcast: Broadcast | None, form: BroadcastForm
) -> ResponseReturnValue:
    shown: list[Preview] = []
    count = None
    if form.is_previewed:
        form.validate()
        form.forget_csrf_error()
        shown = _typed_previews(series, form)
        count = readers_count(series.id, form.audience())
    page: Response = form.page(
        "organize/messages/edit_broadcast.html",
        series=series,
        broadcast=broadcast,
        placeholders={one: labels.PLACEHOLDERS[one] for one in Placeholder if one in OF_EVERYBODY},
        previews=shown,
        count=count,
    )
    return with_mail(page) if shown else page


def _typed_previews(series: Series, form: BroadcastForm) -> list[Preview]:
    subject, body = form.texts()
    typed = Broadcast(subject=subject, body=body)
    set_committed_value(typed, "series", series)
    now = utcnow()
    return [
        previews.of_broadcast(typed, form.reader(code, the_user()), now=now) for code in languages()
    ]


def _previews(broadcast: Broadcast, sample: Sequence[Registrant]) -> list[Preview]:
    """Return the mail in every language, to one of those who get it, else to oneself."""
    now, user = utcnow(), the_user()
    person = reader_of(sample[0]) if sample else Reader(user.name, "", "", user.time_zone)
    readers = [replace(person, language=code) for code in languages()]
    return [previews.of_broadcast(broadcast, reader, now=now) for reader in readers]
