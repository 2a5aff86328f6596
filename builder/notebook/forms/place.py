"""One place in a cell's form: what may stand there, what stands there, and what is known to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flowbook.customer import NOTHING
from flowbook.shapes import Shape


class Missing:
    """The value of a key that is left out."""


MISSING = Missing()


@dataclass(frozen=True)
class Place:
    """`name` is the property's, `key` begins the keys of its widgets. `known` has for names of properties
    what can be chosen, as label by value; `extra` the optional parts that were asked for and are not filled
    yet, by the key of their whole, which the form remembers."""

    name: str
    shape: Shape
    value: Any
    key: str
    known: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: NOTHING)
    extra: dict[str, list[str]] = field(default_factory=dict)
    bare: bool = False

    def below(self, name: str, shape: Shape, value: Any, *, step: str = "", bare: bool = False) -> Place:
        key = f"{self.key}-{step or name}"
        return replace(self, name=name, shape=shape, value=value, key=key, bare=bare)

    @property
    def options(self) -> Mapping[str, str]:
        return self.known.get(self.name, NOTHING)


def kind_of(shape: Shape) -> str:
    """scalar, list, or object."""
    if "anyOf" in shape:
        return kind_of(shape["anyOf"][0])
    return {"array": "list", "object": "object"}.get(str(shape.get("type", "")), "scalar")


def kind_of_value(value: Any) -> str:
    return "list" if isinstance(value, list | tuple) else "object" if isinstance(value, Mapping) else "scalar"
