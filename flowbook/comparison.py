"""What differs between two versions of a flow, in sentences a designer reads before publishing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flowbook.checks.configs import TEXT_WIDGETS
from flowbook.customer import NOTHING
from flowbook.flow import Config, Flow, Node
from flowbook.nodes import labels_of, node_type
from flowbook.schedule import duration_words, offset_words
from flowbook.sentences import fill

NEW, CHANGED, GONE = "new", "changed", "gone"
NAME, WORDS, WAY = "name", "words", "way"
SPEAKING = ("message", "question")
"""Categories of steps whose texts are what customers read."""
_WHOLE = frozenset({"unit", "direction"})
"""Keys of values that are told as one: delays, and distances from a date."""
_SETTINGS = (
    ("title", "Title"),
    ("about", "Description"),
    ("languages", "Languages"),
    ("timezone", "Time zone"),
)


@dataclass(frozen=True, slots=True)
class Difference:
    """`kind`: new, changed, gone. `text` and `values` as in an Issue; `node` is empty for the flow as a
    whole. `about`: what a step is called, the words it says, a way on; empty for anything else."""

    kind: str
    text: str
    node: str = ""
    values: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    about: str = ""

    @property
    def sentence(self) -> str:
        return fill(self.text, self.values)


def compare(old: Flow | None, new: Flow) -> tuple[Difference, ...]:
    """Empty for equal flows. New steps first, then changed ones, both in the order of the new flow, then gone
    ones; with no old flow everything is new."""
    before = old.by_id if old else {}
    found = [_step(NEW, "A new step, {step} ({type}).", node) for node in new.nodes if node.id not in before]
    if old:
        found += _flow_settings(old, new)
    for node in new.nodes:
        if old and node.id in before:
            found += _node(old, new, before[node.id], node)
    for node in old.nodes if old else ():
        if node.id not in new.by_id:
            found.append(_step(GONE, "{step} ({type}) is no longer there.", node))
    return tuple(found)


def _flow_settings(old: Flow, new: Flow) -> Iterator[Difference]:
    for name, label in _SETTINGS:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            values = {"what": label, "before": shown(before), "after": shown(after)}
            yield Difference(CHANGED, "{what}: “{after}” in place of “{before}”.", values=values)


def _node(old: Flow, new: Flow, before: Node, after: Node) -> Iterator[Difference]:
    if before.title != after.title:
        renamed = _step(CHANGED, "“{before}” is now called {step}.", after, before=before.title)
        yield replace(renamed, about=NAME)
    if before.type != after.type:
        kind = node_type(before.type).label
        yield _step(CHANGED, "{step} is now “{type}”; it was “{before}”.", after, before=kind)
        return
    yield from _config(before, after, frozenset({*old.languages, *new.languages}))
    yield from _ways(old, new, before, after)


def _config(before: Node, after: Node, languages: frozenset[str]) -> Iterator[Difference]:
    kind = node_type(after.type)
    properties = kind.config.get("properties", {})
    for name, shape in properties.items():
        was, now = before.config.get(name), after.config.get(name)
        if was == now:
            continue
        values = {
            "what": shape.get("title", name),
            "before": shown(_apart(was, now, languages)),
            "after": shown(_apart(now, was, languages)),
        }
        if was is None:
            text = "{step}: {what}: “{after}” in place of nothing."
        elif now is None:
            text = "{step}: {what}: nothing in place of “{before}”."
        else:
            text = "{step}: {what}: “{after}” in place of “{before}”."
        spoken = kind.category in SPEAKING and shape.get("widget") in TEXT_WIDGETS
        yield replace(_step(CHANGED, text, after, **values), about=WORDS if spoken else "")


def _apart(value: Any, other: Any, languages: frozenset[str]) -> Any:
    """Of a text in several languages only what the other one does not say; that alone where it is one
    language's."""
    if not (isinstance(value, Mapping) and isinstance(other, Mapping)) or _WHOLE & {*value, *other}:
        return value
    own = {key: item for key, item in value.items() if other.get(key) != item}
    return next(iter(own.values())) if len(own) == 1 and own.keys() <= languages else own


def _ways(old: Flow, new: Flow, before: Node, after: Node) -> Iterator[Difference]:
    labels = labels_of(after)
    for name in dict.fromkeys([*after.exits, *before.exits]):
        was, now = before.exits.get(name), after.exits.get(name)
        if was == now:
            continue
        text = (
            "{step}{exit} now leads to {target}."
            if now
            else "{step}{exit} leads nowhere now; it led to {was}."
        )
        label = labels.get(name, name)
        values = {
            "exit": f", “{label}”," if label else "",
            "target": new.title_of(now or ""),
            "was": old.title_of(was or ""),
        }
        yield replace(_step(CHANGED, text, after, **values), about=WAY)


def _step(kind: str, text: str, node: Node, **values: Any) -> Difference:
    facts = {"step": f"“{node.title}”", "type": node_type(node.type).label, **values}
    return Difference(kind, text, node.id, facts)


def shown(value: Any) -> str:
    """A config's value in a few words."""
    match value:
        case None | "" | []:
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case {"direction": _}:
            return offset_words(value)
        case {"amount": _, "unit": _}:
            return duration_words(value)
        case Mapping() if not value:
            return "nothing"
        case Mapping():
            return _cut("; ".join(f"{key}: {shown(item)}" for key, item in value.items()))
        case list() | tuple():
            return _cut(", ".join(_item(item) for item in value))
    return _cut(str(value))


def _item(value: Any) -> str:
    """A row of a list by what a person would call it."""
    if isinstance(value, Mapping):
        named: Config = value
        return shown(named.get("label") or named.get("id") or dict(named))
    return shown(value)


def _cut(text: str) -> str:
    return text if len(text) <= 140 else text[:137] + "…"
