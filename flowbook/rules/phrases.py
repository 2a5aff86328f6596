"""A rule in plain English: “orders is at least 1 and city is Vilnius”."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from flowbook.copies import altered
from flowbook.rules.operands import MONTHS
from flowbook.rules.operators import find_operator
from flowbook.rules.sources import FIGURES, Source
from flowbook.rules.tree import Broken, Comparison, Join, Membership, Negation, Node, read_rule
from flowbook.workspace import Rule, Workspace, field_of

_ONE = re.compile(r"\b1 (day|time)s\b")
_PLACES = {
    "today": "today",
    "full_name": "full name",
    "stage": "stage",
    "language": "language",
    "subscribed": "subscription",
    "silence": "silence",
}


def words(rule: Rule, workspace: Workspace | None = None) -> str:
    """With a workspace its labels and product titles are used, without one the names."""
    return node_words(read_rule(rule), workspace)


def node_words(node: Node, workspace: Workspace | None = None) -> str:
    match node:
        case Join():
            return _join_words(node, workspace)
        case Negation(part=part):
            turned = negated(part)
            return node_words(turned, workspace) if turned else f"not ({node_words(part, workspace)})"
        case Comparison(operator=operator):
            template = operator.many if operator.many and node.operand != 1 else operator.words
            value = operand_words(operator.operand, node.value)
            return _singular(template.format(subject=source_words(node.source, workspace), value=value))
        case Membership(segment=segment, operator=operator):
            return operator.words.format(subject=f"the segment {segment}")
        case Broken():
            return "something that cannot be read"


def negated(node: Node) -> Node | None:
    """The comparison that holds exactly where this one does not, where there is one."""
    match node:
        case Negation(part=part):
            return part
        case Comparison(operator=operator) if operator.opposite:
            turned = find_operator(operator.kinds[0], operator.opposite)
            return altered(node, operator=turned) if turned else None
        case Membership(operator=operator):
            turned = find_operator("segment", operator.opposite)
            return altered(node, operator=turned) if turned else None
        case _:
            return None


def source_words(source: Source, workspace: Workspace | None = None) -> str:
    """“city”, “orders in the last 30 days”, “the tag vip”."""
    window = "" if source.within_days is None else _singular(f" in the last {source.within_days} days")
    return f"{_named(source, workspace)}{window}"


def operand_words(operand: str, value: Any) -> str:
    """`operand` is an operator's; `value` as it was written."""
    match operand:
        case "texts":
            return listed([str(one).strip() for one in value], "or")
        case "pair":
            return " and ".join(map(number_words, value))
        case "date":
            return day_words(date.fromisoformat(value))
        case "month":
            return MONTHS[value - 1]
        case "number" | "days" | "times":
            return number_words(value)
        case _:
            return str(value).strip()


def listed(names: list[str], joint: str) -> str:
    """“a, b or c”."""
    return f" {joint} ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def number_words(value: float) -> str:
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else str(value)


def day_words(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _join_words(node: Join, workspace: Workspace | None) -> str:
    if not node.parts:
        return "always" if node.every else "never"
    told = [node_words(part, workspace) for part in node.parts]
    if len(told) == 1:
        return told[0]
    bracketed = [
        f"({text})" if isinstance(part, Join) and len(part.parts) > 1 else text
        for part, text in zip(node.parts, told, strict=True)
    ]
    return (" and " if node.every else " or ").join(bracketed)


def _named(source: Source, workspace: Workspace | None) -> str:
    name = source.name.replace("_", " ")
    match source.shape:
        case "orders":
            return FIGURES[source.name].label
        case "tag":
            return f"the tag {source.name}"
        case "event":
            return name
        case "product":
            product = workspace.products.get(source.name) if workspace else None
            return product.title if product else source.name
        case "field":
            found = field_of(workspace, source.name) if workspace else None
            return _lowered(found.label) if found else name
        case _:
            return _PLACES.get(source.shape, name)


def _lowered(label: str) -> str:
    """For the middle of a sentence; an abbreviation such as “VIP level” stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _singular(text: str) -> str:
    return _ONE.sub(r"1 \1", text)
