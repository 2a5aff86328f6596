"""Pieces of config schema that several node types share: each a JSON Schema with title, default and widget hint.

The `widget` of a property names the control that a form draws for it; builder/forms.py has one branch for each."""

from __future__ import annotations

from typing import Any

Shape = dict[str, Any]

UNITS = ("seconds", "minutes", "hours", "days", "weeks")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TIME_OF_DAY = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
CHOICE_ID = r"^[a-z0-9_]{1,16}$"
MEDIA_KINDS = ("photo", "video", "document", "voice", "audio", "sticker")


def config(required: tuple[str, ...] = (), **properties: Shape) -> Shape:
    """A node's whole config: an object that refuses keys it does not know."""
    shape: Shape = {"type": "object", "additionalProperties": False, "properties": properties}
    return {**shape, "required": list(required)} if required else shape


def text(title: str, help: str = "", *, widget: str = "text", min_length: int = 0) -> Shape:
    """One text, or one for each language: "Hello" or {"en": "Hello", "ru": "Привет"}."""
    one = {"type": "string", "minLength": min_length} if min_length else {"type": "string"}
    many = {
        "type": "object",
        "propertyNames": {"pattern": r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$"},
        "minProperties": 1,
    }
    many["additionalProperties"] = {"type": "string"}
    return {"title": title, "description": help, "widget": widget, "anyOf": [one, many]}


def line(title: str, help: str = "", *, widget: str = "line", default: str = "", **more: Any) -> Shape:
    """A single line in one language: a name, an address, a pattern."""
    return {
        "title": title,
        "description": help,
        "type": "string",
        "widget": widget,
        "default": default,
        **more,
    }


def choice(title: str, options: dict[str, str], default: str, help: str = "") -> Shape:
    """`options` maps what is stored to what a designer reads."""
    labels = list(options.values())
    shape: Shape = {
        "title": title,
        "description": help,
        "widget": "choice",
        "enum": list(options),
        "labels": labels,
    }
    return {**shape, "default": default}


def switch(title: str, default: bool = False, help: str = "") -> Shape:
    return {"title": title, "description": help, "type": "boolean", "widget": "switch", "default": default}


def number(
    title: str, default: float, minimum: float, maximum: float, help: str = "", whole: bool = True
) -> Shape:
    shape: Shape = {
        "title": title,
        "description": help,
        "type": "integer" if whole else "number",
        "widget": "number",
    }
    return {**shape, "default": default, "minimum": minimum, "maximum": maximum}


def duration(title: str, help: str = "", units: tuple[str, ...] = UNITS) -> Shape:
    """{"amount": 2, "unit": "hours"}: up to hours as time elapses, days and weeks by the calendar."""
    amount = {"type": "integer", "minimum": 0, "maximum": 100_000}
    properties = {"amount": amount, "unit": {"enum": list(units)}}
    shape: Shape = {"type": "object", "properties": properties, "required": ["amount", "unit"]}
    return {"title": title, "description": help, "widget": "duration", "additionalProperties": False, **shape}


def time_of_day(title: str, default: str = "10:00", help: str = "") -> Shape:
    return {**line(title, help, widget="time", default=default), "pattern": TIME_OF_DAY}


def weekdays(title: str, help: str = "") -> Shape:
    items = {"enum": list(WEEKDAYS)}
    shape: Shape = {"type": "array", "items": items, "uniqueItems": True, "widget": "weekdays"}
    return {"title": title, "description": help, **shape}


def field_name(title: str, help: str = "") -> Shape:
    """A declared field, or `session.NAME` for what matters only within one passage."""
    return line(title, help, widget="field", pattern=r"^(session\.)?[a-z][a-z0-9_]{0,39}$|^$")


def rule(title: str, help: str = "") -> Shape:
    return {"title": title, "description": help, "widget": "rule", "$ref": "#/$defs/rule"}


def media(title: str = "Picture or file", help: str = "") -> Shape:
    source = {"type": "string", "title": "Address", "maxLength": 2000}
    properties = {"kind": {"enum": list(MEDIA_KINDS)}, "source": source}
    shape: Shape = {"type": "object", "properties": properties, "required": ["kind", "source"]}
    return {"title": title, "description": help, "widget": "media", "additionalProperties": False, **shape}


def items(title: str, item: Shape, *, widget: str, help: str = "", least: int = 0, most: int = 100) -> Shape:
    """A list that a form shows as rows; `item` is the schema of one row."""
    shape: Shape = {"type": "array", "items": item, "minItems": least, "maxItems": most}
    return {"title": title, "description": help, "widget": widget, **shape}


def row(required: tuple[str, ...], **properties: Shape) -> Shape:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "required": list(required),
    }


AT_MOST_ONCE = duration("At most once in", "For one customer. Leave it out for every time.")
