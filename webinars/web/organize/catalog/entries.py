"""The lists of the catalog, and the pages on which an entry is written, moved and removed."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars.clock import utcnow
from webinars.domain.permissions import Permission
from webinars.errors import Conflict, Invalid, NotFound, WebinarsError
from webinars.extensions import db, transaction
from webinars.i18n import gettext
from webinars.queries.catalog import approach
from webinars.queries.catalog_editing import (
    Entry,
    entry_with_slug,
    last_own_removal,
    own_removal,
    taken_slugs,
)
from webinars.services import catalog, catalog_removals
from webinars.web.fields import one_line
from webinars.web.forms import Confirmation, shown_again
from webinars.web.organize.access import for_installation, the_user
from webinars.web.organize.catalog.blueprint import bp
from webinars.web.organize.catalog.forms import SlugForm
from webinars.web.organize.catalog.shelves import SHELVES, Shelf
from webinars.web.organize.catalog.uses import Uses, called, uses_of
from webinars.web.organize.flashing import flash_undo
from webinars.web.organize.pagination import page_of

SHELF = '<any("speakers","practice-groups","practices","organizations","case-studies"):shelf>'
PLACES = {"up": -1, "down": 1}


@bp.get("/")
@for_installation(Permission.EDIT_CATALOG)
def index() -> ResponseReturnValue:
    """Show what the catalog holds."""
    counts = {name: shelf.count() for name, shelf in SHELVES.items()}
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
    rows = kind.entries(text)
    page = page_of(rows)
    moves = {
        (row.slug, way): not text and kind.neighbour(rows, row, step) is not None
        for row in page.rows
        for way, step in PLACES.items()
    }
    return render_template(
        "organize/catalog/list.html", shelf=kind, q=text, page=page, moves=moves, called=called
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
        try:
            with transaction():
                entry = added(kind, form)
        except WebinarsError as error:
            form.refuse(error)
        else:
            flash(gettext("%(name)s was added.", name=called(entry)))
            return redirect(url_for(".edit", shelf=shelf, slug=entry.slug), 303)
    return form.page(
        "organize/catalog/entry.html", shelf=kind, entry=None, uses=Uses(), called=called
    )


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
    return form.page(
        "organize/catalog/entry.html",
        shelf=kind,
        entry=entry,
        uses=uses_of(found(kind, slug)),
        called=called,
    )


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
                undo = removed(found(kind, slug))
        except WebinarsError as error:
            form.refuse(error)
        else:
            tell_removed(name, undo)
            return redirect(url_for(".listed", shelf=shelf), 303)
    entry = found(kind, slug)
    return form.page(
        "organize/catalog/remove.html",
        shelf=kind,
        entry=entry,
        uses=uses_of(entry),
        is_final=not can_come_back(entry),
        kept=catalog_removals.why_kept(entry, actor=the_user()),
        called=called,
    )


@bp.post("/restore/<int:audit_id>")
@for_installation(Permission.EDIT_CATALOG)
def restore(audit_id: int) -> ResponseReturnValue:
    """Bring back what one has removed oneself."""
    try:
        with transaction():
            entry = restored(audit_id)
    except Conflict as error:
        flash(error.message, "error")
        return redirect(url_for(".index"), 303)
    flash(gettext("%(name)s is there again.", name=called(entry)))
    shelf = next(kind.name for kind in SHELVES.values() if isinstance(entry, kind.model))
    return redirect(url_for(".listed", shelf=shelf), 303)


@bp.post(f'/{SHELF}/<slug>/<any("up","down"):direction>')
@for_installation(Permission.EDIT_CATALOG)
def move(shelf: str, slug: str, direction: str) -> ResponseReturnValue:
    """Move an entry one place up or down."""
    kind = SHELVES[shelf]
    if not kind.is_ordered:
        raise NotFound(gettext("These are in the order of their names."))
    with transaction():
        entry: Any = found(kind, slug)
        rows, step = kind.entries(), PLACES[direction]
        is_moved = kind.neighbour(rows, entry, step) is not None
        if is_moved:
            catalog.move(rows, entry, step, now=utcnow(), actor=the_user())
    if not is_moved:
        return redirect(url_for(".listed", shelf=shelf), 303)
    opposite = "down" if direction == "up" else "up"
    flash_undo(
        gettext("%(name)s was moved.", name=called(entry)),
        "organize.catalog.move",
        shelf=shelf,
        slug=slug,
        direction=opposite,
    )
    return redirect(url_for(".listed", shelf=shelf), 303)


def added(kind: Shelf, form: SlugForm) -> Entry:
    """Add what *form* holds; raises Conflict when its short name is taken."""
    slug = kind.new_slug(form)
    if slug in taken_slugs(kind.model):
        words = gettext("Something else has this short name already.")
        raise Invalid(words, fields={"slug": words})
    entry: Entry = kind.write(None, form, slug, the_user(), utcnow())
    place_last(kind, entry)
    return entry


def removed(entry: Entry) -> int | None:
    """Remove *entry*; return the note by which that is undone, if nothing else was lost."""
    is_whole = can_come_back(entry)
    catalog_removals.remove(entry, now=utcnow(), actor=the_user())
    note = last_own_removal(the_user())
    return note.id if note is not None and is_whole else None


def can_come_back(entry: Entry) -> bool:
    """Return whether nothing of *entry* is lost by its removal: no tie and no logo."""
    return not uses_of(entry).is_used and getattr(entry, "logo_type", None) is None


def tell_removed(name: str, undo: int | None) -> None:
    """Say that an entry is gone, with a way back where there is one."""
    words = gettext("%(name)s was removed.", name=name)
    if undo is None:
        flash(words)
    else:
        flash_undo(words, "organize.catalog.restore", audit_id=undo)


def restored(audit_id: int) -> Entry:
    """Bring back what that note says was removed; raises NotFound."""
    note = own_removal(audit_id, the_user())
    if note is None:
        raise NotFound(gettext("There is nothing to bring back."))
    return catalog_removals.restore(note, now=utcnow(), actor=the_user())


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
