"""Where the pages of the catalog stand."""

from flask import Blueprint

bp = Blueprint("catalog", __name__, url_prefix="/catalog")
