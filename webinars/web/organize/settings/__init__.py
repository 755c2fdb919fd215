"""The organization's settings, for owners."""

from flask import Blueprint

from webinars.web.organize.settings import logo, organization

bp = Blueprint("settings", __name__, url_prefix="/settings")
bp.add_url_rule("/", "show", organization.show, methods=["GET", "POST"])
bp.add_url_rule("/logo", "show_logo", logo.show_logo, methods=["GET", "POST"])
bp.add_url_rule("/logo/remove", "remove_logo", logo.remove_logo, methods=["GET", "POST"])
