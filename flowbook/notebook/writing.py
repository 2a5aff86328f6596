"""A notebook's file changed: what is not touched stays as it was written, remarks and order included."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from flowbook.notebook.chunks import Chunk, Chunks, split
from flowbook.notebook.reading import plain
from flowbook.notebook.strict_yaml import read_yaml

Data = Mapping[str, Any]
INDENT = 2
WIDE = 1_000_000
LINE = 100
_LIKE_JSON = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?|true|false|null|")
_LITERAL = re.compile(
    r"[^\S\n]|\n|[!-~]|[\u00a1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


class _Texts(VersionedResolver):
    """Every scalar is text, so that what was written comes out as it went in."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        tag = super().resolve(kind, value, implicit)
        return self.DEFAULT_SCALAR_TAG if kind is ScalarNode else tag


def written(head: Data, cells: Sequence[Data]) -> str:
    """A new file. `head` has `notebook`, `flow` and what else stands beside the cells."""
    top = "".join(_dumped({key: value}) for key, value in head.items())
    return top + "cells:\n" + "".join(map(_briefly, cells))


def rewritten(text: str, cells: Sequence[Data]) -> str:
    """The file with these cells in this order. One that is known by its id keeps the lines and remarks of
    what is the same; an unchanged one is not touched at all."""
    chunks = split(plain(text))
    known = {str(_cell_of(chunk).get("id", "")): chunk for chunk in chunks.cells}
    indent = INDENT if chunks.indent is None else chunks.indent
    new = [_chunk(known.get(str(cell["id"])), cell, indent) for cell in cells]
    head = chunks.head if chunks.indent is not None else _with_list(chunks.head)
    made = Chunks(head, tuple(new), chunks.tail).text
    return made.replace("\n", "\r\n") if "\r\n" in text else made


def with_head(text: str, changes: Data) -> str:
    """The file with these keys beside its cells; None takes one out. The cells are not touched."""
    chunks = split(plain(text))
    listed = chunks.indent is not None
    end = chunks.head.rstrip("\n").rfind("\n") + 1 if listed else len(chunks.head)
    above, below = chunks.head[:end], chunks.head[end:]
    later = _keys(chunks.tail) if listed else set()
    own = {key: value for key, value in changes.items() if key not in later}
    tail = {key: value for key, value in changes.items() if key in later}
    head = _changed(above, own) + below
    made = Chunks(head, chunks.cells, _changed(chunks.tail, tail), chunks.indent).text
    return made.replace("\n", "\r\n") if "\r\n" in text else made


def cells_of(text: str) -> list[dict[str, Any]]:
    """The cells of a file as they are written, every scalar a text. Raises UnreadableFile."""
    return [deepcopy(_cell_of(chunk)) for chunk in split(plain(text)).cells]


def cell_text(cell: Data, indent: int = INDENT) -> str:
    """A new cell's lines."""
    listed = CommentedSeq([_made(cell, flow=False)])
    return _lines(_yaml(indent), CommentedMap({"cells": listed}))


def _briefly(cell: Data) -> str:
    """On one line where it fits."""
    own = _made(cell)
    line = _lines(_yaml(INDENT), CommentedMap({"cells": CommentedSeq([own])})) if _is_flow(own) else ""
    return line if line and len(line) <= LINE else cell_text(cell)


def _chunk(old: Chunk | None, cell: Data, indent: int) -> Chunk:
    if old is None:
        return Chunk("", cell_text(cell, indent), 0)
    if _same(_cell_of(old), cell):
        return old
    yaml = _yaml(indent)
    document = yaml.load("cells:\n" + old.body)
    _merge(document["cells"][0], cell)
    return Chunk(old.lead, _lines(yaml, document), old.line)


def _changed(text: str, changes: Data) -> str:
    if not changes:
        return text
    yaml, out = _yaml(INDENT), StringIO()
    document = yaml.load(text) or CommentedMap()
    for key in [key for key, value in changes.items() if value is None and key in document]:
        del document[key]
    _merge(document, {**document, **{key: value for key, value in changes.items() if value is not None}})
    yaml.dump(document, out)
    made: str = out.getvalue() if document else ""
    return made


def _keys(text: str) -> set[str]:
    value = _yaml(INDENT).load(text) if text.strip() else None
    return set(value) if isinstance(value, Mapping) else set()


def _merge(old: Any, new: Data) -> None:
    """Keys that stay keep their place and what is remarked beside them."""
    if old.fa.flow_style() and _has_lines(new):
        old.fa.set_block_style()
    for key in [key for key in old if key not in new]:
        del old[key]
    for key, value in new.items():
        if isinstance(value, Mapping) and isinstance(old.get(key), Mapping):
            _merge(old[key], value)
        elif key not in old or not _same(old[key], value):
            old[key] = _made(value)


def _made(value: Any, flow: bool = True) -> Any:
    """As ruamel writes it: short objects and lists in one line, texts of several lines as a block."""
    match value:
        case Mapping():
            mapping = CommentedMap({key: _made(item) for key, item in value.items()})
            if flow and _is_short(mapping):
                mapping.fa.set_flow_style()
            return mapping
        case list() | tuple():
            listed = CommentedSeq([_made(item) for item in value])
            if _is_short(listed):
                listed.fa.set_flow_style()
            return listed
        case bool():
            return "true" if value else "false"
        case None:
            return "null"
        case int() | float():
            return f"{value}"
    return _text(str(value))


def _text(text: str) -> str:
    if "\n" in text and "".join(_LITERAL.findall(text)) == text and not text.startswith((" ", "\n")):
        literal: str = LiteralScalarString(text)
        return literal
    quoted: str = DoubleQuotedScalarString(text)
    # ruamel leaves “?x” bare in a short list, where it would be read as a key.
    return quoted if _LIKE_JSON.fullmatch(text) or "\n" in text or text[0] in "?:-" else text


def _has_lines(value: Any) -> bool:
    """Whether a text of several lines is in it, which a block shows better than one line can."""
    match value:
        case Mapping():
            return any(map(_has_lines, value.values()))
        case list() | tuple():
            return any(map(_has_lines, value))
    return isinstance(value, str) and "\n" in value


def _is_short(value: Any) -> bool:
    items = list(value.values()) if isinstance(value, Mapping) else list(value)
    flat = all((isinstance(item, str) and "\n" not in item) or _is_flow(item) for item in items)
    return flat and len(str(items)) < 90


def _is_flow(item: Any) -> bool:
    return isinstance(item, CommentedMap | CommentedSeq) and bool(item.fa.flow_style())


def _same(old: Any, new: Any) -> bool:
    match new:
        case Mapping():
            return (
                isinstance(old, Mapping)
                and old.keys() == new.keys()
                and all(_same(old[k], new[k]) for k in new)
            )
        case list() | tuple():
            return isinstance(old, list) and len(old) == len(new) and all(map(_same, old, new))
        case str():
            return isinstance(old, str) and str(old) == new
    return isinstance(old, str) and str(old) == str(_made(new))


def _cell_of(chunk: Chunk) -> dict[str, Any]:
    value = read_yaml(chunk.body, first=chunk.line).value
    return value[0] if isinstance(value, list) and value and isinstance(value[0], dict) else {}


def _yaml(indent: int) -> YAML:
    yaml = YAML(typ="rt", pure=True)
    yaml.Resolver = _Texts
    yaml.preserve_quotes = True
    yaml.width = WIDE
    yaml.indent(mapping=2, sequence=indent + 2, offset=indent)
    return yaml


def _lines(yaml: YAML, document: Any) -> str:
    """Without the line `cells:`."""
    out = StringIO()
    yaml.dump(document, out)
    text: str = out.getvalue()
    return text.partition("\n")[2]


def _dumped(data: Data) -> str:
    out = StringIO()
    _yaml(INDENT).dump(_made(data, flow=False), out)
    return out.getvalue()


def _with_list(head: str) -> str:
    """A head whose list of cells is empty, ready for the first."""
    return re.sub(r"(?m)^cells:.*\n?", "", head).rstrip("\n") + "\ncells:\n"
