"""What is offered again on the next form in this browser, until it is closed.

Never who somebody is: the next person at a shared computer would read it. For name and
address the browser has its own memory, which its owner has chosen.
"""

import flask

from webinars.i18n import languages
from webinars.web import zones

REMEMBERED = "remembered"


def remember(*, time_zone: str, language: str, state: str) -> None:
    """Keep these for the next form, in the visitor's own signed cookie."""
    kept = {"time_zone": time_zone, "language": language, "state": state}
    flask.session[REMEMBERED] = kept


def remembered() -> dict[str, str]:
    """Return what was kept, as far as it can still be chosen."""
    kept = dict(flask.session.get(REMEMBERED, {}))
    if kept.get("time_zone") not in zones.known():
        kept.pop("time_zone", None)
    if kept.get("language") not in languages():
        kept.pop("language", None)
    return kept
