"""The lists of the catalog, and the pages on which an entry is written, moved and removed."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.errors import NotFound, WebinarsError
from webinars.extensions import db, transaction
from webinars.i18n import gettext
from webinars.queries.catalog import approach
from webinars.queries.catalog_editing import Entry, entry_with_slug, taken_slugs
from webinars.services import catalog
from webinars.web.fields import one_line
from webinars.web.forms import Confirmation, shown_again
from webinars.web.organize.access import for_installation, the_user
from webinars.web.organize.catalog.blueprint import bp
from webinars.web.organize.catalog.shelves import SHELVES, Shelf, called
from webinars.web.organize.flashing import flash_undo
from webinars.web.organize.pagination import page_of

SHELF = '<any("speakers","practice-groups","practices","organizations","case-studies"):shelf>'
PLACES = {"up": -1, "down": 1}


@bp.get("/")
@for_installation(Permission.EDIT_CATALOG)
def index() -> ResponseReturnValue:
    """Show what the catalog holds."""
    counts = {name: len(shelf.entries()) for name, shelf in SHELVES.items()}
    return render_template(
        "organize/catalog/index.html",
        shelves=SHELVES.values(),
        counts=counts,
        approach=approach(),
    )


@bp.get(f"/{SHELF}/")
@for_installation(Permission.EDIT_CATALOG)
def listed(shelf: str) -> ResponseReturnValue:
    """Show the entries of one kind."""
    kind, text = SHELVES[shelf], one_line(request.args.get("q", ""))[:200]
    return render_template(
        "organize/catalog/list.html",
        shelf=kind,
        q=text,
        page=page_of(kind.entries(text)),
        called=called,
    )


@bp.route(f"/{SHELF}/new", methods=["GET", "POST"])
@shown_again
@for_installation(Permission.EDIT_CATALOG)
def create(shelf: str) -> ResponseReturnValue:
    """Add an entry."""
    kind = SHELVES[shelf]
    form = kind.form()
    kind.offer(form)
    if form.accepted():
        slug = kind.new_slug(form)
        if slug in taken_slugs(kind.model):
            form.slug.errors = (gettext("Something else has this short name already."),)
            form.status = 422
        else:
            with transaction():
                entry = kind.write(None, form, slug, the_user(), utcnow())
                place_last(kind, entry)
            flash(gettext("%(name)s was added.", name=called(entry)))
            return redirect(url_for(".listed", shelf=shelf), 303)
    return form.page("organize/catalog/entry.html", shelf=kind, entry=None, called=called)


@bp.route(f"/{SHELF}/<slug>/", methods=["GET", "POST"])
@shown_again
@for_installation(Permission.EDIT_CATALOG)
def edit(shelf: str, slug: str) -> ResponseReturnValue:
    """Change an entry."""
    kind = SHELVES[shelf]
    entry = found(kind, slug)
    form = kind.form(data=kind.values(entry))
    kind.offer(form)
    form.remember()
    if form.accepted():
        try:
            with transaction():
                entry = found(kind, slug)
                form.refuse_overwriting(kind.values(entry))
                kind.write(entry, form, slug, the_user(), utcnow())
        except WebinarsError as error:
            form.refuse(error)
        else:
            flash(gettext("%(name)s was saved.", name=called(entry)))
            return redirect(url_for(".edit", shelf=shelf, slug=slug), 303)
    return form.page("organize/catalog/entry.html", shelf=kind, entry=entry, called=called)


@bp.route(f"/{SHELF}/<slug>/remove", methods=["GET", "POST"])
@shown_again
@for_installation(Permission.EDIT_CATALOG)
def remove(shelf: str, slug: str) -> ResponseReturnValue:
    """Take an entry out of the catalog, once it was told what will miss it."""
    kind = SHELVES[shelf]
    entry = found(kind, slug)
    form, name = Confirmation(), called(entry)
    if form.accepted():
        try:
            with transaction():
                catalog.remove(found(kind, slug), now=utcnow(), actor=the_user())
        except WebinarsError as error:
            form.refuse(error)
        else:
            flash(gettext("%(name)s was removed.", name=name))
            return redirect(url_for(".listed", shelf=shelf), 303)
    return form.page("organize/catalog/remove.html", shelf=kind, entry=entry, called=called)


@bp.post(f'/{SHELF}/<slug>/<any("up","down"):direction>')
@for_installation(Permission.EDIT_CATALOG)
def move(shelf: str, slug: str, direction: str) -> ResponseReturnValue:
    """Move an entry one place up or down."""
    kind = SHELVES[shelf]
    if not kind.is_ordered:
        raise NotFound(gettext("These are in the order of their names."))
    with transaction():
        entry: Any = found(kind, slug)
        catalog.move(kind.entries(), entry, PLACES[direction], now=utcnow(), actor=the_user())
    opposite = "down" if direction == "up" else "up"
    flash_undo(
        gettext("%(name)s was moved.", name=called(entry)),
        "organize.catalog.move",
        shelf=shelf,
        slug=slug,
        direction=opposite,
    )
    return redirect(url_for(".listed", shelf=shelf), 303)


def found(kind: Shelf, slug: str) -> Entry:
    """Return the entry; raises NotFound."""
    entry: Entry | None = entry_with_slug(kind.model, slug)
    if entry is None:
        raise NotFound(gettext("There is no such entry in the catalog."))
    return entry


def place_last(kind: Shelf, entry: Any) -> None:
    """Give a new entry the place behind all others."""
    if kind.is_ordered:
        db.session.flush()
        rows = [row for row in kind.entries() if row is not entry]
        catalog.reorder([*rows, entry], [row.slug for row in [*rows, entry]])
