"""Flask-Security sends nothing by itself: every mail leaves by our outbox."""

from typing import Any, NoReturn

from flask_security import MailUtil


class NoMails(MailUtil):
    """Keeps its rules about addresses, and refuses to send."""

    def send_mail(self, template: str, *_: Any, **__: Any) -> NoReturn:
        """Fail: our services queue what is to be told; see ``services.account_mails``."""
        raise RuntimeError(f"{template} would bypass the outbox")
