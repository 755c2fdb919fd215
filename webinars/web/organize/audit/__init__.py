"""The audit: who did what, when; read only."""

from flask import Blueprint

from webinars.web.organize.audit import export, pages

bp = Blueprint("audit", __name__, url_prefix="/audit")
bp.add_url_rule("/", "index", pages.index)
bp.add_url_rule("/audit.csv", "download", export.download)
bp.add_url_rule("/<series>/", "of_series", pages.of_series)
bp.add_url_rule("/<series>/audit.csv", "download_of_series", export.download_of_series)
