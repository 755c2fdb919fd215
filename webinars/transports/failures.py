"""Why a mail could not be handed over."""


class DeliveryFailure(Exception):
    """Why, in words for the operator; *code* is the server's answer if there was one."""

    def __init__(self, reason: str, *, code: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code


class TemporaryFailure(DeliveryFailure):
    """This mail is worth another try."""


class TooMany(TemporaryFailure):
    """The recipient's domain wants fewer mails for now; this says little about this one."""


class ServerAway(TemporaryFailure):
    """The server could not be reached or entered; this says nothing about the mail."""


class PermanentFailure(DeliveryFailure):
    """The server will never take this mail."""
