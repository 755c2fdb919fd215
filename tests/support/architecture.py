"""The rules of ARCHITECTURE.md as functions: each returns the faults it finds, a line for each."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

# A file may import what stands in an earlier line, never what stands in a later one.
# Those of one line stand side by side; inside a package of its own each may import freely.
LAYERS = (
    ("texts",),
    ("database", "clock", "errors"),
    ("models",),
    ("domain",),
    ("config",),
    ("extensions",),
    ("settings",),
    ("links",),
    ("i18n",),
    ("rendering", "event_texts", "spreadsheets", "incoming"),
    ("queries",),
    ("services", "transports"),
    ("web", "api", "cli"),
    ("app",),
)
RANKS = {name: rank for rank, names in enumerate(LAYERS) for name in names}
# Pages and machines are what Flask is for; these stand further in and know nothing of it.
WITHOUT_FLASK = {
    "texts", "database", "clock", "errors", "models", "domain", "queries", "services"
}  # fmt: skip
MAY_IMPORT_FLASK = {("webinars.models.user", "flask_security")}
MOST_LINES = 400


@dataclass(frozen=True)
class Import:
    """One imported module, and where that stands in its file."""

    target: str
    line: int
    in_function: bool
    for_types: bool


@dataclass(frozen=True)
class Module:
    """A Python file, by the name it is imported by."""

    name: str
    path: Path
    siblings: frozenset[str]

    @cached_property
    def tree(self) -> ast.Module:
        """The file, parsed."""
        return ast.parse(self.path.read_text())

    @property
    def layer(self) -> str:
        """The part of the package that the module belongs to."""
        return layer_of(self.name)

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        """Every import of the file."""
        return tuple(self.found(self.tree, in_function=False, for_types=False))

    def found(self, node: ast.AST, *, in_function: bool, for_types: bool) -> Iterator[Import]:
        """The imports below *node*."""
        for target in self.targets(node):
            yield Import(target, getattr(node, "lineno", 0), in_function, for_types)
        in_function = in_function or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for_types = for_types or (isinstance(node, ast.If) and "TYPE_CHECKING" in names(node.test))
        for child in ast.iter_child_nodes(node):
            yield from self.found(child, in_function=in_function, for_types=for_types)

    def targets(self, node: ast.AST) -> Iterator[str]:
        """The modules that one statement imports; a package's name may be one of its modules."""
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = self.absolute(node)
            for alias in node.names:
                full = f"{source}.{alias.name}"
                yield full if full in self.siblings else source

    def absolute(self, node: ast.ImportFrom) -> str:
        """The module that `from … import` names, dots resolved."""
        if not node.level:
            return node.module or ""
        is_package = self.path.name == "__init__.py"
        parents = self.name.split(".")[: 1 - node.level or None] if is_package else (
            self.name.split(".")[: -node.level]
        )  # fmt: skip
        return ".".join([*parents, node.module or ""]).rstrip(".")


def names(node: ast.AST) -> set[str]:
    """Every name and attribute in an expression."""
    found = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    return found | {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}


def layer_of(module: str) -> str:
    """`webinars.models.series` is of `models`; `config` stands beside the package."""
    parts = module.split(".")
    return parts[1] if parts[0] == "webinars" and len(parts) > 1 else parts[0]


def modules(root: Path) -> list[Module]:
    """Every module of the package `webinars` below *root*."""
    paths = sorted((root / "webinars").rglob("*.py"))
    by_name = {module_name(path.relative_to(root)): path for path in paths}
    return [Module(name, path, frozenset(by_name)) for name, path in by_name.items()]


def module_name(path: Path) -> str:
    """The name that a file is imported by."""
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def outward_imports(root: Path) -> list[str]:
    """Imports of what stands further out, or side by side."""
    return [
        f"{module.name}:{found.line} imports {found.target}"
        for module in modules(root)
        for found in module.imports
        if is_ours(found.target) and not may_import(module.layer, layer_of(found.target))
    ]


def is_ours(target: str) -> bool:
    """True for the package and for what stands beside it."""
    return target.split(".")[0] in {"webinars", "config", "wsgi"}


def may_import(layer: str, target: str) -> bool:
    """True inwards and inside one layer; the bare package is empty and of no use to anyone."""
    if layer == target:
        return True
    return RANKS.get(target, len(LAYERS)) < RANKS.get(layer, len(LAYERS))


def unknown_layers(root: Path) -> list[str]:
    """Files and folders of the package that no layer names."""
    found = {module.layer for module in modules(root)} - {"webinars"}
    return [f"webinars.{name} is in no layer" for name in sorted(found - RANKS.keys())]


def import_cycles(root: Path) -> list[str]:
    """Modules that import each other in a circle, types aside."""
    graph = {
        module.name: sorted({found.target for found in module.imports if not found.for_types})
        for module in modules(root)
    }
    finished: set[str] = set()
    cycles: list[str] = []

    def follow(name: str, trail: tuple[str, ...]) -> None:
        if name in trail:
            cycles.append(" → ".join([*trail[trail.index(name) :], name]))
        elif name not in finished:
            for target in graph.get(name, ()):
                follow(target, (*trail, name))
            finished.add(name)

    for name in graph:
        follow(name, ())
    return cycles


def imports_for_types(root: Path) -> list[str]:
    """Imports under TYPE_CHECKING elsewhere than from model to model.

    `_typeshed` is left out: it exists for type checkers alone.
    """
    return [
        f"{module.name}:{found.line} imports {found.target} for types only"
        for module in modules(root)
        for found in module.imports
        if found.for_types
        and not found.target.startswith("_typeshed")
        and {module.layer, layer_of(found.target)} != {"models"}
    ]


def imports_in_functions(root: Path) -> list[str]:
    """Imports that hide inside a function."""
    return [
        f"{module.name}:{found.line} imports {found.target} inside a function"
        for module in modules(root)
        for found in module.imports
        if found.in_function
    ]


def flask_imports(root: Path) -> list[str]:
    """Imports of Flask, its extensions or Werkzeug where none of them is known."""
    return [
        f"{module.name}:{found.line} imports {found.target}"
        for module in modules(root)
        for found in module.imports
        if module.layer in WITHOUT_FLASK
        and found.target.split(".")[0].startswith(("flask", "werkzeug"))
        and (module.name, found.target.split(".")[0]) not in MAY_IMPORT_FLASK
    ]


def commits(root: Path) -> list[str]:
    """Every place of the package that commits."""
    return [
        f"{module.name}:{call.lineno}"
        for module in modules(root)
        for call in ast.walk(module.tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "commit"
    ]


def long_files(root: Path, parts: Iterable[str]) -> list[str]:
    """Python files of more than 400 lines in the named files and folders."""
    files = [file for part in parts for file in python_files(root / part)]
    counts = {file.relative_to(root): len(file.read_text().splitlines()) for file in files}
    return [f"{file}: {lines} lines" for file, lines in counts.items() if lines > MOST_LINES]


def python_files(part: Path) -> list[Path]:
    """The file itself, or all Python files in the folder."""
    return sorted(part.rglob("*.py")) if part.is_dir() else [part]


def undocumented_modules(root: Path) -> list[str]:
    """Modules that do not say what they are for."""
    return [module.name for module in modules(root) if not ast.get_docstring(module.tree)]
