"""The forms of the catalog."""

from wtforms import SelectField, StringField
from wtforms.validators import Optional, StopValidation

from webinars.domain.colours import PIECE_RATIO, Colour, parse, written_ratio
from webinars.domain.palette import Colours
from webinars.domain.slugs import is_slug
from webinars.domain.web_addresses import is_web_address
from webinars.i18n import gettext, lazy_gettext
from webinars.web.fields import NOT_OFFERED, MultiCheckboxField, Required, one_line, text_field
from webinars.web.organize.editing import EditForm
from webinars.web.organize.texts_fields import TextsField


class Slug:
    """Refuses what cannot stand in an address."""

    def __call__(self, _form: object, field: StringField) -> None:
        """Stop unless it is empty, then one is made from the name, or a slug."""
        if field.data and not is_slug(field.data):
            raise StopValidation(
                gettext("Use at most 80 small letters a to z, digits and hyphens.")
            )


class WebAddress:
    """Refuses what is no address of a web page."""

    def __call__(self, _form: object, field: StringField) -> None:
        """Stop unless it is empty or begins with http:// or https://."""
        if field.data and not is_web_address(field.data):
            raise StopValidation(gettext("Give an address that begins with https://."))


class WrittenColour:
    """Refuses what is no colour, and a button that is lost on the head of a page."""

    def __call__(self, form: "SponsorForm", field: StringField) -> None:
        """Stop unless both colours are given, or none, and one is seen on the other."""
        other = form.accent_colour if field is form.brand_colour else form.brand_colour
        if not field.data:
            if other.data:
                raise StopValidation(gettext("Give both colours, or none."))
            return
        colour = _colour(field.data)
        if colour is None:
            raise StopValidation(gettext("Write a colour as # and six digits, such as #0b5d3b."))
        brand = _colour(form.brand_colour.data or "")
        if field is form.accent_colour and brand is not None:
            chosen = Colours(brand, colour)
            if not chosen.are_seen:
                raise StopValidation(_lost(chosen))


class SlugForm(EditForm):
    """A form of something with an address, which is chosen once."""

    slug = StringField(
        lazy_gettext("Short name in its address"), validators=[Slug()], filters=[one_line]
    )


class SpeakerForm(SlugForm):
    """A person who speaks in webinars."""

    name = text_field(lazy_gettext("Name"), required=lazy_gettext("Enter the name of the speaker."))
    organization = TextsField(lazy_gettext("Organization"))
    biography = TextsField(lazy_gettext("About the speaker"), markdown=True)


class PracticeGroupForm(SlugForm):
    """Practices that belong together."""

    name = TextsField(lazy_gettext("Name"), required=lazy_gettext("Enter the name of the group."))
    description = TextsField(lazy_gettext("What these practices share"), markdown=True)


class PracticeForm(SlugForm):
    """A strategic practice, and what is tied to it."""

    name = TextsField(
        lazy_gettext("Name"), required=lazy_gettext("Enter the name of the practice.")
    )
    group = SelectField(
        lazy_gettext("Group"),
        validators=[Required(lazy_gettext("Choose the group it belongs to."))],
        invalid_choice_message=NOT_OFFERED,
    )
    description = TextsField(lazy_gettext("What a department does"), markdown=True)
    webinars = MultiCheckboxField(lazy_gettext("Webinars built around it"))
    case_studies = MultiCheckboxField(lazy_gettext("Case studies that show it"))


class SponsorForm(SlugForm):
    """An organization that organizes or co-sponsors series."""

    name = TextsField(
        lazy_gettext("Name"), required=lazy_gettext("Enter the name of the organization.")
    )
    acronym = text_field(lazy_gettext("Acronym"))
    website = StringField(
        lazy_gettext("Website"), validators=[Optional(), WebAddress()], filters=[one_line]
    )
    supports = TextsField(lazy_gettext("What it supports"), markdown=True)
    brand_colour = StringField(
        lazy_gettext("Colour of the head of its pages"),
        validators=[WrittenColour()],
        filters=[one_line],
    )
    accent_colour = StringField(
        lazy_gettext("Colour of what is to be pressed"),
        validators=[WrittenColour()],
        filters=[one_line],
    )


class CaseStudyForm(SlugForm):
    """What one department did."""

    title = TextsField(lazy_gettext("Title"), required=lazy_gettext("Enter a title."))
    department = TextsField(lazy_gettext("Department"))
    place = TextsField(lazy_gettext("Place"))
    story = TextsField(lazy_gettext("What happened"), markdown=True)
    practices = MultiCheckboxField(lazy_gettext("Practices it shows"))
    practices_note = TextsField(lazy_gettext("Where the ties to practices come from"))


class ApproachForm(EditForm):
    """What underlies the work."""

    title = TextsField(lazy_gettext("Title"), required=lazy_gettext("Enter a title."))
    body = TextsField(lazy_gettext("Text"), required=lazy_gettext("Write the text."), markdown=True)


def _colour(text: str) -> Colour | None:
    try:
        return parse(text)
    except ValueError:
        return None


def _lost(chosen: Colours) -> str:
    return gettext(
        "%(accent)s has a contrast of %(ratio)s on %(brand)s; a button needs %(needed)s to be "
        "seen on a page's head. The nearest shade that has it is %(nearest)s.",
        accent=str(chosen.accent),
        ratio=written_ratio(chosen.contrast),
        brand=str(chosen.brand),
        needed=f"{PIECE_RATIO:g}:1",
        nearest=str(chosen.nearest_accent),
    )
