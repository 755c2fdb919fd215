"""The kinds of mail of a series: their words, seen and tried before they count."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.domain.placeholders import Placeholder
from webinars.domain.wordings import PLACEHOLDERS
from webinars.errors import NotFound, WebinarsError
from webinars.extensions import transaction
from webinars.i18n import gettext, languages
from webinars.models import Series, WordedMail
from webinars.queries.wordings import reworded_languages, wording_texts
from webinars.services import previews, wordings
from webinars.services.previews import Preview
from webinars.web.forms import Confirmation, shown_again
from webinars.web.organize.access import for_series, the_user
from webinars.web.organize.messages import labels
from webinars.web.organize.messages.blueprint import bp, with_mail
from webinars.web.organize.messages.forms import MailForm


@bp.get("/")
@for_series(Permission.EDIT_SERIES)
def index(series: Series) -> ResponseReturnValue:
    """List every kind of mail: when it is sent, to whom, and in whose words."""
    return render_template(
        "organize/messages/index.html",
        series=series,
        mails=labels.MAILS,
        reworded=reworded_languages(series),
    )


@bp.route("/words/<worded>/", methods=["GET", "POST"])
@for_series(Permission.EDIT_SERIES)
@shown_again
def word(series: Series, worded: str) -> ResponseReturnValue:
    """Word one kind of mail; look at it and try it before it counts."""
    found = _mail(worded)
    subject, body = wording_texts(series, found)
    form = MailForm(series, PLACEHOLDERS[found], data={"subject": subject, "body": body})
    if form.accepted():
        if form.is_test:
            _send_test(series, found, form)
        elif _save(series, found, form):
            flash(gettext("The words are saved. They count for every mail from now on."))
            return redirect(url_for(".index", series=series.slug), 303)
    return _page(series, found, form, [subject, body])


@bp.route("/words/<worded>/reset", methods=["GET", "POST"])
@for_series(Permission.EDIT_SERIES)
@shown_again
def reset(series: Series, worded: str) -> ResponseReturnValue:
    """Ask once, then take our words again."""
    found = _mail(worded)
    form = Confirmation()
    if form.accepted():
        with transaction():
            wordings.reset(series, found, actor=the_user(), now=utcnow())
        flash(gettext("This mail speaks in our words again."))
        return redirect(url_for(".word", series=series.slug, worded=worded), 303)
    subject, body = wording_texts(series, found)
    return form.page(
        "organize/messages/reset.html",
        series=series,
        mail=found,
        label=labels.MAILS[found],
        words=[(code, subject.get(code, ""), body.get(code, "")) for code in {**subject, **body}],
    )


def _mail(name: str) -> WordedMail:
    if name not in set(WordedMail):
        raise NotFound(gettext("There is no such kind of mail."))
    return WordedMail(name)


def _save(series: Series, mail: WordedMail, form: MailForm) -> bool:
    try:
        with transaction():
            subject, body = wording_texts(series, mail)
            form.refuse_overwriting({"subject": subject, "body": body})
            wordings.save(series, mail, *form.texts(), actor=the_user(), now=utcnow())
    except WebinarsError as error:
        form.refuse(error)
        return False
    return True


def _send_test(series: Series, mail: WordedMail, form: MailForm) -> None:
    with transaction():
        now = utcnow()
        webinar = previews.sample_webinar(series, form.webinar.data, now=now)
        for language in form.written_languages():
            own = form.own(language)
            previews.send_mail(mail, webinar, own, language=language, user=the_user(), now=now)
    form.notice = gettext(
        "The mail is on its way to %(email)s. Nothing is saved yet.", email=the_user().email
    )


def _page(
    series: Series, mail: WordedMail, form: MailForm, stored: list[object]
) -> ResponseReturnValue:
    shown = _previews(series, mail, form) if form.is_previewed else []
    page = form.page(
        "organize/messages/word.html",
        series=series,
        mail=mail,
        label=labels.MAILS[mail],
        placeholders={
            one: labels.PLACEHOLDERS[one] for one in Placeholder if one in PLACEHOLDERS[mail]
        },
        previews=shown,
        is_reworded=any(stored),
    )
    return with_mail(page) if shown else page


def _previews(series: Series, mail: WordedMail, form: MailForm) -> list[Preview]:
    form.validate()
    form.forget_csrf_error()
    now = utcnow()
    webinar = previews.sample_webinar(series, form.webinar.data, now=now)
    return [
        previews.of_mail(mail, webinar, form.reader(code, the_user()), form.own(code), now=now)
        for code in languages()
    ]
