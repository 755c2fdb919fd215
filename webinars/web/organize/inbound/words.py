"""What mails that came in, and their fates, are called."""

from collections.abc import Mapping

from webinars.i18n import gettext, lazy_gettext
from webinars.models import InboundKind, InboundMail, InboundState
from webinars.queries.inbound_lists import Pile

PILES: Mapping[Pile, str] = {
    Pile.PEOPLE: lazy_gettext("Written by people"),
    Pile.CALENDARS: lazy_gettext("Answers of calendars"),
    Pile.BOUNCES: lazy_gettext("Came back"),
    Pile.COMPLAINTS: lazy_gettext("Complaints"),
    Pile.AUTO_REPLIES: lazy_gettext("Automatic answers"),
    Pile.SET_ASIDE: lazy_gettext("Set aside"),
    Pile.ALL: lazy_gettext("All mails"),
}
NOTHING: Mapping[Pile, str] = {
    Pile.PEOPLE: lazy_gettext("No mails by people. What they answer to our mails will stand here."),
    Pile.CALENDARS: lazy_gettext("No calendar has answered."),
    Pile.BOUNCES: lazy_gettext("No mail came back."),
    Pile.COMPLAINTS: lazy_gettext("Nobody has complained."),
    Pile.AUTO_REPLIES: lazy_gettext("No automatic answers."),
    Pile.SET_ASIDE: lazy_gettext(
        "Nothing was set aside. Mails that nobody can make sense of will stand here."
    ),
    Pile.ALL: lazy_gettext("No mails came in."),
}
KINDS: Mapping[InboundKind, str] = {
    InboundKind.BOUNCE: lazy_gettext("A mail came back"),
    InboundKind.COMPLAINT: lazy_gettext("A complaint about a mail"),
    InboundKind.ANSWER: lazy_gettext("An answer to an invitation"),
    InboundKind.COUNTER: lazy_gettext("Another time was proposed"),
    InboundKind.REFRESH: lazy_gettext("A calendar asks for the invitation"),
    InboundKind.OTHER_CALENDAR: lazy_gettext("A calendar entry of somebody else"),
    InboundKind.AUTO_REPLY: lazy_gettext("An automatic answer"),
    InboundKind.PERSON: lazy_gettext("A mail by a person"),
    InboundKind.UNREADABLE: lazy_gettext("Could not be read"),
}
STATES: Mapping[InboundState, str] = {
    InboundState.NEW: lazy_gettext("Not looked at yet"),
    InboundState.APPLIED: lazy_gettext("Taken over"),
    InboundState.NOTED: lazy_gettext("Nothing to do"),
    InboundState.SET_ASIDE: lazy_gettext("Set aside"),
}
TONES: Mapping[InboundState, str] = {
    InboundState.NEW: "wait",
    InboundState.APPLIED: "good",
    InboundState.SET_ASIDE: "problem",
}


def kind_words(mail: InboundMail) -> str:
    """Return what the mail turned out to be."""
    return str(KINDS[mail.kind]) if mail.kind else gettext("Not known yet")


def state_words(mail: InboundMail) -> str:
    """Return in a word or two what was done with the mail."""
    if wants_a_reader(mail):
        return gettext("Read") if mail.read_at else gettext("Unread")
    return str(STATES[mail.state])


def tone(mail: InboundMail) -> str:
    """Return how the state is coloured."""
    if wants_a_reader(mail):
        return "" if mail.read_at else "wait"
    return TONES.get(mail.state, "")


def sender_words(mail: InboundMail) -> str:
    """Return who sent the mail, as far as it says so."""
    return mail.sender_name or mail.sender or mail.envelope_from or gettext("Nobody is named")


def subject_words(mail: InboundMail) -> str:
    """Return what the mail calls itself."""
    return mail.subject or gettext("Without a subject")


def wants_a_reader(mail: InboundMail) -> bool:
    """Whether somebody is to read the mail: it counts as unread until then."""
    return (mail.kind, mail.state) in {
        (InboundKind.PERSON, InboundState.NOTED),
        (InboundKind.COUNTER, InboundState.APPLIED),
    }
