"""The notebook file's JSON Schema (draft 2020-12), assembled from the kinds of cells, and its faults in plain
words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema_rs
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import best_match

from flowbook.notebook import people
from flowbook.notebook.kinds import kinds
from flowbook.notebook.shapes import CELL_ID, TEXT, WHOLE, YES_NO, either, fields, listed, named, one_or_more
from flowbook.notebook.typed import typed
from flowbook.phrases import mistake_in
from flowbook.schema import FLOW_ID, LANGUAGE, sentence_of
from flowbook.shapes import Shape

CELL_LIMIT = 10_000
ALL = "all"
NOTE = "note"
_LANGUAGES = listed({"type": "string", "pattern": LANGUAGE})
_WORDS = {
    "string": "a text",
    "object": "an object",
    "array": "a list",
    "number": "a number",
    "boolean": "yes or no",
}
MATRIX = fields(
    languages=_LANGUAGES,
    arms=either({"type": "string", "enum": [ALL]}, named(one_or_more(TEXT))),
    starts=listed(TEXT),
)


@cache
def head_shape() -> Shape:
    """All that stands beside the cells."""
    return fields(
        "notebook",
        "flow",
        notebook={**TEXT, "maxLength": 200},
        flow={"type": "string", "pattern": FLOW_ID},
        beside=one_or_more({"type": "string", "pattern": FLOW_ID}),
        start=TEXT,
        seed=WHOLE,
        customers=people.SHAPE,
        matrix=MATRIX,
        tags=one_or_more(TEXT),
        coverage={"type": "number", "minimum": 0, "maximum": 100},
    )


@cache
def cell_shape(kind: str) -> Shape:
    """A cell of one kind, with what every cell may have."""
    common = {"id": {"type": "string", "pattern": CELL_ID}, "note": TEXT}
    common |= {"skip": either(YES_NO, TEXT), "only": one_or_more(TEXT)}
    return fields("id", kind, **{**common, kind: kinds()[kind].shape})


@cache
def notebook_schema() -> dict[str, Any]:
    """What is published for editors and other programs. Texts without quotes are read as the schema says."""
    cells = {
        "type": "array",
        "maxItems": CELL_LIMIT,
        "items": {"anyOf": [cell_shape(name) for name in kinds()]},
    }
    head = head_shape()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Flowbook test notebook",
        **head,
        "properties": {**head["properties"], "cells": cells},
        "required": [*head["required"], "cells"],
    }


Faults = Iterator[tuple[tuple[str | int, ...], str]]
HEAD = ""


def head_faults(data: Any) -> Faults:
    """(path, sentence) for whatever is wrong."""
    return _faults(HEAD, data)


def cell_faults(kind: str, data: Any) -> Faults:
    return _faults(kind, data)


def _faults(what: str, data: Any) -> Faults:
    if _fits(what).is_valid(data):
        return
    for error in Draft202012Validator(_shape(what), format_checker=_FORMATS).iter_errors(data):
        best = best_match([error]) or error
        where = tuple(best.absolute_path)
        if best.validator == "additionalProperties":
            known = best.schema.get("properties", {})
            where = (*where, next((key for key in best.instance if key not in known), ""))
        yield where, _alternatives(best) if best.validator == "anyOf" else sentence_of(best)


def _alternatives(error: Any) -> str:
    """For what is none of several shapes."""
    words = [_WORDS[kind] for one in error.validator_value if (kind := one.get("type")) in _WORDS]
    return f"This should be {' or '.join(dict.fromkeys(words))}." if words else sentence_of(error)


def _shape(what: str) -> Shape:
    return cell_shape(what) if what else head_shape()


def _refuse_mistakes(text: object) -> bool:
    """Raises ValueError in the words of the patterns' reader."""
    if mistake := mistake_in(str(text)):
        raise ValueError(mistake)
    return True


_FORMATS = FormatChecker(formats=())
_FORMATS.checks("pattern", raises=ValueError)(_refuse_mistakes)


# As for flows: jsonschema-rs says quickly whether it fits, jsonschema says why not.
@cache
def _fits(what: str) -> jsonschema_rs.Draft202012Validator:
    formats = {"pattern": lambda text: not mistake_in(text)}
    return jsonschema_rs.Draft202012Validator(_shape(what), formats=formats, validate_formats=True)


def typed_head(data: Any) -> Any:
    return typed(data, head_shape())


def typed_cell(kind: str, data: Any) -> Any:
    return typed(data, cell_shape(kind))
