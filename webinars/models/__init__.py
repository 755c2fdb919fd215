"""What we store: every model, under one roof."""

from webinars.models.access_request import AccessKind, AccessRequest, AccessRequestStatus
from webinars.models.approach import Approach
from webinars.models.audit import Action, AuditEntry
from webinars.models.broadcast import Broadcast, BroadcastState
from webinars.models.case_study import CaseStudy
from webinars.models.consent import Consent, ConsentStatus
from webinars.models.delivery import (
    CalendarMethod,
    Delivery,
    DeliveryState,
    MessageKind,
    Priority,
)
from webinars.models.feed_fetch import FeedFamily, FeedFetch, FeedKind
from webinars.models.heartbeat import Heartbeat
from webinars.models.inbound_mail import InboundKind, InboundMail, InboundState
from webinars.models.join_click import JoinClick
from webinars.models.message_wording import MessageWording, WordedMail
from webinars.models.organization import Organization
from webinars.models.practice import Practice, PracticeGroup
from webinars.models.question import Answer, Question, QuestionKind
from webinars.models.registrant import Registrant
from webinars.models.registrant_import import ImportPart, ImportState, RegistrantImport
from webinars.models.registration import (
    Enrollment,
    EnrollmentStatus,
    Invitation,
    PartStat,
    Registration,
)
from webinars.models.reminder import ReminderRule, RuleAnchor, RuleAudience
from webinars.models.revoked_token import RevokedToken
from webinars.models.series import Choice, Series, SeriesStatus
from webinars.models.sign_in import FailedSignIn, HeldForm, SignIn, SignInMethod
from webinars.models.speaker import Appearance, Speaker
from webinars.models.sponsor import Sponsor
from webinars.models.suppression import (
    ReturnCount,
    Suppression,
    SuppressionReason,
    SuppressionScope,
)
from webinars.models.user import MemberRole, Membership, Passkey, User
from webinars.models.webinar import Webinar, WebinarStatus

__all__ = [
    "AccessKind",
    "AccessRequest",
    "AccessRequestStatus",
    "Action",
    "Answer",
    "Appearance",
    "Approach",
    "AuditEntry",
    "Broadcast",
    "BroadcastState",
    "CalendarMethod",
    "CaseStudy",
    "Choice",
    "Consent",
    "ConsentStatus",
    "Delivery",
    "DeliveryState",
    "Enrollment",
    "EnrollmentStatus",
    "FailedSignIn",
    "FeedFamily",
    "FeedFetch",
    "FeedKind",
    "Heartbeat",
    "HeldForm",
    "ImportPart",
    "ImportState",
    "InboundKind",
    "InboundMail",
    "InboundState",
    "Invitation",
    "JoinClick",
    "MemberRole",
    "Membership",
    "MessageKind",
    "MessageWording",
    "Organization",
    "PartStat",
    "Passkey",
    "Practice",
    "PracticeGroup",
    "Priority",
    "Question",
    "QuestionKind",
    "Registrant",
    "RegistrantImport",
    "Registration",
    "ReminderRule",
    "ReturnCount",
    "RevokedToken",
    "RuleAnchor",
    "RuleAudience",
    "Series",
    "SeriesStatus",
    "SignIn",
    "SignInMethod",
    "Speaker",
    "Sponsor",
    "Suppression",
    "SuppressionReason",
    "SuppressionScope",
    "User",
    "Webinar",
    "WebinarStatus",
    "WordedMail",
]
