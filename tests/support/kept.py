"""What every application of the tests would make anew, made once: templates and static files."""

import shutil
from pathlib import Path

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache

from webinars.web import static


class KeptTemplates(BytecodeCache):
    """Compiled templates, in memory; Jinja itself sees to it that they fit the source."""

    def __init__(self) -> None:
        self.compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket with what was compiled before."""
        if bucket.key in self.compiled:
            bucket.bytecode_from_string(self.compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what has just been compiled."""
        self.compiled[bucket.key] = bucket.bytecode_to_string()


TEMPLATES = KeptTemplates()


def keep_templates(app: Flask) -> None:
    """Let *app* use the templates that others have compiled."""
    app.jinja_env.bytecode_cache = TEMPLATES


def published(folder: Path) -> Path:
    """Put the static files, compressed as they are served, into *folder*; return it."""
    for path in sorted(static.SOURCE.iterdir()):
        static.publish(path, folder / static.fingerprinted(path))
    return folder


def hand_out(files: Path, instance: Path) -> None:
    """Give an instance folder the static files that were published already."""
    shutil.copytree(files, instance / "static", dirs_exist_ok=True)
