"""What an expectation is: something to be true after the last act, in words, and what is there instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flowbook.notebook.kind import Name
from flowbook.notebook.stage import Stage
from flowbook.shapes import Shape


def _nothing(*given: Any) -> Iterable[Any]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """`words` completes “expected …”, `instead` stands alone: “the bot said “Hello””. `towards` are the
    steps, as flow.node, at which it would be true: what is looked for when somebody asks why it is not.
    `help` is for the reference."""

    name: str
    help: str
    shape: Shape
    holds: Callable[[Stage, Any], bool]
    words: Callable[[Stage, Any], str]
    instead: Callable[[Stage, Any], str]
    towards: Callable[[Stage, Any], Iterable[str]] = _nothing
    names: Callable[[Any], Iterable[Name]] = _nothing


def quoted(texts: Iterable[str]) -> str:
    """“A”, “B”."""
    return ", ".join(f"“{text}”" for text in texts)
