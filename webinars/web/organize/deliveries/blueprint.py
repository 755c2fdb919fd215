"""Where the pages of mails hang."""

from flask import Blueprint

bp = Blueprint("deliveries", __name__, url_prefix="/deliveries")
