"""The flow file's JSON Schema (draft 2020-12), assembled from the node types, and its faults in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from flowbook import rules
from flowbook.flow import Config
from flowbook.nodes import node_type, node_types

FORMAT = 1
NODE_ID = r"^[a-z][a-z0-9_]{0,23}$"
FLOW_ID = r"^[a-z][a-z0-9_-]{0,39}$"
LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$"
NODE_LIMIT = 10_000

_TYPE_WORDS = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "object": "an object",
    "array": "a list",
}


@cache
def flow_schema() -> dict[str, Any]:
    """What is published for editors and other programs: `python -m flowbook nodes --schema` prints it."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Flowbook flow",
        **envelope(),
        "$defs": {"rule": rules.schema(), "node": _node_schema()},
    }


@cache
def envelope() -> dict[str, Any]:
    """The file around the nodes; each node is checked by its own type's schema, whose sentence is to the point."""
    properties = {
        "format": {"const": FORMAT},
        "id": {"type": "string", "pattern": FLOW_ID},
        "title": {"type": "string", "minLength": 1, "maxLength": 120},
        "about": {"type": "string", "maxLength": 2000},
        "languages": {
            "type": "array",
            "items": {"type": "string", "pattern": LANGUAGE},
            "minItems": 1,
            "uniqueItems": True,
        },
        "timezone": {"type": "string", "maxLength": 64},
        "expires_days": {"type": "integer", "minimum": 1, "maximum": 3650},
        "nodes": {"type": "array", "maxItems": NODE_LIMIT, "items": {"$ref": "#/$defs/node"}},
    }
    required = ["format", "id", "title", "nodes"]
    return {"type": "object", "additionalProperties": False, "properties": properties, "required": required}


def envelope_faults(data: Any) -> Iterator[tuple[str, str]]:
    """(place, sentence) for the file's own keys and each node's, without looking into configs."""
    shape = {**envelope(), "$defs": {"node": _node_envelope()}}
    for error in Draft202012Validator(shape).iter_errors(data):
        yield _place(error), sentence_of(error)


def config_faults(kind: str, config: Config) -> Iterator[tuple[str, str]]:
    """(dotted path in the config, sentence) for every fault. Raises UnknownNodeType."""
    for error in _validator(kind).iter_errors(config):
        best = best_match([error]) or error
        yield ".".join(str(part) for part in best.absolute_path), sentence_of(best)


def sentence_of(error: ValidationError) -> str:
    """A fault as a person would say it."""
    value, wanted = error.instance, error.validator_value
    match error.validator:
        case "required":
            missing = next(name for name in wanted if name not in value)
            return f"“{missing}” is missing."
        case "additionalProperties":
            known: Mapping[str, Any] = error.schema.get("properties", {})
            extra = next((key for key in value if key not in known), "?")
            return f"“{extra}” is not known here. Known: {', '.join(known) or 'nothing'}."
        case "type":
            return f"This should be {_TYPE_WORDS.get(str(wanted), str(wanted))}, not {_short(value)}."
        case "enum":
            return f"{_short(value)} should be one of: {', '.join(str(item) for item in wanted)}."
        case "const":
            return f"This should be {wanted!r}, not {_short(value)}."
        case "pattern":
            return f"{_short(value)} is not written as it should be (pattern {wanted})."
        case "minItems" | "minLength" | "minProperties":
            return "This is empty." if not value else f"There should be at least {wanted}."
        case "maxItems" | "maxLength":
            return f"There are {len(value):,} here; {wanted:,} is the most."
        case "minimum" | "maximum":
            limit = "at least" if error.validator == "minimum" else "at most"
            return f"{_short(value)} should be {limit} {wanted}."
        case "uniqueItems":
            return "The same entry stands here twice."
    return f"{_short(value)} does not fit here."


def _node_envelope() -> dict[str, Any]:
    exits = {"type": "object", "additionalProperties": {"type": "string"}}
    properties = {
        "id": {"type": "string", "pattern": NODE_ID},
        "type": {"type": "string"},
        "title": {"type": "string", "maxLength": 120},
        "config": {"type": "object"},
        "exits": exits,
        "note": {"type": "string", "maxLength": 2000},
    }
    required = ["id", "type", "title"]
    return {"type": "object", "additionalProperties": False, "properties": properties, "required": required}


def _node_schema() -> dict[str, Any]:
    shape = _node_envelope()
    shape["properties"]["type"] = {"enum": list(node_types())}
    shape["allOf"] = [
        {
            "if": {"properties": {"type": {"const": kind.type}}},
            "then": {"properties": {"config": kind.config}},
        }
        for kind in node_types().values()
    ]
    return shape


@cache
def _validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator({**node_type(kind).config, "$defs": {"rule": rules.schema()}})


def _place(error: ValidationError) -> str:
    place = ""
    for part in error.absolute_path:
        place += f"[{part}]" if isinstance(part, int) else f".{part}" if place else str(part)
    return place


def _short(value: Any) -> str:
    text = f"“{value}”" if isinstance(value, str) else repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
