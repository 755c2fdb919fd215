"""Pages."""

from flask import Blueprint, Flask

from webinars.web import (
    atom,
    brand,
    dev_inbox,
    errors,
    feeds,
    filters,
    forms,
    health,
    languages,
    me,
    organize,
    referrals,
    robots,
    security,
    sharing,
    sitemap,
    static,
)
from webinars.web.me import confirm_address, join, private_link, seat_answer, unsubscribe
from webinars.web.public import (
    accessibility,
    approach,
    case_studies,
    embed,
    home,
    kept,
    kit,
    own_logo,
    posters,
    practices,
    previews,
    privacy,
    registration,
    series,
    sponsors,
    webinar,
)
from webinars.web.sharing import pictures

BLUEPRINTS: tuple[Blueprint, ...] = (
    home.bp,
    series.bp,
    webinar.bp,
    practices.bp,
    case_studies.bp,
    sponsors.bp,
    approach.bp,
    privacy.bp,
    accessibility.bp,
    registration.bp,
    posters.bp,
    embed.bp,
    kit.bp,
    own_logo.bp,
    private_link.bp,
    me.bp,
    join.bp,
    unsubscribe.bp,
    seat_answer.bp,
    confirm_address.bp,
    feeds.bp,
    atom.bp,
    pictures.bp,
    sitemap.bp,
    robots.bp,
    health.bp,
    dev_inbox.bp,
)


def init_app(app: Flask) -> None:
    """Add all pages to *app*, with their headers and error pages."""
    filters.init_app(app)
    brand.init_app(app)
    static.init_app(app)
    sharing.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    organize.init_app(app)
    feeds.init_app(app)
    kept.init_app(app)
    previews.init_app(app)
    languages.init_app(app)
    referrals.init_app(app)
    security.init_app(app)
    errors.init_app(app)
    forms.init_app(app)
