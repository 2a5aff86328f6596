"""Conditions as a form sees them: groups of comparisons, each a subject, a comparison and a value. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flowbook.rules import COMPUTED, Operator, operators_for
from flowbook.workspace import Field, Workspace, declared

Rule = Mapping[str, Any]
MODES = ("all", "any", "none")
KINDS = {
    "tag": "tag",
    "stage": "stage",
    "language": "spoken",
    "event": "event",
    "segment": "segment",
    "subscribed": "subscription",
    "silent_days": "silence",
    "orders:count": "number",
    "orders:sum": "number",
    "orders:last_date": "date",
    "orders:status": "status",
    "orders:product": "product",
}
"""What can be compared, apart from fields: subject -> the kind its operators go by."""
NAMED = ("tag", "event", "segment")
UNDER_ITS_NAME = ("stage", "language", "silent_days")
WINDOWED = ("event", "orders:count", "orders:sum", "orders:product")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One comparison. `subject` is a key of KINDS or `field:NAME`; `name` which tag, event or segment;
    `within` the last days that count, None for ever."""

    subject: str
    operator: str
    name: str = ""
    value: Any = None
    within: int | None = None


def is_group(rule: Rule) -> bool:
    return any(key in rule for key in ("all", "any", "not"))


def group_of(rule: Rule) -> tuple[str, list[Rule]]:
    """(mode, parts); a single comparison is a group of one."""
    if "not" in rule:
        inner = rule["not"]
        return "none", list(inner["any"]) if "any" in inner else [inner]
    for mode in ("all", "any"):
        if mode in rule:
            return mode, list(rule[mode])
    return "all", [rule]


def group(mode: str, parts: Sequence[Rule]) -> dict[str, Any]:
    return {"not": {"any": list(parts)}} if mode == "none" else {mode: list(parts)}


def leaf_of(rule: Rule) -> Leaf:
    """A rule that is no group; what it lacks is empty."""
    operator = rule.get("op", "")
    within = rule.get("within_days")
    if "field" in rule:
        return Leaf(f"field:{rule['field']}", operator, value=rule.get("value"))
    if "orders" in rule:
        return Leaf(f"orders:{rule['orders']}", operator, value=rule.get("value"), within=within)
    if "subscribed" in rule:
        return Leaf("subscribed", "is_true" if rule["subscribed"] else "is_false")
    for subject in UNDER_ITS_NAME:
        if subject in rule:
            return Leaf(subject, operator or "at_least", value=rule[subject])
    subject = next(key for key in NAMED if key in rule)
    return Leaf(
        subject, operator, rule[subject], rule.get("times", 1 if subject == "event" else None), within
    )


def rule_of(leaf: Leaf) -> dict[str, Any]:
    operator = {"op": leaf.operator}
    within = {"within_days": leaf.within} if leaf.within and leaf.subject in WINDOWED else {}
    if leaf.subject == "subscribed":
        return {"subscribed": leaf.operator == "is_true"}
    if leaf.subject == "silent_days":
        return {"silent_days": leaf.value}
    if leaf.subject in UNDER_ITS_NAME:
        return {leaf.subject: leaf.value, **operator}
    if leaf.subject in NAMED:
        times = {"times": leaf.value} if leaf.subject == "event" and (leaf.value or 1) != 1 else {}
        return {leaf.subject: leaf.name, **operator, **times, **within}
    family, _sign, name = leaf.subject.partition(":")
    value = {} if leaf.value is None else {"value": leaf.value}
    return {family: name, **operator, **value, **within}


def kind_of(subject: str, workspace: Workspace) -> str:
    """The kind that operators_for takes; an unknown field counts as a text."""
    if subject in KINDS:
        return KINDS[subject]
    found = field_of(subject, workspace)
    return found.kind if found else "text"


def field_of(subject: str, workspace: Workspace) -> Field | None:
    return {**COMPUTED, **declared(workspace)}.get(subject.removeprefix("field:"))


def operator_of(leaf: Leaf, workspace: Workspace) -> Operator:
    """The leaf's operator, or the first that its subject has where it cannot have that one."""
    offered = operators_for(kind_of(leaf.subject, workspace))
    return next((one for one in offered if one.name == leaf.operator), offered[0])


def first_leaf(workspace: Workspace) -> dict[str, Any]:
    """A new condition, complete as it is."""
    if workspace.tags:
        return {"tag": workspace.tags[0], "op": "has"}
    return {"field": "first_name", "op": "known"}
