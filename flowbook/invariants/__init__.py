"""What must be so in every conversation: rules that a designer switches on, one file each, found by
themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Any

from jsonschema import Draft202012Validator

from flowbook.errors import UnreadableFile
from flowbook.invariants.rule import Breach, Invariant, Passage, passage_of
from flowbook.rules.suggestions import did_you_mean
from flowbook.schema import sentence_of
from flowbook.workspace import Workspace

__all__ = [
    "Breach",
    "Invariant",
    "Passage",
    "all_usual",
    "breaches",
    "chosen",
    "invariants",
    "passage_of",
    "schema",
]

Chosen = tuple[tuple[Invariant, Any], ...]
_NOT_ONE = {"rule"}


@cache
def invariants() -> Mapping[str, Invariant]:
    """By name, in the order in which they are offered."""
    names = (module.name for module in iter_modules(__path__) if module.name not in _NOT_ONE)
    found = [import_module(f"{__name__}.{name}").INVARIANT for name in names]
    return MappingProxyType({one.name: one for one in sorted(found, key=lambda one: one.order)})


def chosen(workspace: Workspace) -> Chosen:
    """Those that the workspace has switched on, with what each was given. Raises UnreadableFile."""
    found = []
    for name, value in workspace.invariants.items():
        one = invariants().get(name)
        if one is None:
            raise UnreadableFile(f"There is no invariant “{name}”.{did_you_mean(name, invariants())}")
        fault = next(Draft202012Validator(one.shape).iter_errors(value), None)
        if fault:
            raise UnreadableFile(f"The invariant “{name}” cannot be read. {sentence_of(fault)}")
        found.append((one, value))
    return tuple(sorted(found, key=lambda pair: pair[0].order))


def all_usual() -> Chosen:
    """Every one of them, as it is usually switched on."""
    return tuple((one, one.usual) for one in invariants().values())


def schema() -> dict[str, Any]:
    """Of `invariants` in the workspace's file."""
    properties = {one.name: {**one.shape, "title": one.label} for one in invariants().values()}
    return {"type": "object", "additionalProperties": False, "properties": properties}


def breaches(passage: Passage, wanted: Chosen) -> Iterator[tuple[Invariant, Breach]]:
    for one, value in wanted:
        yield from ((one, breach) for breach in one.check(passage, value))
