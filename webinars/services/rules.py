"""The rules by which a series reminds and follows up."""

from dataclasses import dataclass
from datetime import datetime

from webinars.domain.wordings import PLACEHOLDERS
from webinars.errors import Conflict, Invalid
from webinars.extensions import db
from webinars.i18n import gettext
from webinars.models import (
    Action,
    Delivery,
    ReminderRule,
    RuleAnchor,
    RuleAudience,
    Series,
    User,
    WordedMail,
)
from webinars.services import audit, deliveries, wordings
from webinars.texts import Texts


@dataclass(frozen=True)
class RuleDetails:
    """What organizers decide about a rule; *seconds_before* below zero: after its anchor."""

    anchor: RuleAnchor
    seconds_before: int
    audience: RuleAudience
    subject: Texts
    body: Texts

    @property
    def mail(self) -> WordedMail:
        """The kind of mail that it sends."""
        is_reminder = self.anchor is RuleAnchor.START and self.seconds_before > 0
        return WordedMail.REMINDER if is_reminder else WordedMail.FOLLOW_UP


def add(series: Series, details: RuleDetails, *, actor: User | None, now: datetime) -> ReminderRule:
    """Write by another rule from now on; what would have been due earlier is not made up for."""
    _check(series, details, besides=None)
    rule = _stored(series, details, now=now)
    after = noted(rule)
    audit.record(actor, Action.RULE_CREATED, rule, now=now, series=series, before={}, after=after)
    return rule


def change(
    rule: ReminderRule, details: RuleDetails, *, actor: User | None, now: datetime
) -> ReminderRule:
    """Let *rule* say something else; at another time or to others it is a new row, returned.

    What a rule has sent is known by its row: whoever got the old one may get the new one.
    """
    series, before = rule.series, noted(rule)
    _check(series, details, besides=rule)
    is_same = (rule.anchor, rule.seconds_before, rule.audience) == (
        details.anchor,
        details.seconds_before,
        details.audience,
    )
    if is_same:
        rule.subject, rule.body = details.subject, details.body
    else:
        former, rule = rule, _stored(series, details, now=now, is_active=rule.is_active)
        _take_out(former, now=now)
    after = noted(rule)
    audit.record(
        actor, Action.RULE_CHANGED, rule, now=now, series=series, before=before, after=after
    )
    return rule


def switch(rule: ReminderRule, *, is_active: bool, actor: User | None, now: datetime) -> None:
    """Switch a rule on from now, or off; off takes what it has waiting out of the outbox."""
    if rule.is_active is is_active:
        return
    before = noted(rule)
    rule.is_active = is_active
    if is_active:
        rule.active_since = now
    else:
        _take_back(rule, now=now)
    after = noted(rule)
    audit.record(
        actor, Action.RULE_CHANGED, rule, now=now, series=rule.series, before=before, after=after
    )


def remove(rule: ReminderRule, *, actor: User | None, now: datetime) -> None:
    """Write by this rule no more, and take what it has waiting out of the outbox."""
    before, series = noted(rule), rule.series
    audit.record(actor, Action.RULE_REMOVED, rule, now=now, series=series, before=before, after={})
    _take_out(rule, now=now)


def noted(rule: ReminderRule) -> dict[str, object]:
    """Return what the audit keeps of a rule, and what forms compare."""
    return {
        "anchor": rule.anchor.value,
        "seconds_before": rule.seconds_before,
        "audience": rule.audience.value,
        "is_active": rule.is_active,
        "subject": rule.subject,
        "body": rule.body,
    }


def _check(series: Series, details: RuleDetails, *, besides: ReminderRule | None) -> None:
    if details.mail is WordedMail.REMINDER and details.audience is not RuleAudience.SEATED:
        words = gettext("Before the start, reminders go to everybody with a seat.")
        raise Invalid(words, fields={"audience": words})
    wordings.refuse_bad_placeholders(details.subject, details.body, PLACEHOLDERS[details.mail])
    for rule in series.reminder_rules:
        is_alike = (rule.anchor, rule.seconds_before, rule.audience) == (
            details.anchor,
            details.seconds_before,
            details.audience,
        )
        if is_alike and rule is not besides:
            raise Conflict(gettext("There is a rule for this time and these people already."))


def _stored(
    series: Series, details: RuleDetails, *, now: datetime, is_active: bool = True
) -> ReminderRule:
    rule = ReminderRule(
        anchor=details.anchor,
        seconds_before=details.seconds_before,
        audience=details.audience,
        is_active=is_active,
        active_since=now,
        subject=details.subject,
        body=details.body,
    )
    series.reminder_rules.append(rule)
    db.session.flush()
    return rule


def _take_out(rule: ReminderRule, *, now: datetime) -> None:
    _take_back(rule, now=now)
    rule.series.reminder_rules.remove(rule)
    db.session.flush()


def _take_back(rule: ReminderRule, *, now: datetime) -> None:
    """Take the mails of the rule that wait out of the outbox; one being sent may still leave."""
    kind = "reminder" if rule.is_reminder else "followup"
    deliveries.supersede(Delivery.key.startswith(f"{kind}:{rule.id}:"), now=now)
