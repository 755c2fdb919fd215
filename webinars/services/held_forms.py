"""Forms that wait for their sender to sign in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from webinars.extensions import db
from webinars.models import HeldForm


def hold(nonce: str, *, path: str, fields: Mapping[str, Any], now: datetime) -> None:
    """Keep what was sent to *path*; only the browser that sent it knows *nonce*."""
    db.session.add(HeldForm(nonce=nonce, path=path, fields=dict(fields), created_at=now))
    db.session.flush()
