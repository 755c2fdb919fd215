"""Who stands behind a series, and may share it under their own name."""

from webinars.models import Series, Sponsor


def supporters(series: Series) -> list[Sponsor]:
    """Return the organizer, then the co-sponsors of the series and of its webinars, each once."""
    organizer = [series.organizer] if series.organizer else []
    tied = [sponsor for webinar in series.webinars for sponsor in webinar.co_sponsors]
    return list(dict.fromkeys([*organizer, *series.co_sponsors, *tied]))


def supporter(series: Series, slug: str) -> Sponsor | None:
    """Return the one of the series' supporters that is called *slug*, if one is."""
    return next((sponsor for sponsor in supporters(series) if sponsor.slug == slug), None)
