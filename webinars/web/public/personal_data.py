"""What is kept about people, column by column, and how the privacy page says it.

Every column of a table about people belongs to one row of the page's table: a new column that
none explains fails a test.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from limits import parse_many

from config import Config
from webinars.domain.keeping import CONTENT_KEPT, LISTS_KEPT, RETURNS_KEPT, SIGN_INS_KEPT
from webinars.i18n import gettext
from webinars.web.labels import duration
from webinars.web.wordings import months_in_words


class Kind(enum.StrEnum):
    """What is kept, as people would tell it apart; the rows of the table, in their order."""

    ADDRESS = "address"
    DETAILS = "details"
    PREFERENCES = "preferences"
    CHOICE = "choice"
    ANSWERS = "answers"
    ACCESS = "access"
    AGREEMENTS = "agreements"
    INVITATIONS = "invitations"
    JOINING = "joining"
    MAILS = "mails"
    CONTENTS = "contents"
    RETURNS = "returns"
    LETTERS = "letters"
    NEW_ADDRESS = "new_address"
    LINKS = "links"
    ERASING = "erasing"
    LISTS = "lists"
    NETWORK = "network"
    SPEAKERS = "speakers"
    ACCOUNTS = "accounts"
    SIGN_INS = "sign_ins"
    HELD_FORMS = "held_forms"
    AUDIT = "audit"


@dataclass(frozen=True)
class KeptRow:
    """One row: what is kept, why, and for how long."""

    kind: Kind
    what: str
    why: str
    how_long: str


# fmt: off
COLUMNS: Mapping[Kind, Mapping[str, str]] = {
    Kind.ADDRESS: {"registrant": "id email email_key search_text created_at links_changed_at"},
    Kind.DETAILS: {"registrant": "name organization role state"},
    Kind.PREFERENCES: {"registrant": "language time_zone reminders_stopped_at "
                                     "announcements_stopped_at"},
    Kind.CHOICE: {
        "registration": "id registrant_id series_id is_standing ref created_at",
        "enrollment": "id registration_id webinar_id status ticket generation enrolled_at "
                      "confirmed_at cancelled_at",
    },
    Kind.ANSWERS: {"answer": "registration_id question_id values"},
    Kind.ACCESS: {"access_request": "id registration_id kind note status created_at"},
    Kind.AGREEMENTS: {"consent": "id registration_id sponsor_id wording status given_at"},
    Kind.INVITATIONS: {
        "invitation": "id enrollment_id generation uid organizer attendee revision sequence "
                      "stamped_at partstat answered_at answer_sequence answer_stamped_at "
                      "is_answer_verified answer_comment proposed_starts_at refreshed_at "
                      "thread_id withdrawn_at",
    },
    Kind.JOINING: {"join_click": "id enrollment_id clicked_at"},
    Kind.MAILS: {
        "delivery": "id key kind priority state due_at created_at recipient registrant_id "
                    "user_id registration_id enrollment_id invitation_id broadcast_id "
                    "method sequence stamped_at "
                    "details address_key mail_set attempts owner lease_until overtaken_at "
                    "message_id subject rendered_at digest last_error settled_at given_up_at "
                    "held_back",
    },
    Kind.CONTENTS: {"delivery": "rendered"},
    Kind.RETURNS: {
        "suppression": "id address_key address scope reason since status_code words lifted_at "
                       "lifted_by_id",
        "return_count": "address_key day permanent temporary complaints auto_replies "
                        "status_code words",
    },
    Kind.LETTERS: {
        "inbound_mail": "id digest received_at envelope_from envelope_to size raw kind state "
                        "reason message_id sender sender_name subject words registrant_id "
                        "enrollment_id delivery_id series_id read_at forwarded_at",
    },
    Kind.NEW_ADDRESS: {"registrant": "pending_email email_change_nonce email_change_asked_at"},
    Kind.LINKS: {
        "registrant": "manage_nonce feed_nonce unsubscribe_nonce",
        "enrollment": "join_nonce",
        "invitation": "answer_nonce",
        "revoked_token": "nonce purpose revoked_at",
    },
    Kind.ERASING: {"registrant": "erased_at"},
    Kind.LISTS: {
        "registrant_import": "id series_id user_id file_name state remarks row_count header_row "
                             "header columns options plan result next_part part_count created_at "
                             "changed_at forgotten_at",
        "registrant_import_part": "import_id number rows findings made",
    },
    # Kept in memory, in no table of ours.
    Kind.NETWORK: {},
    Kind.SPEAKERS: {
        "speaker": "id slug name organization biography",
        "appearance": "webinar_id speaker_id role position",
    },
    Kind.ACCOUNTS: {
        "user": "id email name password active is_owner language time_zone fs_uniquifier "
                "tf_primary_method tf_totp_secret mf_recovery_codes fs_webauthn_user_handle "
                "totp_counter invited_at created_at",
        "membership": "id user_id series_id role",
        "passkey": "id user_id credential_id public_key sign_count transports backup_state "
                   "device_type extensions name usage create_datetime lastuse_datetime",
    },
    Kind.SIGN_INS: {
        "sign_in": "id user_id signed_in_at method device is_kept ended_at",
        "failed_sign_in": "id address_digest failed_at",
    },
    Kind.HELD_FORMS: {"held_form": "nonce path fields created_at"},
    Kind.AUDIT: {
        "audit_entry": "id at actor_id actor_email action series_id subject_kind subject_id "
                       "subject_name fields before after",
    },
}
# Tables that say nothing about anybody.
IMPERSONAL = frozenset({
    "approach", "broadcast", "case_study", "case_study_practice", "feed_fetch", "heartbeat",
    "message_wording",
    "organization", "practice", "practice_group", "question", "reminder_rule", "series",
    "series_sponsor", "sponsor", "webinar", "webinar_practice", "webinar_sponsor",
})
# fmt: on


def kept_rows(settings: Config) -> list[KeptRow]:
    """Return the table in the language spoken now, with the times that *settings* ask for."""
    with_registration = gettext("With your registration.")
    with_last = gettext("With your last registration.")
    some_days, list_days = duration(CONTENT_KEPT), duration(LISTS_KEPT)
    months = months_in_words(settings.keep_registrations_months)
    rows = [
        KeptRow(
            Kind.ADDRESS,
            gettext("Your e-mail address, and when you first came"),
            gettext("To send you invitations, changes and reminders, and to know you again."),
            with_last,
        ),
        KeptRow(
            Kind.DETAILS,
            gettext("Your name, and if you give them your organization, role and state"),
            gettext("To greet you in mails, and to know for whom the webinars are."),
            with_last,
        ),
        KeptRow(
            Kind.PREFERENCES,
            gettext(
                "Your language and time zone, and whether you want reminders and announcements"
            ),
            gettext("To write to you in your language and your time."),
            with_last,
        ),
        KeptRow(
            Kind.CHOICE,
            gettext(
                "Your webinars, your seats or places on a waiting list, when they changed, and "
                "which co-sponsor’s link brought you"
            ),
            gettext("To give out seats fairly, and to send you what belongs to your webinars."),
            with_registration,
        ),
        KeptRow(
            Kind.ANSWERS,
            gettext("Your answers to the questions of a series"),
            gettext("The people who run the series asked for them."),
            with_registration,
        ),
        KeptRow(
            Kind.ACCESS,
            gettext("What you need to take part, such as captions"),
            gettext("To arrange it for you."),
            gettext("With your registration, also if you take it back."),
        ),
        KeptRow(
            Kind.AGREEMENTS,
            gettext("What you agreed to, word for word, and when"),
            gettext("To share nothing that you did not agree to."),
            gettext("With your registration, also if you take it back."),
        ),
        KeptRow(
            Kind.INVITATIONS,
            gettext("Your calendar invitations, with your address, and your answers to them"),
            gettext("So that your calendar understands later changes."),
            with_registration,
        ),
        KeptRow(
            Kind.JOINING,
            gettext("When you pressed the button to join a webinar"),
            gettext("To count who took part."),
            with_registration,
        ),
        KeptRow(
            Kind.MAILS,
            gettext("A record of each mail: its address, its subject, when it left or why not"),
            gettext(
                "To send each mail once, to see what went wrong, and to guard your mailbox "
                "against too many mails."
            ),
            gettext(
                "With your registration. If the mail is about no registration: %(days)s.",
                days=some_days,
            ),
        ),
        KeptRow(
            Kind.CONTENTS,
            gettext("The text of each mail; your private links are taken out once it is sent"),
            gettext("To send the same mail again if it gets lost, and to answer questions."),
            some_days,
        ),
        KeptRow(
            Kind.RETURNS,
            gettext(
                "That mails to your address came back or were complained about, when, and what "
                "the other mail server said"
            ),
            gettext("To stop writing to addresses that take no mail, or want none."),
            gettext(
                "%(days)s; that we must not write to you: until you register again or ask for our "
                "mails on your own page, or with your last registration.",
                days=duration(RETURNS_KEPT),
            ),
        ),
        KeptRow(
            Kind.LETTERS,
            gettext("What you write to us by mail, and what your calendar or mail server answers"),
            gettext("To read it, and to know whether you will come."),
            duration(RETURNS_KEPT),
        ),
        KeptRow(
            Kind.NEW_ADDRESS,
            gettext("A new e-mail address that you want to change to"),
            gettext("To ask there whether it is yours."),
            gettext("Until you confirm it; if you do not, %(days)s.", days=some_days),
        ),
        KeptRow(
            Kind.LINKS,
            gettext("Random numbers that are part of your private links"),
            gettext("So that your links open your own pages for you alone."),
            gettext(
                "With your last registration. Numbers of links that were taken back: %(months)s.",
                months=months,
            ),
        ),
        KeptRow(
            Kind.ERASING,
            gettext("That you asked us to erase everything"),
            gettext("To do it."),
            gettext("Until our last mail to you has left."),
        ),
        KeptRow(
            Kind.LISTS,
            gettext("A list with your details that the people who run a series brought"),
            gettext("To register you from it, and to tell them what was wrong in it."),
            gettext(
                "Until you are registered. If something was wrong in it: %(days)s.", days=list_days
            ),
        ),
        KeptRow(
            Kind.SPEAKERS,
            gettext("Speakers: their name, organization, biography and webinars"),
            gettext("Everybody may read who speaks."),
            gettext("Until the people who run the series take it out."),
        ),
        *_rows_about_accounts(),
    ]
    place = [row.kind for row in rows].index(Kind.SPEAKERS)
    return rows[:place] + _network_rows(settings) + rows[place:]


def _rows_about_accounts() -> list[KeptRow]:
    """Return what is kept about the people who run series."""
    return [
        KeptRow(
            Kind.ACCOUNTS,
            gettext(
                "Accounts of people who run series: address, name, language, time zone, roles, "
                "password and passkeys; of the password only what lets us recognize it"
            ),
            gettext("To let them in, and nobody else."),
            gettext("Until an owner of this site removes the account."),
        ),
        KeptRow(
            Kind.SIGN_INS,
            gettext("When and on what kind of device somebody signed in to an account"),
            gettext("So that people notice when somebody else uses their account."),
            gettext("%(days)s; tries that failed: one day.", days=duration(SIGN_INS_KEPT)),
        ),
        KeptRow(
            Kind.HELD_FORMS,
            gettext("What was typed into a form of ours by somebody whose sign-in had ended"),
            gettext("To show it again after signing in."),
            gettext("One day."),
        ),
        KeptRow(
            Kind.AUDIT,
            gettext(
                "Who of the people who run series did what, and when; about registrants only "
                "which details were changed, never what they were"
            ),
            gettext("To find out how a mistake came about."),
            gettext("For good: nobody can change or remove such a record."),
        ),
    ]


def _network_rows(settings: Config) -> list[KeptRow]:
    """Return what limits on forms remember; nothing where there are none."""
    if settings.client_limits is None:
        return []
    seconds = max(limit.get_expiry() for limit in parse_many(settings.client_limits))
    longest = timedelta(seconds=seconds)
    return [
        KeptRow(
            Kind.NETWORK,
            gettext("The network address that a form came from"),
            gettext("To stop floods of forms and guesses at private links."),
            gettext("In memory only, for up to %(time)s.", time=duration(longest)),
        )
    ]
