"""Where the pages about how things stand hang."""

from flask import Blueprint

bp = Blueprint("dashboard", __name__)
