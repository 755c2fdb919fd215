"""What can be done with one mail that came in."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField

from webinars.clock import utcnow
from webinars.errors import WebinarsError
from webinars.extensions import transaction
from webinars.i18n import gettext, lazy_gettext
from webinars.queries.inbound import keeps_content
from webinars.queries.inbound_lists import inbound_for, locked_inbound_for
from webinars.services import received
from webinars.web.fields import EMAIL_LENGTH, AtMost, EmailAddress, Required, one_line
from webinars.web.forms import Confirmation, Form, shown_again
from webinars.web.organize.access import for_signed_in, the_user
from webinars.web.organize.inbound import words
from webinars.web.organize.inbound.blueprint import bp
from webinars.web.organize.inbound.reading import asked, back_to_list


class ForwardForm(Form):
    """Where a mail is forwarded to."""

    address = StringField(
        lazy_gettext("E-mail address"),
        validators=[
            Required(lazy_gettext("Enter the address that the mail goes to.")),
            AtMost(EMAIL_LENGTH),
            EmailAddress(),
        ],
        filters=[one_line],
    )


@bp.post("/<int:inbound_mail>/read")
@for_signed_in
def mark_read(inbound_mail: int) -> ResponseReturnValue:
    """Let the mail count as read, for everybody."""
    with transaction():
        received.mark_read(locked_inbound_for(the_user(), inbound_mail), now=utcnow())
    flash(gettext("The mail counts as read."))
    return redirect(url_for(".show", inbound_mail=inbound_mail, **asked()), 303)


@bp.post("/<int:inbound_mail>/unread")
@for_signed_in
def mark_unread(inbound_mail: int) -> ResponseReturnValue:
    """Let the mail count as unread, for everybody."""
    with transaction():
        received.mark_unread(locked_inbound_for(the_user(), inbound_mail))
    flash(gettext("The mail counts as unread."))
    return redirect(url_for(".show", inbound_mail=inbound_mail, **asked()), 303)


@bp.route("/<int:inbound_mail>/forward", methods=["GET", "POST"])
@for_signed_in
@shown_again
def forward(inbound_mail: int) -> ResponseReturnValue:
    """Forward the mail to an address, at first one's own."""
    mail = inbound_for(the_user(), inbound_mail, to_act=True)
    form = ForwardForm(address=the_user().email)
    if form.accepted():
        try:
            with transaction():
                received.forward(
                    locked_inbound_for(the_user(), inbound_mail, to_act=True),
                    form.address.data,
                    actor=the_user(),
                    now=utcnow(),
                )
        except WebinarsError as error:
            form.refuse(error)
            mail = inbound_for(the_user(), inbound_mail, to_act=True)
        else:
            flash(gettext("The mail is on its way to %(address)s.", address=form.address.data))
            return redirect(url_for(".show", inbound_mail=inbound_mail, **asked()), 303)
    return form.page(
        "organize/inbound/forward.html",
        mail=mail,
        subject=words.subject_words(mail),
        has_content=keeps_content(mail.id),
        asked=asked(),
        back=back_to_list(mail),
    )


@bp.route("/<int:inbound_mail>/delete", methods=["GET", "POST"])
@for_signed_in
@shown_again
def delete(inbound_mail: int) -> ResponseReturnValue:
    """Ask once, then delete the mail."""
    mail = inbound_for(the_user(), inbound_mail, to_act=True)
    form, back = Confirmation(), back_to_list(mail)
    if form.accepted():
        with transaction():
            found = locked_inbound_for(the_user(), inbound_mail, to_act=True)
            received.remove(found, actor=the_user(), now=utcnow())
        flash(gettext("The mail is deleted."))
        return redirect(back, 303)
    return form.page(
        "organize/inbound/delete.html",
        mail=mail,
        subject=words.subject_words(mail),
        asked=asked(),
        back=back,
    )
