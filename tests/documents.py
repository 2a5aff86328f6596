"""The documents as the tests read them: links, headings, JSON blocks, and words that stand on the screen."""

import ast
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flowbook.nodes import node_types
from flowbook.strict import read_json
from tests.sources import ROOT, Source, sources

FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(
    r"(?:^<!-- from (?P<file>\S+): (?P<places>.*?) -->\n+)?^```json\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|srcset)=\"([^\"]+)\"")
CODE = re.compile(r"``.+?``|`[^`\n]+`")
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A JSON block. `file` and `places` stand in a comment above it: where it is taken from."""

    document: str
    text: str
    file: str = ""
    places: str = ""


def documents() -> list[Path]:
    """Everything that is written for people to read, the samples' guides included."""
    written = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
    return [*written, *sorted((ROOT / "flows").glob("*/guide.md"))]


def links(document: Path) -> Iterator[str]:
    """Where a document leads, other sites left out."""
    for found in LINK.finditer(FENCED.sub("", document.read_text("utf-8"))):
        target = found[1] or found[2]
        if not target.startswith(("http:", "https:")):
            yield target


def anchors(document: Path) -> set[str]:
    """What headings are called in addresses: small letters, hyphens for spaces, other signs left out."""
    text = FENCED.sub("", document.read_text("utf-8"))
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def blocks() -> list[Block]:
    return [
        Block(path.name, found["text"], found["file"] or "", found["places"] or "")
        for path in documents()
        for found in BLOCK.finditer(path.read_text("utf-8"))
    ]


def shown(file: str, places: str) -> Any:
    """What a block shows of a file: all of it without some keys (“without nodes”), the one place named, or an
    object of several. Entries of lists are named by their id or name."""
    content = read_json((ROOT / file).read_text("utf-8"))
    names = places.split()
    if names[0] == "without":
        return {key: value for key, value in content.items() if key not in names[1:]}
    found = {name: _at(content, name.split(".")) for name in names}
    return found[names[0]] if len(names) == 1 else {name.rpartition(".")[2]: found[name] for name in names}


def screen_words() -> list[re.Pattern[str]]:
    """All that the interface says: its own texts, and the words of the node types."""
    own = [text for source in sources("builder") for text in _own_words(source)]
    return [re.compile(_pattern(words)) for words in (*own, *_type_words()) if words]


def bold_words(document: Path) -> list[str]:
    """What a guide puts in bold, outside of code."""
    found = BOLD.findall(CODE.sub("", FENCED.sub("", document.read_text("utf-8"))))
    return [" ".join(words.split()) for words in found]


def _own_words(source: Source) -> Iterator[str]:
    """What goes through gettext."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "many"):
            yield from (
                one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)
            )


def _pattern(words: str) -> str:
    parts = [(re.escape(literal), field) for literal, field, _, _ in string.Formatter().parse(words)]
    return "".join(literal + ("" if field is None else ".+") for literal, field in parts)


def _type_words() -> Iterator[str]:
    for kind in node_types().values():
        yield kind.label
        yield from (exit.label for exit in kind.exits(kind.example))
        yield from _titles(kind.config)


def _titles(shape: Mapping[str, Any]) -> Iterator[str]:
    for one in shape.get("properties", {}).values():
        yield str(one.get("title", ""))
        yield from map(str, one.get("labels", ()))
        yield from _titles(one.get("items", {}))


def _at(content: Any, names: list[str]) -> Any:
    for name in names:
        if isinstance(content, list):
            content = next(item for item in content if name in (item.get("id"), item.get("name")))
        else:
            content = content[name]
    return content
