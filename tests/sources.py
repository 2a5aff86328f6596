"""The repository's own source, parsed: what the tests of the architecture look at."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MADE_AT_THE_TOP = {".git", ".venv", "data", "build", "dist"}
MADE_ANYWHERE = {"node_modules", "__pycache__"}
AnyFunction = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """A Python file; `name` is its path below the root, with slashes."""

    name: str
    text: str
    tree: ast.Module
    nodes: tuple[ast.AST, ...]
    """All of the tree's, walked once for every search."""

    @property
    def module(self) -> str:
        return self.name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def package(self) -> str:
        return self.module if self.name.endswith("__init__.py") else self.module.rpartition(".")[0]

    def at(self, node: ast.AST) -> str:
        return f"{self.name}:{getattr(node, 'lineno', 1)}"


@dataclass(frozen=True)
class Import:
    """One imported name: `module` in full; `name` is empty for `import module`."""

    module: str
    name: str
    node: ast.AST

    def reaches(self, target: str) -> bool:
        """Whether this brings in `target` or something inside it."""
        whole = f"{self.module}.{self.name}"
        return any(path == target or path.startswith(target + ".") for path in (self.module, whole))


@cache
def files() -> tuple[str, ...]:
    """The paths git knows or would add; outside a git checkout, all that are not made by running."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        names = listed.stdout.splitlines()
    else:
        names = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*")]
    parts = {name: Path(name).parts for name in names}
    kept = [name for name in names if parts[name][0] not in MADE_AT_THE_TOP]
    kept = [name for name in kept if not MADE_ANYWHERE & set(parts[name])]
    return tuple(sorted(name for name in kept if (ROOT / name).is_file()))


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """The Python files under the folders (or the files named), sorted."""
    wanted = tuple(folder if folder.endswith(".py") else folder + "/" for folder in folders)
    names = [name for name in files() if name.endswith(".py") and name.startswith(wanted)]
    return tuple(_read(name) for name in names)


@cache
def _read(name: str) -> Source:
    return parse(name, (ROOT / name).read_text("utf-8"))


def parse(name: str, text: str) -> Source:
    tree = ast.parse(text, name)
    return Source(name, text, tree, tuple(ast.walk(tree)))


def imports(source: Source) -> Iterator[Import]:
    for node in source.nodes:
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, "", node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = source.package.split(".")
            base = above[: len(above) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from (Import(module, alias.name, node) for alias in node.names)


def functions(source: Source) -> Iterator[AnyFunction]:
    return (node for node in source.nodes if isinstance(node, AnyFunction))


def length(function: AnyFunction) -> int:
    """Lines from `def` to the end, docstring included, decorators not."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def parameters(function: AnyFunction) -> list[str]:
    """All that a caller may pass, `self` and `cls` left out."""
    given = function.args
    plain = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    stars = [star for star in (given.vararg, given.kwarg) if star]
    return [arg.arg for arg in [*plain, *stars] if arg.arg not in ("self", "cls")]


def docstrings(source: Source) -> set[int]:
    """The ids of the constants that are docstrings or stand alone as an explanation under a value."""
    alone = (node.value for node in source.nodes if isinstance(node, ast.Expr))
    return {id(value) for value in alone if isinstance(value, ast.Constant)}


def defined_names(source: Source) -> Iterator[tuple[str, ast.AST]]:
    """Names this file gives to something: functions, classes, parameters, variables, aliases."""
    for node in source.nodes:
        if isinstance(node, AnyFunction | ast.ClassDef):
            yield node.name, node
        elif isinstance(node, ast.arg):
            yield node.arg, node
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node
        elif isinstance(node, ast.alias) and node.asname:
            yield node.asname, node
