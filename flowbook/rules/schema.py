"""The JSON Schema of a rule, assembled from the operators table."""

from __future__ import annotations

from typing import Any

from flowbook.rules.operands import OPERANDS
from flowbook.rules.operators import FIELD_OPERATORS, Operator, operators_for
from flowbook.rules.sources import FIGURES
from flowbook.rules.tree import ORDER_FIGURES

MOST_PARTS = 100
ITSELF = {"$ref": "#/$defs/rule"}
NAME = {"type": "string", "pattern": r'^[^"\\\u0000-\u001f]*\S[^"\\\u0000-\u001f]*$', "maxLength": 100}
WITHIN = OPERANDS["days"].schema


def schema() -> dict[str, Any]:
    """Draft 2020-12, to be embedded as `$defs.rule`, by which name it refers to itself.

    A rule has exactly one of the subjects' keys; what is wrong is then said about that subject alone."""
    shapes = _shapes()
    return {
        "type": "object",
        "oneOf": [{"required": [key]} for key in shapes],
        "allOf": [{"if": {"required": [key]}, "then": shape} for key, shape in shapes.items()],
    }


def _shapes() -> dict[str, dict[str, Any]]:
    parts = {"type": "array", "items": ITSELF, "maxItems": MOST_PARTS}
    return {
        "all": _closed({"all": parts}),
        "any": _closed({"any": parts}),
        "not": _closed({"not": ITSELF}),
        "field": _compared({"field": NAME}, list(FIELD_OPERATORS.values()), "value"),
        "tag": _compared({"tag": NAME}, operators_for("tag")),
        "stage": _compared({}, operators_for("stage"), "stage"),
        "language": _compared({}, operators_for("spoken"), "language"),
        "orders": _orders(),
        "event": _compared(
            {"event": NAME, "within_days": WITHIN}, operators_for("event"), "times", required=False
        ),
        "segment": _compared({"segment": NAME}, operators_for("segment")),
        "subscribed": _closed({"subscribed": {"type": "boolean"}}),
        "silent_days": _closed({"silent_days": OPERANDS["days"].schema}),
    }


def _closed(properties: dict[str, Any], *optional: str) -> dict[str, Any]:
    required = [key for key in properties if key not in optional]
    return {"properties": properties, "required": required, "additionalProperties": False}


def _compared(
    base: dict[str, Any], operators: list[Operator], key: str = "", required: bool = True
) -> dict[str, Any]:
    """`key` is where the value to compare with is written; which values suit depends on the operator."""
    names = {"op": {"enum": [operator.name for operator in operators]}}
    valued: dict[str, Any] = {key: {}} if key else {}
    whole = _closed({**base, **names, **valued}, "within_days", key)
    return (
        {**whole, "allOf": [_suiting(group, key, required) for group in _by_operand(operators)]}
        if key
        else whole
    )


def _by_operand(operators: list[Operator]) -> list[list[Operator]]:
    kinds = dict.fromkeys(operator.operand for operator in operators)
    return [[operator for operator in operators if operator.operand == kind] for kind in kinds]


def _suiting(operators: list[Operator], key: str, required: bool) -> dict[str, Any]:
    operand = operators[0].operand
    then: dict[str, Any] = {"properties": {key: OPERANDS[operand].schema}}
    if required and operand != "none":
        then["required"] = [key]
    names = [operator.name for operator in operators]
    return {"if": {"properties": {"op": {"enum": names}}, "required": ["op"]}, "then": then}


def _orders() -> dict[str, Any]:
    kinds = {key: "status" if key == "status" else FIGURES[name].kind for key, name in ORDER_FIGURES.items()}
    cases = [_case(key, _figure(key, operators_for(kind))) for key, kind in kinds.items()]
    bought = {"orders": {"const": "product"}, "value": NAME, "within_days": WITHIN}
    product = _compared(bought, operators_for("product"))
    names = {"orders": {"enum": [*kinds, "product"]}}
    return {"properties": names, "allOf": [*cases, _case("product", product)]}


def _figure(key: str, operators: list[Operator]) -> dict[str, Any]:
    return _compared({"orders": {"const": key}, "within_days": WITHIN}, operators, "value")


def _case(key: str, then: dict[str, Any]) -> dict[str, Any]:
    return {"if": {"properties": {"orders": {"const": key}}}, "then": then}
