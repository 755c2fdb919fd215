"""The form of a rule: so long before or after what, to whom, in which words."""

from datetime import timedelta
from typing import Any

from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from webinars.domain.wordings import PLACEHOLDERS
from webinars.i18n import gettext, lazy_gettext
from webinars.models import ReminderRule, RuleAnchor, RuleAudience, Series, WordedMail
from webinars.services.rules import RuleDetails
from webinars.web.fields import NOT_OFFERED, choice_field
from webinars.web.labels import duration
from webinars.web.organize.messages.forms import MailForm

UNITS = {"minutes": 60, "hours": 3600, "days": 86400}
UNIT_WORDS = {
    "minutes": lazy_gettext("minutes"),
    "hours": lazy_gettext("hours"),
    "days": lazy_gettext("days"),
}
MOMENTS = {
    "before_start": lazy_gettext("before the start (a reminder)"),
    "after_start": lazy_gettext("after the start"),
    "before_end": lazy_gettext("before the end"),
    "after_end": lazy_gettext("after the end"),
}
AUDIENCES = {
    RuleAudience.SEATED.value: lazy_gettext("Everybody with a seat who has not declined"),
    RuleAudience.JOINED.value: lazy_gettext("Whoever joined"),
    RuleAudience.NOT_JOINED.value: lazy_gettext("Whoever neither joined nor declined"),
    RuleAudience.EVERYBODY.value: lazy_gettext("Everybody with a seat, also who declined"),
}
MOST = 365
NO_NUMBER = lazy_gettext("Write a whole number between 0 and 365.")


class WholeNumberField(IntegerField):
    """A whole number; what is none is left to the validators to refuse."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        typed = valuelist[0].strip() if valuelist else ""
        self.data = int(typed) if typed.isascii() and typed.isdecimal() else None


class RuleForm(MailForm):
    """When a rule writes, to whom, and how."""

    amount = WholeNumberField(
        lazy_gettext("How long"),
        validators=[InputRequired(NO_NUMBER), NumberRange(0, MOST, NO_NUMBER)],
    )
    unit = choice_field(lazy_gettext("Minutes, hours or days"), UNIT_WORDS, required=NOT_OFFERED)
    moment = choice_field(lazy_gettext("Before or after what"), MOMENTS, required=NOT_OFFERED)
    audience = choice_field(lazy_gettext("To whom"), AUDIENCES, required=NOT_OFFERED)

    def __init__(self, series: Series, rule: ReminderRule | None) -> None:
        """Show *rule*, or a new follow-up a day after the end."""
        super().__init__(series, PLACEHOLDERS[WordedMail.REMINDER], data=rule_data(rule))
        self.known = PLACEHOLDERS[self.mail]

    @property
    def mail(self) -> WordedMail:
        """The kind of mail that the rule sends, as chosen so far."""
        is_reminder = self.moment.data == "before_start" and bool(self.amount.data)
        return WordedMail.REMINDER if is_reminder else WordedMail.FOLLOW_UP

    def details(self) -> RuleDetails:
        """Return what was decided."""
        when, _, anchor = self.moment.data.partition("_")
        seconds = (self.amount.data or 0) * UNITS[self.unit.data]
        subject, body = self.texts()
        return RuleDetails(
            anchor=RuleAnchor(anchor),
            seconds_before=seconds if when == "before" else -seconds,
            audience=RuleAudience(self.audience.data),
            subject=subject,
            body=body,
        )


def rule_data(rule: ReminderRule | None) -> dict[str, Any]:
    """Return what the form shows of a rule."""
    if rule is None:
        return {
            "amount": 1,
            "unit": "days",
            "moment": "after_end",
            "audience": RuleAudience.SEATED.value,
        }
    seconds = abs(rule.seconds_before)
    unit = next(name for name in ("days", "hours", "minutes") if seconds % UNITS[name] == 0)
    when = "before" if rule.seconds_before > 0 else "after"
    return {
        "amount": seconds // UNITS[unit],
        "unit": unit,
        "moment": f"{when}_{rule.anchor}",
        "audience": rule.audience.value,
        "subject": rule.subject,
        "body": rule.body,
    }


def rule_words(rule: ReminderRule) -> str:
    """Return when a rule writes: 2 days before the start."""
    length = duration(abs(rule.before))
    is_start = rule.anchor is RuleAnchor.START
    if rule.before > timedelta():
        if is_start:
            return gettext("%(length)s before the start", length=length)
        return gettext("%(length)s before the end", length=length)
    if not rule.seconds_before:
        return gettext("At the start") if is_start else gettext("At the end")
    if is_start:
        return gettext("%(length)s after the start", length=length)
    return gettext("%(length)s after the end", length=length)
