"""Searches in the source for what the rules of the house forbid; each yields “place what”."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.sources import ROOT, Source, defined_names, docstrings, imports

# Module -> the names in it that touch neither file, clock, dice nor network.
IMPURE: dict[str, frozenset[str]] = {
    "io": frozenset({"StringIO", "BytesIO"}),
    "pathlib": frozenset({"PurePath", "PurePosixPath"}),
    "uuid": frozenset({"UUID", "uuid3", "uuid5"}),
    "http": frozenset({"HTTPStatus"}),
} | dict.fromkeys(
    [
        *("os", "shutil", "tempfile", "glob", "time", "random", "secrets", "logging", "structlog"),
        *("subprocess", "multiprocessing", "threading", "asyncio", "signal", "socket", "ssl"),
        *("urllib.request", "httpx", "requests", "aiohttp", "sqlite3", "pysqlite3", "sqlite_utils"),
        *("streamlit", "streamlit_agraph", "telegram", "typer", "rich"),
        *("builder", "runtime", "launch"),
    ],
    frozenset(),
)
IMPURE_CALLS = {"open", "print", "input", "eval", "exec", "breakpoint", "__import__"}
CLOCKS = {"now", "utcnow", "today"}
BANNED_WORDS = {"manager", "managers", "helper", "helpers", "util", "utils", "handler", "handlers"}
SQL = re.compile(
    r"\s*(select\b.+\bfrom\b|insert\s+(or\s+\w+\s+)?into\b|update\s+\w+\s+set\b|delete\s+from\b|pragma\s+\w"
    r"|(create|alter|drop)\s+(unique\s+)?(table|index|view|trigger)\b|begin\s+immediate|savepoint\s+\w)",
    re.DOTALL,
)
SQL_METHODS = {"execute", "executemany", "executescript"}
# Written with brackets, so that this file does not find itself.
FOREIGN = re.compile(
    r"(?<![\w.~])/(work|root|opt/[p]ypi|opt/wheels|home/[a-z]+)/|[f]ile:///"
    r"|\b([p]ypi|[p]ythonhosted|registry[.]npmjs)\.org\b|(extra-)?[i]ndex-url|[f]ind-links",
    re.IGNORECASE,
)
LARGEST_TEXT = 2_000_000


def impurities(source: Source) -> Iterator[str]:
    for one in imports(source):
        for module, harmless in IMPURE.items():
            if (one.module == module or one.reaches(module)) and one.name not in harmless:
                yield f"{source.at(one.node)} imports {module}"
    for node in source.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in IMPURE_CALLS:
            yield f"{source.at(node)} calls {node.func.id}()"
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            of = ast.unparse(node.value).rpartition(".")[2]
            if of in ("datetime", "date"):
                yield f"{source.at(node)} reads the clock: {of}.{node.attr}"


def sql_uses(source: Source) -> Iterator[str]:
    spoken = docstrings(source)
    for node in source.nodes:
        if isinstance(node, ast.Attribute) and node.attr in SQL_METHODS:
            yield f"{source.at(node)} .{node.attr}"
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken:
            first = (node.value.split() or [""])[0]
            # An English sentence begins with one capital: “Select a customer from the list”.
            if (first.isupper() or first.islower()) and SQL.match(node.value.lower()):
                yield f"{source.at(node)} {node.value[:40]!r}"


def is_type_of_a_node(node: ast.expr) -> bool:
    """`x.type`, `x["type"]` or `x.get("type")`."""
    match node:
        case ast.Attribute(attr="type") | ast.Subscript(slice=ast.Constant(value="type")):
            return True
        case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value="type"), *_]):
            return True
    return False


def texts_in(node: ast.AST) -> set[str]:
    constants = (inner for inner in ast.walk(node) if isinstance(inner, ast.Constant))
    return {inner.value for inner in constants if isinstance(inner.value, str)}


def type_comparisons(source: Source, types: set[str]) -> Iterator[str]:
    for node in source.nodes:
        named: set[str] = set()
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            if any(is_type_of_a_node(side) for side in sides):
                named = {text for side in sides if not is_type_of_a_node(side) for text in texts_in(side)}
        elif isinstance(node, ast.Match) and is_type_of_a_node(node.subject):
            named = {text for case in node.cases for text in texts_in(case.pattern)}
        elif isinstance(node, ast.Subscript) and is_type_of_a_node(node.slice):
            named = texts_in(node.value)
        for name in sorted(named & types):
            yield f"{source.at(node)} singles out {name!r}"


def type_lists(source: Source, types: set[str]) -> Iterator[str]:
    """Collections that are mostly node types written out; words such as “date” name other things too."""
    for node in source.nodes:
        items = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", [])
        named = {item.value for item in items if isinstance(item, ast.Constant)} & types
        if len(named) >= 5 and 2 * len(named) > len(items):
            yield f"{source.at(node)} lists {sorted(named)}"


def poor_names(source: Source) -> Iterator[str]:
    allowed = {"handler", "handlers"} if "/bot/" in source.name else set()
    parts = [(part, source.tree) for part in Path(source.name).with_suffix("").parts]
    for name, node in [*parts, *defined_names(source)]:
        words = {word.lower() for word in re.findall(r"[a-z]+|[A-Z][a-z]*", name)}
        if name == "process_data" or words & (BANNED_WORDS - allowed):
            yield f"{source.at(node)} {name}"


def foreign_names(name: str) -> Iterator[str]:
    """Paths of one machine, and hosts and options of package registries, in the file of that name."""
    path = ROOT / name
    if path.stat().st_size > LARGEST_TEXT:
        return
    lines = path.read_text("utf-8", errors="ignore").splitlines()
    yield from (f"{name}:{number}" for number, line in enumerate(lines, 1) if FOREIGN.search(line))
