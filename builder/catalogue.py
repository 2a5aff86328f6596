"""Gathers every text of the interface into locale/flowbook.pot: `python -m builder.catalogue`.

Texts come from the builder's own `_()` and `many()`, from what node types declare, and from the sentences
that the kernel says about a flow. A translation is a file locale/TAG.po made from the template."""

from __future__ import annotations

import ast
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po

from builder.places import ROOT
from builder.texts import LOCALE
from flowbook.invariants import invariants
from flowbook.nodes import node_types
from flowbook.rules import COMPUTED
from flowbook.rules.operands import MONTHS
from flowbook.rules.operators import OPERATORS
from flowbook.workspace import PROFILE

TEMPLATE = LOCALE / "flowbook.pot"
KEYWORDS = {"_": None, "many": (1, 2), "Told": None}
SPEAKING = ("flowbook/checks", "flowbook/nodes", "flowbook/invariants", "flowbook/explore/issues.py")
SAID_BY = {"Fix": 0, "Exit": 1}
"""Calls in the kernel whose argument at that place is shown to people, though it is no sentence."""
Found = tuple[str | tuple[str, ...], str]


def template() -> str:
    """The text of the .pot file: no dates and no line numbers, so that it changes with the texts alone."""
    catalogue = Catalog(
        project="Flowbook", charset="utf-8", fuzzy=False, creation_date=datetime(2026, 1, 1, tzinfo=UTC)
    )
    for words, place in [*builder_texts(), *declared_texts(), *kernel_texts()]:
        if all(words):
            catalogue.add(words, locations=[(place, 0)])
    out = io.BytesIO()
    write_po(out, catalogue, sort_output=True, include_lineno=False, width=100)
    return out.getvalue().decode("utf-8")


def builder_texts() -> Iterator[Found]:
    for path, source in _sources("builder"):
        for _line, words, _comments, _context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
            yield words, path


def declared_texts() -> Iterator[Found]:
    """What the kernel declares as data: types of steps, fields, comparisons, months."""
    for kind in node_types().values():
        place = f"flowbook/nodes/{kind.type}.py"
        yield from ((words, place) for words in (kind.label, kind.help))
        yield from ((words, place) for words in _schema_texts(kind.config))
    for field in (*PROFILE.values(), *COMPUTED.values()):
        yield field.label, "flowbook/workspace.py"
    for operator in OPERATORS:
        yield operator.label, "flowbook/rules/operators.py"
    for invariant in invariants().values():
        yield from (
            (words, f"flowbook/invariants/{invariant.name}.py") for words in (invariant.label, invariant.help)
        )
    for month in MONTHS:
        yield month, "flowbook/rules/operands.py"


def kernel_texts() -> Iterator[Found]:
    """Whole sentences in checks, node types, invariants and proofs, and the words on exits and cures."""
    for path, source in _sources(*SPEAKING):
        tree = ast.parse(source)
        docs = {id(one) for one in _docstrings(tree)}
        for part in ast.walk(tree):
            if isinstance(part, ast.Constant) and id(part) not in docs and is_sentence(part.value):
                yield part.value, path
            elif isinstance(part, ast.Call):
                yield from ((words, path) for words in _said(part))


def is_sentence(value: Any) -> bool:
    return isinstance(value, str) and " " in value and value.rstrip().endswith((".", "?", "!"))


def _said(call: ast.Call) -> Iterator[str]:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    place = SAID_BY.get(name)
    found: list[ast.expr] = [one.value for one in call.keywords if one.arg == "fix_label"]
    found += call.args[place : place + 1] if place is not None else []
    yield from (one.value for one in found if isinstance(one, ast.Constant) and isinstance(one.value, str))


def _schema_texts(shape: Any) -> Iterator[str]:
    """Titles, help and the labels of choices, wherever in a schema."""
    if not isinstance(shape, Mapping):
        return
    for key in ("title", "description"):
        if isinstance(shape.get(key), str):
            yield shape[key]
    labels = shape.get("labels", ())
    yield from (label for label in labels if isinstance(label, str)) if isinstance(labels, list) else ()
    for part in shape.values():
        yield from _schema_texts(part)


def _docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    for part in ast.walk(tree):
        body = getattr(part, "body", None)
        first = body[0] if isinstance(body, list) and body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            yield first.value


def _sources(*places: str) -> Iterable[tuple[str, str]]:
    """Of files, and of all in folders."""
    for place in (ROOT / one for one in places):
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")


def main(target: Path = TEMPLATE) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(template(), "utf-8")


if __name__ == "__main__":
    main()
