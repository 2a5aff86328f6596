"""Cells read at once mean what the whole reader says, and what is not YAML is told in our own words."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowbook.errors import UnreadableFile
from flowbook.notebook.chunks import split
from flowbook.notebook.quick_yaml import quick
from flowbook.notebook.reading import plain, read_notebook
from flowbook.notebook.strict_yaml import read_whole

FLOWS = Path(__file__).resolve().parent.parent / "flows"
FILES = [split(plain(path.read_text())) for path in sorted(FLOWS.rglob("*.test.yaml"))]
BODIES = [chunk.body for chunks in FILES for chunk in chunks.cells]
HEADS = [chunks.frame for chunks in FILES]
HEAD = "notebook: Shoes\nflow: shoes\ncells:\n"
# Often plain, and often with letters that YAML is made of.
odd = st.text(st.sampled_from("ab1é/ .-_?:#,&*!|>%@[]{}'\"=~+(…"), min_size=1, max_size=9)
words = st.from_regex(r"[a-c1é/][a-c1é /.+-]{0,5}[a-c1é]", fullmatch=True) | odd
scalars = words | words.map("'{}'".format) | words.map('"{}"'.format)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda some: f"[{', '.join(some)}]")
        | st.lists(st.tuples(words, inner), max_size=3).map(
            lambda some: "{" + ", ".join(f"{key}: {value}" for key, value in some) + "}"
        )
    ),
    max_leaves=4,
)
names = st.sampled_from(["id", "say", "tap", "a.b"])
remarks = st.sampled_from(["", "", "", "\n", "# so: it is\n", "      # more\n"])
written = st.lists(words | st.just(""), min_size=1, max_size=3)


def moved(text: str, by: int) -> str:
    return "".join(" " * by + line if line.strip() else line for line in text.splitlines(keepends=True))


def literal(pair: tuple[str, list[str]]) -> str:
    """As a value behind its key: a text of several lines."""
    return f" {pair[0]}\n" + moved("".join(f"{line}\n" for line in pair[1]), 2)


def mapping(pairs: list[tuple[str, str, str]]) -> str:
    return "".join(f"{name}:{value}{remark}" for name, value, remark in pairs)


def listed(items: list[str]) -> str:
    return "".join("- " + moved(item, 2)[2:] for item in items)


blocks = st.recursive(
    values.map(" {}\n".format) | st.tuples(st.sampled_from(["|", "|-", ">", "|+"]), written).map(literal),
    lambda inner: (
        st.lists(st.tuples(names, inner, remarks), min_size=1, max_size=3).map(mapping)
        | st.lists(inner.map(lambda one: one.lstrip(" \n")), min_size=1, max_size=3).map(listed)
    ).map(lambda block: "\n" + moved(block, 2)),
    max_leaves=6,
)
texts = st.lists(st.tuples(names, blocks, remarks), min_size=1, max_size=3).map(mapping)
cells = texts.map(lambda text: moved(listed([text]), 2))
lines = values.map("  - {}\n".format)


def kinds(value: Any) -> Any:
    """With the class of every text: one without quotes may become a number, one in quotes never."""
    match value:
        case dict():
            return {key: kinds(item) for key, item in value.items()}
        case list():
            return [kinds(item) for item in value]
    return type(value), str(value)


def check_same(text: str) -> bool:
    """Whether it is read at once; then it means the same."""
    found = quick(text)
    if found is None:
        return False
    whole = read_whole(text)
    assert kinds(found.value) == kinds(whole.value)
    assert found.lines == whole.lines
    return True


@given(cells | texts | lines)
def test_whatever_is_read_at_once_means_the_same(text: str) -> None:
    check_same(text)


def test_nearly_all_cells_and_heads_are_read_at_once() -> None:
    assert sum(map(check_same, BODIES)) > len(BODIES) * 0.95
    assert sum(map(check_same, HEADS)) > len(HEADS) * 0.9


@pytest.mark.parametrize(
    ("cell", "line", "words"),
    [
        ("  - id: x\n    say: a: b\n", 4 + 1, "A colon with a space behind it"),
        ("  - id: x\n    say: [a\n", 6, "is not closed by “]”"),
        ("  - {id: x, say: a]\n", 4, "is not closed by “}”"),
        ("  - {id: x, say: 'a}\n", 5, "never ends"),
        ("  - id: x\n    say: @home\n", 5, "cannot begin with “@”"),
        ('  - id: x\n    say: "a\\q"\n', 5, "A backslash in double quotes"),
        ('  - id: x\n    say: "a" b\n', 5, "begin in the same column"),
        ("  - id: x\n    say\n    note: z\n", 6, "without its colon"),
        ("  - id: x\n    say: a\x07\n", 5, "a character here that no text has"),
        ("  - id: x\n    say: | b\n", 5, "the text begins on the next line"),
    ],
)
def test_what_is_not_yaml_is_told_with_file_line_and_cell(cell: str, line: int, words: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_notebook(HEAD + cell, path="shoes.test.yaml")
    told = str(caught.value)
    assert told.startswith(f"shoes.test.yaml, line {line}, cell “x”: ")
    assert words in told
    assert "scann" not in told
    assert "token" not in told
