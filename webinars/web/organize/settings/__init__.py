"""The organization's settings, for owners."""

from flask import Blueprint

from webinars.web.organize.settings import organization

bp = Blueprint("settings", __name__, url_prefix="/settings")
bp.add_url_rule("/", "show", organization.show, methods=["GET", "POST"])
