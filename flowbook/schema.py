"""The flow file's JSON Schema (draft 2020-12), assembled from the node types, and its faults in plain
words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from flowbook import rules
from flowbook.flow import Config
from flowbook.nodes import node_type, node_types
from flowbook.spelling import SPELLED

if TYPE_CHECKING:
    import jsonschema_rs
    from jsonschema.exceptions import ValidationError

FORMAT = 1
NODE_ID = r"^[a-z][a-z0-9_]{0,23}$"
FLOW_ID = r"^[a-z][a-z0-9_-]{0,39}$"
LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$"
NODE_LIMIT = 10_000

Fault = Any
"""A jsonschema ValidationError, whose parts are of any type."""
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
    """The file around the nodes; each node is checked by its own type's schema, whose sentence is to the
    point."""
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
    if not _fits_envelope().is_valid(data):
        # Slow to load, and only needed for what is wrong.
        from jsonschema import Draft202012Validator

        for error in Draft202012Validator(_envelope_shape()).iter_errors(data):
            yield _place(error), sentence_of(error)


def config_faults(kind: str, config: Config) -> Iterator[tuple[str, str]]:
    """(dotted path in the config, sentence) for every fault. Raises UnknownNodeType."""
    if _fits(kind).is_valid(config):
        return
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match

    for error in Draft202012Validator(_config_shape(kind)).iter_errors(config):
        best = best_match([error]) or error
        yield ".".join(str(part) for part in best.absolute_path), sentence_of(best)


def sentence_of(error: ValidationError) -> str:
    """A fault as a person would say it."""
    say = _SENTENCES.get(str(error.validator))
    return say(error) if say else f"{_short(error.instance)} does not fit here."


def _missing(error: Fault) -> str:
    name = next(name for name in error.validator_value if name not in error.instance)
    return f"“{name}” is missing."


def _unknown(error: Fault) -> str:
    known = error.schema.get("properties", {})
    extra = next((key for key in error.instance if key not in known), "?")
    return f"“{extra}” is not known here. Known: {', '.join(known) or 'nothing'}."


def _wrong_type(error: Fault) -> str:
    wanted = str(error.validator_value)
    return f"This should be {_TYPE_WORDS.get(wanted, wanted)}, not {_short(error.instance)}."


def _none_of(error: Fault) -> str:
    wanted = ", ".join(str(item) for item in error.validator_value)
    return f"{_short(error.instance)} should be one of: {wanted}."


def _too_little(error: Fault) -> str:
    return f"There should be at least {error.validator_value}." if error.instance else "This is empty."


def _too_much(error: Fault) -> str:
    return f"There are {len(error.instance):,} here; {error.validator_value:,} is the most."


def _misspelled(error: Fault) -> str:
    told = f"{_short(error.instance)} is not written as it should be" if error.instance else "This is empty"
    spelled = SPELLED.get(error.validator_value, "")
    return f"{told}: {spelled}." if spelled else f"{told}."


_SENTENCES: dict[str, Callable[[Fault], str]] = {
    "required": _missing,
    "additionalProperties": _unknown,
    "type": _wrong_type,
    "enum": _none_of,
    "const": lambda e: f"This should be {e.validator_value!r}, not {_short(e.instance)}.",
    "pattern": _misspelled,
    "format": lambda e: f"{_short(e.instance)} is no pattern: {e.cause}.",
    "minItems": _too_little,
    "minLength": _too_little,
    "minProperties": _too_little,
    "maxItems": _too_much,
    "maxLength": _too_much,
    "minimum": lambda e: f"{_short(e.instance)} should be at least {e.validator_value}.",
    "maximum": lambda e: f"{_short(e.instance)} should be at most {e.validator_value}.",
    "uniqueItems": lambda e: "The same entry stands here twice.",
}


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


def _config_shape(kind: str) -> dict[str, Any]:
    return {**node_type(kind).config, "$defs": {"rule": rules.schema()}}


def _envelope_shape() -> dict[str, Any]:
    return {**envelope(), "$defs": {"node": _node_envelope()}}


# Whether a config fits is asked for every step of every file. jsonschema takes a third of a millisecond to
# say; jsonschema-rs answers in microseconds. What does not fit, jsonschema then explains.
@cache
def _fits(kind: str) -> jsonschema_rs.Draft202012Validator:
    import jsonschema_rs  # 6 MiB that the runtime does not need

    return jsonschema_rs.Draft202012Validator(_config_shape(kind))


@cache
def _fits_envelope() -> jsonschema_rs.Draft202012Validator:
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(_envelope_shape())


def _place(error: ValidationError) -> str:
    place = ""
    for part in error.absolute_path:
        place += f"[{part}]" if isinstance(part, int) else f".{part}" if place else str(part)
    return place


def _short(value: Any) -> str:
    text = f"“{value}”" if isinstance(value, str) else repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
