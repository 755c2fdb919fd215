"""Where the pages of mails that came in hang."""

from flask import Blueprint

bp = Blueprint("inbound", __name__, url_prefix="/inbound")
