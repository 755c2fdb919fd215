"""Style, script and pictures: under names that change with their content, for ever cacheable."""

import mimetypes
import shutil
import tempfile
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, current_app
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

SOURCE = Path(__file__).parent.parent / "static"
FOLDER = "webinars.static"
EVERY_NAME_IS_FINGERPRINTED = r"."


def init_app(app: Flask) -> None:
    """Serve our static files below ``/static/``, and let templates ask for their addresses."""
    names = {path.name: fingerprinted(path) for path in sorted(SOURCE.iterdir())}
    folder = Path(app.instance_path) / "static"
    for name, published in names.items():
        publish(SOURCE / name, folder / published)
    app.extensions[FOLDER] = names
    app.jinja_env.globals.update(asset=asset, inlined=inlined)
    served = WhiteNoise(
        app.wsgi_app,
        allow_all_origins=False,
        immutable_file_test=EVERY_NAME_IS_FINGERPRINTED,
        add_headers_function=add_headers,
    )
    for published in names.values():
        served.add_file_to_dictionary(f"/static/{published}", str(folder / published))
    app.wsgi_app = served  # type: ignore[method-assign]


def asset(name: str) -> str:
    """Return the address of the static file *name*; raises KeyError when there is none."""
    return f"/static/{current_app.extensions[FOLDER][name]}"


@cache
def inlined(name: str) -> str:
    """Return the static file *name* as a data: address, which spares pages a request."""
    media_type, _ = mimetypes.guess_type(name)
    return f"data:{media_type};base64,{b64encode((SOURCE / name).read_bytes()).decode('ascii')}"


def fingerprinted(path: Path) -> str:
    """Return the file's public name: ``site.3b5d5c37.css``."""
    return f"{path.stem}.{sha256(path.read_bytes()).hexdigest()[:8]}{path.suffix}"


def publish(source: Path, target: Path) -> None:
    """Put *source* at *target*, compressed copies beside it, unless that is done.

    Several processes may start at once: each file appears whole, the plain one last.
    """
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as workshop:
        copy = Path(workshop, target.name)
        shutil.copyfile(source, copy)
        compressed = [Path(made) for made in Compressor(quiet=True).compress(str(copy))]
        for made in [*compressed, copy]:
            made.replace(target.parent / made.name)


def add_headers(headers: dict[str, str], path: str, url: str) -> None:
    """Say that the media type is meant."""
    headers["X-Content-Type-Options"] = "nosniff"
