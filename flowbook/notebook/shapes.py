"""Pieces of schema that several kinds of cells share."""

from __future__ import annotations

from typing import Any

from flowbook.notebook.typed import FREE
from flowbook.shapes import Shape

CELL_ID = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$"
TEXT: Shape = {"type": "string", "minLength": 1, "maxLength": 20_000}
ANY_TEXT: Shape = {"type": "string", "maxLength": 20_000}
PATTERN: Shape = {**TEXT, "format": "pattern"}
"""What texts are looked for with; one that cannot be read is refused."""
YES_NO: Shape = {"type": "boolean"}
WHOLE: Shape = {"type": "integer", "minimum": 0, "maximum": 100_000}
AMOUNT: Shape = {"type": "number"}


def listed(item: Shape, most: int = 200) -> Shape:
    return {"type": "array", "items": item, "minItems": 1, "maxItems": most}


def one_or_more(item: Shape) -> Shape:
    return {"anyOf": [item, listed(item)]}


def fields(*required: str, **properties: Shape) -> Shape:
    """An object that refuses keys it does not know; a trailing underscore of a name is taken off."""
    known = {name.rstrip("_"): shape for name, shape in properties.items()}
    shape: Shape = {"type": "object", "additionalProperties": False, "properties": known, "minProperties": 1}
    return {**shape, "required": list(required)} if required else shape


def named(item: Shape) -> Shape:
    """An object whose keys are free and whose values are alike."""
    return {"type": "object", "additionalProperties": item, "minProperties": 1}


def either(*shapes: Shape) -> Shape:
    return {"anyOf": list(shapes)}


def as_list(value: Any) -> list[Any]:
    """What is one or more, always as a list."""
    return list(value) if isinstance(value, list | tuple) else [value]


ORDER = fields(id=TEXT, placed=TEXT, total=AMOUNT, status=TEXT, items=one_or_more(TEXT))
HAPPENED = fields("name", name=TEXT, at=TEXT, data=named(FREE))
PERSON: dict[str, Shape] = {
    "set_": named(either(ANY_TEXT, listed(TEXT))),
    "tags": one_or_more(TEXT),
    "stage": ANY_TEXT,
    "orders": listed(ORDER),
    "happened": listed(HAPPENED),
    "subscribed": YES_NO,
}
"""What of a customer a notebook can give."""
