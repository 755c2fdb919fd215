"""What mails, placeholders, rules and broadcasts are called."""

from collections.abc import Mapping
from dataclasses import dataclass

from webinars.domain.placeholders import Placeholder
from webinars.i18n import lazy_gettext
from webinars.models import WordedMail


@dataclass(frozen=True)
class MailLabel:
    """A mail in plain words: its name, when it is sent, and to whom."""

    name: str
    sent: str
    to: str


MAILS: Mapping[WordedMail, MailLabel] = {
    WordedMail.WELCOME: MailLabel(
        lazy_gettext("Welcome"),
        lazy_gettext("Right after somebody registers"),
        lazy_gettext("Whoever got at least one seat"),
    ),
    WordedMail.WELCOME_WAITING: MailLabel(
        lazy_gettext("Welcome to the waiting list"),
        lazy_gettext("Right after somebody registers"),
        lazy_gettext("Whoever got no seat, but waits for one"),
    ),
    WordedMail.INVITED: MailLabel(
        lazy_gettext("Invitation"),
        lazy_gettext("Right after somebody registers; one for each webinar"),
        lazy_gettext("Whoever got a seat"),
    ),
    WordedMail.PROMOTED: MailLabel(
        lazy_gettext("A seat has become free"),
        lazy_gettext("When somebody moves up from the waiting list"),
        lazy_gettext("Whoever got the seat"),
    ),
    WordedMail.MOVED: MailLabel(
        lazy_gettext("New time"),
        lazy_gettext("When you move a webinar"),
        lazy_gettext("Everybody with a seat"),
    ),
    WordedMail.CHANGED: MailLabel(
        lazy_gettext("New description"),
        lazy_gettext("When you change what calendars show of a webinar"),
        lazy_gettext("Everybody with a seat"),
    ),
    WordedMail.CANCELLED: MailLabel(
        lazy_gettext("Webinar cancelled"),
        lazy_gettext("When you cancel a webinar"),
        lazy_gettext("Everybody with a seat"),
    ),
    WordedMail.POSTPONED: MailLabel(
        lazy_gettext("Webinar postponed"),
        lazy_gettext("When you take the date of a webinar away"),
        lazy_gettext("Everybody with a seat"),
    ),
    WordedMail.WITHDRAWN: MailLabel(
        lazy_gettext("Seat given up"),
        lazy_gettext("When somebody cancels, or you cancel for them"),
        lazy_gettext("The person who had the seat"),
    ),
    WordedMail.WAITING_CANCELLED: MailLabel(
        lazy_gettext("Cancelled, to the waiting list"),
        lazy_gettext("When you cancel a webinar"),
        lazy_gettext("Everybody who waits for a seat"),
    ),
    WordedMail.WAITING_MOVED: MailLabel(
        lazy_gettext("New time, to the waiting list"),
        lazy_gettext("When you move a webinar"),
        lazy_gettext("Everybody who waits for a seat"),
    ),
    WordedMail.REMINDER: MailLabel(
        lazy_gettext("Reminder"),
        lazy_gettext("Before a webinar, by your rules"),
        lazy_gettext("Everybody with a seat who has not declined"),
    ),
    WordedMail.FOLLOW_UP: MailLabel(
        lazy_gettext("Follow-up"),
        lazy_gettext("During or after a webinar, by your rules"),
        lazy_gettext("Whom the rule names"),
    ),
}
PLACEHOLDERS: Mapping[Placeholder, str] = {
    Placeholder.NAME: lazy_gettext("the person's name"),
    Placeholder.ORGANIZATION: lazy_gettext("the person's organization"),
    Placeholder.SERIES: lazy_gettext("the title of the series"),
    Placeholder.WEBINAR: lazy_gettext("the title of the webinar"),
    Placeholder.WHEN: lazy_gettext("day and time, in the person's time zone"),
    Placeholder.WEBINAR_PAGE: lazy_gettext("a link to the webinar's page"),
    Placeholder.OWN_PAGE: lazy_gettext("a link to the person's own page"),
    Placeholder.JOIN_LINK: lazy_gettext("the person's link to join"),
    Placeholder.RECORDING: lazy_gettext("a link to the recording, once there is one"),
}
