"""Whether a text is what a notebook wants of it: equal, with a part in it, one of several, a pattern."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flowbook.notebook.expectation import quoted
from flowbook.notebook.shapes import PATTERN, TEXT, as_list, either, fields, listed
from flowbook.notebook.stage import Stage
from flowbook.phrases import pattern

SHAPE = either(TEXT, fields(equals=TEXT, contains=TEXT, any_of=listed(TEXT), pattern=PATTERN))


def fits(stage: Stage, wanted: Any, text: str) -> bool:
    """Runs of white space count as one; a plain text has to be equal. Fields are filled in."""
    tests = {"equals": wanted} if isinstance(wanted, str) else wanted
    return all(_TESTS[name](stage, value, even(text)) for name, value in tests.items())


def words(stage: Stage, wanted: Any) -> str:
    if isinstance(wanted, str):
        return f"“{stage.fill(wanted)}”"
    told = {name: quoted(map(stage.fill, as_list(value))) for name, value in wanted.items()}
    return ", ".join(_WORDS[name].replace("…", value) for name, value in told.items())


def even(text: str) -> str:
    return " ".join(text.split())


_TESTS: Mapping[str, Callable[[Stage, Any, str], bool]] = {
    "equals": lambda stage, wanted, text: even(stage.fill(wanted)) == text,
    "contains": lambda stage, wanted, text: even(stage.fill(wanted)) in text,
    "any_of": lambda stage, wanted, text: text in [even(stage.fill(one)) for one in wanted],
    "pattern": lambda stage, wanted, text: pattern(text, wanted) is not None,
}
_WORDS = {
    "equals": "…",
    "contains": "something with …",
    "any_of": "one of …",
    "pattern": "something like the pattern …",
}
