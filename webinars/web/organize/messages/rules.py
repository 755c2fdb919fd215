"""The rules by which a series reminds and follows up: their pages."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.domain.placeholders import Placeholder
from webinars.domain.wordings import PLACEHOLDERS, OwnWords
from webinars.errors import NotFound, WebinarsError
from webinars.extensions import db, transaction
from webinars.i18n import gettext, languages
from webinars.models import ReminderRule, Series
from webinars.queries.wordings import stored_words
from webinars.services import previews, rules
from webinars.services.previews import Preview
from webinars.web.forms import Confirmation, shown_again
from webinars.web.organize.access import for_series, the_user
from webinars.web.organize.flashing import flash_undo
from webinars.web.organize.messages import labels
from webinars.web.organize.messages.blueprint import bp, with_mail
from webinars.web.organize.messages.rule_forms import AUDIENCES, RuleForm, rule_data, rule_words


@bp.get("/rules/", endpoint="rules")
@for_series(Permission.EDIT_SERIES)
def index(series: Series) -> ResponseReturnValue:
    """List the rules: the reminders, then what comes later."""
    ordered = sorted(
        series.reminder_rules, key=lambda rule: (not rule.is_reminder, -rule.seconds_before)
    )
    return render_template(
        "organize/messages/rules.html",
        series=series,
        rules=[(rule, rule_words(rule), AUDIENCES[rule.audience]) for rule in ordered],
    )


@bp.route("/rules/add", methods=["GET", "POST"], endpoint="add_rule")
@for_series(Permission.EDIT_SERIES)
@shown_again
def add(series: Series) -> ResponseReturnValue:
    """Add a rule."""
    form = RuleForm(series, None)
    if form.accepted():
        if form.is_test:
            _send_test(series, form)
        elif _saved(series, None, form):
            flash(gettext("The rule is added. It counts for everything that is due from now on."))
            return redirect(url_for(".rules", series=series.slug), 303)
    return _page(series, None, form)


@bp.route("/rules/<int:rule>/", methods=["GET", "POST"], endpoint="rule")
@for_series(Permission.EDIT_SERIES)
@shown_again
def change(series: Series, rule: int) -> ResponseReturnValue:
    """Change a rule."""
    found = _rule(series, rule)
    form = RuleForm(series, found)
    if form.accepted():
        if form.is_test:
            _send_test(series, form)
        elif _saved(series, rule, form):
            flash(gettext("The rule is changed."))
            return redirect(url_for(".rules", series=series.slug), 303)
    return _page(series, found, form)


@bp.post("/rules/<int:rule>/switch/<to>", endpoint="switch_rule")
@for_series(Permission.EDIT_SERIES)
def switch(series: Series, rule: int, to: str) -> ResponseReturnValue:
    """Switch a rule on or off."""
    if to not in {"on", "off"}:
        raise NotFound(gettext("There is no such page."))
    with transaction():
        found = _rule(series, rule)
        rules.switch(found, is_active=to == "on", actor=the_user(), now=utcnow())
    if to == "on":
        flash(gettext("The rule is on. It counts for everything that is due from now on."))
    else:
        words = gettext("The rule is off: nothing more is sent by it.")
        flash_undo(words, ".switch_rule", series=series.slug, rule=rule, to="on")
    return redirect(url_for(".rules", series=series.slug), 303)


@bp.route("/rules/<int:rule>/remove", methods=["GET", "POST"], endpoint="remove_rule")
@for_series(Permission.EDIT_SERIES)
@shown_again
def remove(series: Series, rule: int) -> ResponseReturnValue:
    """Ask once, then remove a rule."""
    found = _rule(series, rule)
    form = Confirmation()
    if form.accepted():
        with transaction():
            rules.remove(_rule(series, rule), actor=the_user(), now=utcnow())
        flash(gettext("The rule is removed. Mails that have left stay as they are."))
        return redirect(url_for(".rules", series=series.slug), 303)
    return form.page(
        "organize/messages/remove_rule.html",
        series=series,
        rule=found,
        when=rule_words(found),
        audience=AUDIENCES[found.audience],
    )


def _rule(series: Series, number: int) -> ReminderRule:
    found = db.session.get(ReminderRule, number)
    if found is None or found.series_id != series.id:
        raise NotFound(gettext("There is no such rule; somebody may have removed it."))
    return found


def _saved(series: Series, number: int | None, form: RuleForm) -> bool:
    try:
        with transaction():
            if number is None:
                rules.add(series, form.details(), actor=the_user(), now=utcnow())
            else:
                found = _rule(series, number)
                form.refuse_overwriting(rule_data(found))
                rules.change(found, form.details(), actor=the_user(), now=utcnow())
    except WebinarsError as error:
        form.refuse(error)
        return False
    return True


def _send_test(series: Series, form: RuleForm) -> None:
    with transaction():
        now = utcnow()
        webinar = previews.sample_webinar(series, form.webinar.data, now=now)
        for language in form.written_languages():
            own = _own(series, form, language)
            previews.send_mail(form.mail, webinar, own, language=language, user=the_user(), now=now)
    form.notice = gettext(
        "The mail is on its way to %(email)s. Nothing is saved yet.", email=the_user().email
    )


def _page(series: Series, rule: ReminderRule | None, form: RuleForm) -> ResponseReturnValue:
    shown = _previews(series, form) if form.is_previewed else []
    page = form.page(
        "organize/messages/rule.html",
        series=series,
        rule=rule,
        when=rule and rule_words(rule),
        placeholders={
            one: labels.PLACEHOLDERS[one] for one in Placeholder if one in PLACEHOLDERS[form.mail]
        },
        previews=shown,
    )
    return with_mail(page) if shown else page


def _previews(series: Series, form: RuleForm) -> list[Preview]:
    form.validate()
    form.forget_csrf_error()
    now = utcnow()
    webinar = previews.sample_webinar(series, form.webinar.data, now=now)
    return [
        previews.of_mail(
            form.mail,
            webinar,
            form.reader(code, the_user()),
            _own(series, form, code),
            now=now,
        )
        for code in languages()
    ]


def _own(series: Series, form: RuleForm, language: str) -> OwnWords:
    """Return the rule's words, else those that the series has for this kind of mail."""
    typed, stored = form.own(language), stored_words(series.id, form.mail, language)
    return OwnWords(typed.subject or stored.subject, typed.body or stored.body)
