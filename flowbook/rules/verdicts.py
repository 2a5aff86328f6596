"""Why a rule was true or false: each part with its sentence, the actual value, and what would be needed."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec import Struct

from flowbook.rules.evaluation import Test, actual_value, compile_node, is_member
from flowbook.rules.keeping import kept
from flowbook.rules.operands import MONTHS
from flowbook.rules.phrases import day_words, listed, negated, node_words, number_words, source_words
from flowbook.rules.sources import shape_of
from flowbook.rules.subject import Subject
from flowbook.rules.tree import Comparison, Join, Membership, Negation, Node, read_rule
from flowbook.workspace import Rule, Workspace

WRITTEN = ("field", "session", "stage", "full_name")
"""Sources whose text somebody wrote."""


class Verdict(Struct, frozen=True):
    """`words` is “orders is at least 3”, `actual` “orders is 2”, empty for a join; `path` leads to it."""

    path: str
    words: str
    truth: bool
    actual: str = ""
    parts: tuple[Verdict, ...] = ()

    @property
    def sentence(self) -> str:
        """“orders is at least 3” was false: orders is 2."""
        told = f"“{self.words}” was {'true' if self.truth else 'false'}"
        return f"{told}: {self.actual}." if self.actual else f"{told}."


def explain(rule: Rule, subject: Subject, workspace: Workspace | None = None) -> Verdict:
    """The tree of verdicts has the shape of the rule; a `not` has one part."""
    return _explain(_asked(rule), subject, workspace)


def deciding(verdict: Verdict) -> tuple[Verdict, ...]:
    """The comparisons that made it so: of a false “all” the false ones, of a true “any” the true ones."""
    if not verdict.parts:
        return (verdict,)
    agreeing = [part for part in verdict.parts if part.truth == verdict.truth]
    return tuple(leaf for part in agreeing or verdict.parts for leaf in deciding(part))


def would_need(rule: Rule, subject: Subject, workspace: Workspace | None = None) -> str:
    """“One more order would do.” Empty when the rule is true already, or when no change can make it true."""
    node = read_rule(rule)
    if compile_node(node)(subject):
        return ""
    lacking = _lacking(node, subject)
    if lacking is None:
        return ""
    things = [_thing(one, subject, workspace) for one in lacking]
    if all(things):
        return _sentence(f"{listed([thing for thing in things if thing], 'and')} would do")
    return _sentence(f"it would do if {' and '.join(_clause(one, workspace) for one in lacking)}")


class _Asked(Struct, frozen=True):
    """A part of a rule with its test, and its own parts."""

    node: Node
    test: Test
    parts: tuple[_Asked, ...] = ()


@kept
def _asked(rule: Rule) -> _Asked:
    return _with_test(read_rule(rule))


def _with_test(node: Node) -> _Asked:
    match node:
        case Join(parts=parts):
            inner = parts
        case Negation(part=part):
            inner = (part,)
        case _:
            inner = ()
    return _Asked(node, compile_node(node), tuple(map(_with_test, inner)))


def _explain(asked: _Asked, subject: Subject, workspace: Workspace | None) -> Verdict:
    node = asked.node
    inner = tuple([_explain(part, subject, workspace) for part in asked.parts])
    told, actual = node_words(node, workspace), _actual_words(node, subject, workspace)
    return Verdict(node.path, told, asked.test(subject), actual, inner)


def _actual_words(node: Node, subject: Subject, workspace: Workspace | None) -> str:
    match node:
        case Membership(segment=segment):
            inside = is_member(segment, subject)
            return f"the customer is {'' if inside else 'not '}in the segment {segment}"
        case Comparison():
            return _compared_words(node, actual_value(node, subject), subject, workspace)
        case _:
            return ""


def _compared_words(node: Comparison, actual: Any, subject: Subject, workspace: Workspace | None) -> str:
    told = source_words(node.source, workspace)
    match node.operator.reads, node.source.shape:
        case "flag", _:
            holds = node if node.operator.test(actual, None, 0) else negated(node)
            return f"the customer {node_words(holds or node, workspace)}"
        case _, "event":
            return f"{told} happened {_counted(actual, 'time')}"
        case _, "silence":
            return f"the customer has been silent for {_counted(actual, 'day')}"
        case "known", _:
            return f"{told} is {'known' if actual else 'not known'}"
        case _, _ if actual is None:
            return f"{told} is not known"
        case reads, _:
            return f"{told} is {_value_words(reads, actual, node, subject)}"


def _value_words(reads: str, actual: Any, node: Comparison, subject: Subject) -> str:
    match reads:
        case "number":
            return number_words(actual)
        case "yes_no":
            return "yes" if actual else "no"
        case "day":
            return day_words(date.fromordinal(actual))
        case "month_day":
            return f"{actual % 100} {MONTHS[actual // 100 - 1]}"
        case _:
            return _as_written(node, subject, actual)


def _as_written(node: Comparison, subject: Subject, folded: str) -> str:
    """The text with its capitals, where the value is one."""
    if node.source.shape not in WRITTEN:
        return folded
    raw = shape_of(node.source).get(node.source)(subject)
    if isinstance(raw, list | tuple):
        return listed([str(one).strip() for one in raw if one is not None], "and")
    return raw.strip() if isinstance(raw, str) else folded


def _lacking(node: Node, subject: Subject) -> list[Node] | None:
    """Comparisons that, were they true, would make the node true; None where there is no such list."""
    if compile_node(node)(subject):
        return []
    match node:
        case Join(parts=parts, every=every):
            lists = [_lacking(part, subject) for part in parts]
            if every:
                return None if None in lists else [one for found in lists if found for one in found]
            return min((found for found in lists if found), key=len, default=None)
        case Negation(part=part):
            turned = negated(part)
            return [turned] if turned and not isinstance(turned, Join) else None
        case Comparison() | Membership():
            return [node]
        case _:
            return None


def _thing(node: Node, subject: Subject, workspace: Workspace | None) -> str:
    """“one more order”, “the tag vip”; empty where there is no such short word for it."""
    if not isinstance(node, Comparison):
        return ""
    told = source_words(node.source, workspace)
    match node.operator.name, node.source.shape:
        case "has", "tag":
            return told
        case "has", "product":
            return f"an order of {told}"
        case "at_least" | "more_than" | "happened", _:
            return _missing_amount(node, actual_value(node, subject), told)
        case _:
            return ""


def _clause(node: Node, workspace: Workspace | None) -> str:
    """A sentence of its own: “the customer has the tag vip”."""
    told = node_words(node, workspace)
    bare = isinstance(node, Comparison | Membership) and not node.operator.words.startswith("{subject}")
    return f"the customer {told}" if bare else told


def _missing_amount(node: Comparison, actual: float | None, told: str) -> str:
    if actual is None:
        return ""
    lack = node.operand - actual
    whole = int(lack) + (node.operator.name == "more_than") if lack == int(lack) else int(lack) + 1
    match node.source.shape, node.source.name:
        case "orders", "count":
            return f"{_more(whole, 'order')}{told.removeprefix('orders')}"
        case "silence", _:
            return f"{_more(whole, 'day')} of silence"
        case "event", _:
            return f"{told} happening {_more(whole, 'time')}"
        case "orders", "sum" if node.operator.name == "at_least":
            return f"{number_words(round(lack, 2))} more in {told}"
        case _:
            return ""


def _more(amount: int, thing: str) -> str:
    return f"one more {thing}" if amount == 1 else f"{amount} more {thing}s"


def _counted(amount: int, thing: str) -> str:
    return f"{amount} {thing}" if amount == 1 else f"{amount} {thing}s"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
