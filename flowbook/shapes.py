"""Pieces of config schema that several node types share: each a JSON Schema with title, default and widget
hint.

The `widget` of a property names the control that a form draws for it; builder/forms.py has one branch for
each."""

from __future__ import annotations

import re
from typing import Any

Shape = dict[str, Any]

UNITS = ("seconds", "minutes", "hours", "days", "weeks")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TIME_OF_DAY = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
CHOICE_ID = r"^[a-z0-9_]{1,16}$"
MEDIA_KINDS = ("photo", "video", "document", "voice", "audio", "sticker")
CAPTIONED = ("photo", "video", "document", "voice", "audio")
"""Media that can carry the message's text beneath them."""
ALBUM_KINDS = ("photo", "video")
BEFORE_AFTER = ("on", "before", "after")


WIDGETS = frozenset(
    (
        *("text", "line", "line_text", "pattern", "url", "choice", "switch", "number", "rule", "json"),
        *("field", "tag", "stage", "team", "hours", "segment", "flow", "trigger", "event", "products"),
        *("duration", "offset", "time", "date", "weekdays", "media", "album", "place"),
        *(
            "buttons",
            "links",
            "options",
            "branches",
            "arms",
            "headers",
            "mapping",
            "phrases",
            "phrase",
            "names",
        ),
    )
)
"""Every control a form may be asked to draw."""


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


def choice_id() -> Shape:
    """What a row's exit or button is called in files and in callback data; a form gives it by itself."""
    return {"title": "Id", "type": "string", "widget": "line", "pattern": CHOICE_ID}


def line(title: str, help: str = "", *, widget: str = "line", default: str = "", **more: Any) -> Shape:
    """A single line in one language: a name, an address, a pattern. A default that the pattern refuses is
    left out, so that the line has to be filled."""
    if re.search(more.get("pattern", ""), default):
        more["default"] = default
    return {"title": title, "description": help, "type": "string", "widget": widget, **more}


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


def number(title: str, default: int, minimum: int, maximum: int, help: str = "") -> Shape:
    """A whole number."""
    shape: Shape = {"title": title, "description": help, "type": "integer", "widget": "number"}
    return {**shape, "default": default, "minimum": minimum, "maximum": maximum}


def optional_number(title: str, help: str = "", *, whole: bool = False, **limits: float) -> Shape:
    """A number that may be left out; `limits` are JSON Schema's own words, such as minimum."""
    kind = "integer" if whole else "number"
    return {"title": title, "description": help, "type": kind, "widget": "number", **limits}


def duration(title: str, help: str = "", units: tuple[str, ...] = UNITS) -> Shape:
    """{"amount": 2, "unit": "hours"}: up to hours as time elapses, days and weeks by the calendar."""
    amount = {"type": "integer", "minimum": 0, "maximum": 100_000}
    properties = {"amount": amount, "unit": {"enum": list(units)}}
    shape: Shape = {"type": "object", "properties": properties, "required": ["amount", "unit"]}
    return {"title": title, "description": help, "widget": "duration", "additionalProperties": False, **shape}


def time_of_day(title: str, default: str = "10:00", help: str = "") -> Shape:
    """An empty default leaves the time out."""
    return line(title, help, widget="time", default=default, pattern=TIME_OF_DAY)


def offset(title: str, help: str = "", units: tuple[str, ...] = UNITS) -> Shape:
    """{"direction": "before", "amount": 2, "unit": "days"}; {"direction": "on"} needs no amount."""
    shape = duration(title, help, units)
    properties = {"direction": {"enum": list(BEFORE_AFTER)}, **shape["properties"]}
    return {**shape, "widget": "offset", "properties": properties, "required": ["direction"]}


def calendar_date(title: str, help: str = "", *, year: str = "written") -> Shape:
    """An ISO date, with a time of day or without. `year`: written; yearly, for a day of every year such as
    `--09-01`; or either. A form asks accordingly."""
    dated, yearly = r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?", r"--\d{2}-\d{2}"
    pattern = {"written": dated, "yearly": yearly, "either": f"{dated}|{yearly}"}[year]
    return line(title, help, widget="date", pattern=f"^({pattern})?$", year=year)


def weekdays(title: str, help: str = "") -> Shape:
    items = {"enum": list(WEEKDAYS)}
    shape: Shape = {"type": "array", "items": items, "uniqueItems": True, "widget": "weekdays"}
    return {"title": title, "description": help, **shape}


def field_name(title: str, help: str = "") -> Shape:
    """A declared field, or `session.NAME` for what matters only within one passage."""
    return line(title, help, widget="field", pattern=r"^(session\.)?[a-z][a-z0-9_]{0,39}$|^$")


def name_of(what: str, title: str, help: str = "") -> Shape:
    """Something the workspace knows by name: `what` is tag, stage, team, hours, segment, flow or event."""
    return line(title, help, widget=what, maxLength=64)


def names_of(what: str, title: str, help: str = "") -> Shape:
    one = {"type": "string", "minLength": 1, "maxLength": 64}
    shape: Shape = {"type": "array", "items": one, "uniqueItems": True, "widget": what}
    return {"title": title, "description": help, **shape}


def rule(title: str, help: str = "") -> Shape:
    return {"title": title, "description": help, "widget": "rule", "$ref": "#/$defs/rule"}


def media(title: str = "Picture or file", help: str = "", kinds: tuple[str, ...] = CAPTIONED) -> Shape:
    source = {"type": "string", "title": "Address", "maxLength": 2000}
    properties = {"kind": {"enum": list(kinds)}, "source": source}
    shape: Shape = {"type": "object", "properties": properties, "required": ["kind", "source"]}
    return {"title": title, "description": help, "widget": "media", "additionalProperties": False, **shape}


def items(title: str, item: Shape, *, widget: str, help: str = "", **size: int) -> Shape:
    """A list that a form shows as rows; `item` is the schema of one row. `size`: `least` and `most` rows."""
    least, most = size.get("least", 0), size.get("most", 100)
    shape: Shape = {"type": "array", "items": item, "minItems": least, "maxItems": most}
    return {"title": title, "description": help, "widget": widget, **shape}


def row(required: tuple[str, ...], **properties: Shape) -> Shape:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "required": list(required),
    }


def only(shape: Shape, **values: Any) -> Shape:
    """A property that matters only for some values of another one, for which a form shows it. The annotation
    is {"only": {"kind": ["text", "number"]}}."""
    return {**shape, "only": {key: list(wanted) for key, wanted in values.items()}}


ONLY_IF = rule("Only for customers of whom this is true", "Asked at the moment it would begin.")
AT_MOST_ONCE = duration("At most once in", "For one customer. Leave it out for every time.")
