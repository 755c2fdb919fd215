"""What every application of the tests would make anew, made once.

Those are templates, static files, the rules for addresses and compiled statements.
"""

import shutil
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine
from sqlalchemy.orm import Mapper
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

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


class KeptStatements(LRUCache[tuple[Any, ...], Any]):
    """Compiled statements, by the kind of the database and not by its engine.

    Each test has an engine of its own; their dialects differ in nothing.
    """

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        """What the statement was compiled to for a database of this kind."""
        return super().get(_of_kind(key), default)

    def __setitem__(self, key: tuple[Any, ...], value: Any) -> None:
        super().__setitem__(_of_kind(key), value)


def _of_kind(key: tuple[Any, ...]) -> tuple[Any, ...]:
    dialect, *statement = key
    return (dialect.name, *statement)


TEMPLATES = KeptTemplates()
STATEMENTS = KeptStatements(3000)
# What `werkzeug.routing.Rule.compile` sets: the first two are methods.
BUILDERS = ("_build", "_build_unknown")
PARSED = ("_parts", "_trace", "_converters", "arguments")


def keep_templates(app: Flask) -> None:
    """Let *app* use the templates that others have compiled."""
    app.jinja_env.bytecode_cache = TEMPLATES


def keep_statements(engine: Engine) -> None:
    """Let *engine* use the statements that others have compiled."""
    engine.update_execution_options(compiled_cache=STATEMENTS)
    # For what a flush writes there is one for each model.
    Mapper._compiled_cache = STATEMENTS  # type: ignore[assignment]


def published(folder: Path) -> Path:
    """Put the static files, compressed as they are served, into *folder*; return it."""
    for path in sorted(static.SOURCE.iterdir()):
        static.publish(path, folder / static.fingerprinted(path))
    return folder


def hand_out(files: Path, instance: Path) -> None:
    """Give an instance folder the static files that were published already."""
    # By name: nobody writes into a file that is served, and copies would be most of the work.
    shutil.copytree(files, instance / "static", dirs_exist_ok=True, copy_function=_link)


def _link(source: str, target: str) -> None:
    """Let *target* be another name of the file."""
    Path(target).unlink(missing_ok=True)
    Path(target).hardlink_to(source)


def keep_rules() -> None:
    """Let all applications share what was compiled of equal rules for addresses.

    That is most of the work of making an application. Nothing compiled knows the rule or the
    application: Werkzeug hands the rule to it.
    """
    compile_anew = Rule.compile
    compiled: dict[object, dict[str, Any]] = {}

    def compile_once(rule: Rule) -> None:
        where = (rule.rule, rule.subdomain, rule.host, rule.websocket)
        how = (rule.is_leaf, rule.strict_slashes, rule.merge_slashes)
        key = (where, how, tuple(sorted((rule.defaults or {}).items())))
        if key in compiled:
            vars(rule).update(compiled[key])
            for name in BUILDERS:
                setattr(rule, name, compiled[key][name].__func__.__get__(rule, None))
            return
        compile_anew(rule)
        compiled[key] = {name: vars(rule)[name] for name in (*BUILDERS, *PARSED)}

    Rule.compile = compile_once  # type: ignore[method-assign, assignment]
