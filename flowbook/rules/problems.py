"""What is wrong with a rule in its workspace: unknown names, values of the wrong kind, rings of segments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from flowbook.rules.operators import FIELD_KINDS, operators_for
from flowbook.rules.phrases import listed
from flowbook.rules.readings import as_spoken, fold
from flowbook.rules.segments import ring
from flowbook.rules.sources import COMPUTED
from flowbook.rules.suggestions import did_you_mean
from flowbook.rules.tree import Broken, Comparison, Membership, Node, read_rule, walk
from flowbook.workspace import Field, Rule, Workspace, declared

Problem = tuple[str, str]
"""A path into the rule, such as `all[0].value`, and the sentence."""

KIND_WORDS = {"yes_no": "a yes or no", "date": "a date", "number": "a number", "choice": "a choice"}


def problems(rule: Rule, workspace: Workspace) -> list[Problem]:
    """In the order in which the rule is written. Names of a conversation are not checked here."""
    return [found for node in walk(read_rule(rule)) for found in _problems(node, workspace)]


def segment_problems(workspace: Workspace) -> list[Problem]:
    """Of all saved segments; paths begin with the segment's name. No segment can see a conversation."""
    return [
        (f"{name}.{path}".rstrip("."), sentence)
        for name, rule in workspace.segments.items()
        for path, sentence in [*problems(rule, workspace), *_of_conversation(rule)]
    ]


def _of_conversation(rule: Rule) -> list[Problem]:
    return [
        (_at(node, "field"), f"“{node.source.name}” belongs to one conversation. A segment cannot see it.")
        for node in walk(read_rule(rule))
        if isinstance(node, Comparison) and node.source.shape == "session"
    ]


def _problems(node: Node, workspace: Workspace) -> list[Problem]:
    match node:
        case Broken(path=path, sentence=sentence):
            return [(path, sentence)]
        case Membership():
            return _membership(node, workspace)
        case Comparison():
            check = _CHECKS.get(node.source.shape)
            return check(node, workspace) if check else []
        case _:
            return []


def _membership(node: Membership, workspace: Workspace) -> list[Problem]:
    unknown = _unknown(node, "segment", node.segment, workspace.segments)
    way = ring(node.segment, workspace.segments)
    if unknown or not way:
        return unknown
    round_trip = " to ".join(f"“{name}”" for name in (*way, node.segment))
    sentence = (
        f"The segment goes round in a ring, {round_trip}, so nobody is in it. Take one of the references out."
    )
    return [(_at(node, "segment"), sentence)]


def _field(node: Comparison, workspace: Workspace) -> list[Problem]:
    name = node.source.name
    fields = declared(workspace)
    if name not in fields:
        return _unknown(node, "field", name, [*fields, *COMPUTED])
    return _kind(node, fields[name]) or _option(node, fields[name])


def _computed(node: Comparison, workspace: Workspace) -> list[Problem]:
    name = f"orders.{node.source.name}" if node.source.shape == "orders" else node.source.shape
    return _kind(node, COMPUTED[name])


def _kind(node: Comparison, field: Field) -> list[Problem]:
    kind = field.kind if field.kind in FIELD_KINDS else "text"
    fitting = operators_for(kind)
    if node.operator in fitting:
        return []
    what = KIND_WORDS.get(kind, "a text")
    offered = listed([f"“{operator.label}”" for operator in fitting], "or")
    sentence = f"“{field.label}” is {what}: “{node.operator.label}” does not suit it. Choose {offered}."
    return [(_at(node, "op"), sentence)]


def _option(node: Comparison, field: Field) -> list[Problem]:
    if field.kind != "choice" or not field.options:
        return []
    return _written(node, "value", f"an option of “{field.label}”", field.options)


def _written(node: Comparison, key: str, what: str, known: Iterable[str]) -> list[Problem]:
    """Texts to compare with that stand in no list."""
    names = list(known)
    folded = set(map(fold, names))
    values = node.value if isinstance(node.value, list | tuple) else [node.value]
    return [
        (_at(node, key), f"“{value}” is not {what}.{did_you_mean(value, names)}")
        for value in values
        if isinstance(value, str) and fold(value) not in folded
    ]


def _stage(node: Comparison, workspace: Workspace) -> list[Problem]:
    return _written(node, "stage", "a stage of this workspace", workspace.stages)


def _language(node: Comparison, workspace: Workspace) -> list[Problem]:
    codes = [code for code in map(as_spoken, workspace.languages) if code]
    asked = as_spoken(node.value) or ""
    if any(f"{code}-".startswith(f"{asked}-") or f"{asked}-".startswith(f"{code}-") for code in codes):
        return []
    return [(_at(node, "language"), f"“{node.value}” is not a language of this workspace.")]


def _tag(node: Comparison, workspace: Workspace) -> list[Problem]:
    return _unknown(node, "tag", node.source.name, workspace.tags)


def _event(node: Comparison, workspace: Workspace) -> list[Problem]:
    return _unknown(node, "event", node.source.name, workspace.events)


def _product(node: Comparison, workspace: Workspace) -> list[Problem]:
    return _unknown(node, "product", node.source.name, workspace.products, "value")


def _unknown(
    node: Comparison | Membership, what: str, name: str, known: Iterable[str], key: str = ""
) -> list[Problem]:
    names = list(known)
    if name in names:
        return []
    return [(_at(node, key or what), f"There is no {what} “{name}”.{did_you_mean(name, names)}")]


def _at(node: Comparison | Membership, key: str) -> str:
    return f"{node.path}.{key}" if node.path else key


_CHECKS: Mapping[str, Callable[[Comparison, Workspace], list[Problem]]] = {
    "field": _field,
    "orders": _computed,
    "today": _computed,
    "full_name": _computed,
    "tag": _tag,
    "stage": _stage,
    "language": _language,
    "event": _event,
    "product": _product,
}
