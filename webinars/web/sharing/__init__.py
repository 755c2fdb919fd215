"""What other programs show of our pages: previews, pictures, and facts for search engines."""

from flask import Flask

from webinars.web.sharing import pictures, previews, structured


def init_app(app: Flask) -> None:
    """Let *app*'s templates say what they are about to others than their readers."""
    pictures.init_app(app)
    app.jinja_env.filters["brief"] = previews.brief
    app.jinja_env.globals.update(
        breadcrumb_list=structured.breadcrumb_list,
        canonical_address=previews.canonical_address,
        preview=previews.preview,
        series_event=structured.series_event,
        webinar_event=structured.webinar_event,
    )
