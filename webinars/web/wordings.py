"""What people agree to when they register: shown in the form, and kept in the same words."""

from webinars.i18n import current_language, gettext, ngettext
from webinars.models import Series, Sponsor
from webinars.settings import settings
from webinars.web.filters import site_name


def privacy_notice(series: Series) -> list[str]:
    """Return the privacy notice of a registration form, in paragraphs."""
    return [
        gettext(
            "%(organizer)s uses what you write here to run this series: to send you invitations, "
            "changes and reminders, to plan seats and what people need to take part, and to count "
            "who took part.",
            organizer=organizer_of(series),
        ),
        gettext(
            "Nobody else gets your details, unless you tick a co-sponsor's own box. Your link to "
            "the private page, in our mails, lets you see, correct, download and erase everything."
        ),
        gettext(
            "We delete your registration %(months)s after the last webinar of this series.",
            months=months_in_words(settings().keep_registrations_months),
        ),
    ]


def privacy_consent(series: Series) -> str:
    """Return the sentence that the consent box stands for."""
    return gettext(
        "I agree that %(organizer)s keeps these details for this series and writes to me about it.",
        organizer=organizer_of(series),
    )


def privacy_wording(series: Series) -> str:
    """Return all that is agreed to with the consent box, as it is kept."""
    return "\n".join([privacy_consent(series), *privacy_notice(series)])


def months_in_words(number: int) -> str:
    """Return so many months: 1 month, 24 months."""
    return ngettext("%(num)s month", "%(num)s months", number)


def sharing_consent(sponsor: Sponsor) -> str:
    """Return the sentence that the box of a co-sponsor stands for, which is also kept."""
    return gettext(
        "Share my name, organization and e-mail address with %(sponsor)s.",
        sponsor=sponsor.name.pick(current_language()).text,
    )


def organizer_of(series: Series) -> str:
    """Return who answers for the series."""
    if series.organizer is None:
        return site_name()
    return series.organizer.name.pick(current_language()).text
