"""Writes a series as the file that would load it again."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import yaml

from webinars.domain import scheduling
from webinars.errors import NotFound
from webinars.i18n import gettext
from webinars.models import (
    CaseStudy,
    Practice,
    PracticeGroup,
    Question,
    Series,
    Speaker,
    Sponsor,
    Webinar,
)
from webinars.queries.bundles import (
    all_case_studies,
    all_practice_groups,
    all_practices,
    all_speakers,
    all_sponsors,
    series_with_slug,
    the_approach,
)
from webinars.services.bundles.logos import Logo
from webinars.services.bundles.times import reminder_text
from webinars.texts import Texts

WIDTH = 100
MINUTE = timedelta(minutes=1)
Plain = dict[str, Any]


class _Short(list[Any]):
    """A list that fits on one line."""


class _Long(str):
    """A text that reads best as a block of its own lines."""

    __slots__ = ()


def export(slug: str) -> str:
    """Return the file of the series, with all that the installation has; raises NotFound."""
    series = series_with_slug(slug)
    if series is None:
        raise NotFound(gettext("There is no series %(slug)s.", slug=repr(slug)))
    language = series.language
    approach = the_approach()
    sections = {
        "series": _series(series),
        "webinars": [_webinar(webinar) for webinar in series.webinars],
        "speakers": [_speaker(speaker, language) for speaker in all_speakers()],
        "practice_groups": [_practice_group(group, language) for group in all_practice_groups()],
        "practices": [_practice(practice, language) for practice in all_practices()],
        "sponsors": [_sponsor(sponsor, language) for sponsor in all_sponsors()],
        "case_studies": [_case_study(story, language) for story in all_case_studies()],
    }
    if approach is not None:
        sections["approach"] = {
            "title": _texts(approach.title, language),
            "body": _prose(approach.body, language),
        }
    return "\n".join(_yaml({name: section}) for name, section in sections.items())


def _series(series: Series) -> Plain:
    language = series.language
    return {
        "slug": series.slug,
        "title": _texts(series.title, language),
        "description": _prose(series.description, language),
        "language": language,
        "time_zone": series.time_zone,
        "registration_opens_at": _wall(series.registration_opens_at, series.time_zone),
        "registration_closes_at": _wall(series.registration_closes_at, series.time_zone),
        "choice": str(series.choice),
        "status": str(series.status),
        "demonstration": series.is_demonstration,
        "access_days": series.access_days,
        "embed_on": _Short(series.embed_on),
        "organizer": series.organizer.slug if series.organizer else None,
        "co_sponsors": _slugs(series.co_sponsors),
        "reminders": _Short(reminder_text(rule.before) for rule in series.reminders),
        "questions": [_question(question, language) for question in series.questions],
    }


def _question(question: Question, language: str) -> Plain:
    plain: Plain = {
        "id": question.slug,
        "label": _texts(question.label, language),
        "kind": str(question.kind),
    }
    if question.options:
        plain["options"] = [_texts(option, language) for option in question.choices]
    return plain | {"required": question.is_required}


def _webinar(webinar: Webinar) -> Plain:
    language = webinar.series.language
    return {
        "slug": webinar.slug,
        "title": _texts(webinar.title, language),
        "description": _prose(webinar.description, language),
        "starts": _wall(webinar.starts_at, webinar.zone),
        "minutes": _minutes(webinar),
        "time_zone": webinar.time_zone,
        "capacity": webinar.capacity,
        "join_url": webinar.join_url,
        "recording": webinar.recording_url,
        "status": str(webinar.status),
        "practices": _slugs(webinar.practices),
        "co_sponsors": _slugs(webinar.co_sponsors),
        "speakers": [
            {"speaker": part.speaker.slug, "role": _texts(part.role, language)}
            for part in webinar.appearances
        ],
        "offers": {
            "captions": webinar.offers_captions,
            "sign_language": webinar.offers_sign_language,
            "interpretation": _Short(webinar.interpretation),
            "recording": webinar.is_recorded,
        },
    }


def _speaker(speaker: Speaker, language: str) -> Plain:
    return {
        "slug": speaker.slug,
        "name": speaker.name,
        "organization": _texts(speaker.organization, language),
        "biography": _prose(speaker.biography, language),
    }


def _practice_group(group: PracticeGroup, language: str) -> Plain:
    return {
        "slug": group.slug,
        "name": _texts(group.name, language),
        "description": _prose(group.description, language),
    }


def _practice(practice: Practice, language: str) -> Plain:
    return {
        "slug": practice.slug,
        "name": _texts(practice.name, language),
        "group": practice.group.slug,
        "description": _prose(practice.description, language),
    }


def _sponsor(sponsor: Sponsor, language: str) -> Plain:
    logo = Logo.of(sponsor)
    return {
        "slug": sponsor.slug,
        "acronym": sponsor.acronym,
        "name": _texts(sponsor.name, language),
        "website": sponsor.website,
        "logo": logo.data_uri() if logo else None,
        "colours": _colours(sponsor),
        "supports": _prose(sponsor.supports, language),
    }


def _colours(sponsor: Sponsor) -> Plain | None:
    if sponsor.brand_colour is None:
        return None
    return {"brand": sponsor.brand_colour, "accent": sponsor.accent_colour}


def _case_study(case_study: CaseStudy, language: str) -> Plain:
    return {
        "slug": case_study.slug,
        "title": _texts(case_study.title, language),
        "department": _texts(case_study.department, language),
        "place": _texts(case_study.place, language),
        "story": _prose(case_study.story, language),
        "practices": _slugs(case_study.practices),
        "practices_note": _texts(case_study.practices_note, language),
    }


def _slugs(rows: Iterable[Practice | Sponsor]) -> _Short:
    return _Short(row.slug for row in rows)


def _wall(at: datetime | None, zone: str) -> str | None:
    return scheduling.wall_text(at, zone) if at else None


def _minutes(webinar: Webinar) -> int | None:
    if webinar.starts_at is None or webinar.ends_at is None:
        return None
    return (webinar.ends_at - webinar.starts_at) // MINUTE


def _texts(texts: Texts, language: str) -> Plain | str | None:
    """Return one text as it is when it is in the series' own *language*, else all by language."""
    if not texts:
        return None
    return texts[language] if list(texts) == [language] else dict(texts)


def _prose(texts: Texts, language: str) -> Plain | str | None:
    return _texts(Texts({code: _Long(text) for code, text in texts.items()}), language)


class _Dumper(yaml.SafeDumper):
    """Writes lists indented, and long texts as blocks."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _represent_short(dumper: yaml.SafeDumper, values: _Short) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=True)


def _represent_long(dumper: yaml.SafeDumper, text: _Long) -> yaml.Node:
    is_block = "\n" in text or len(text) > WIDTH // 2
    return dumper.represent_scalar(
        "tag:yaml.org,2002:str", str(text), style="|" if is_block else None
    )


_Dumper.add_representer(_Short, _represent_short)
_Dumper.add_representer(_Long, _represent_long)


def _yaml(section: Plain) -> str:
    text: str = yaml.dump(section, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH)
    return text
