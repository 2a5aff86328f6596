"""What a stretch of an explored notebook is for, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from flowbook.customer import Customer
from flowbook.filters import as_text
from flowbook.flow import Node
from flowbook.nodes import labels_of
from flowbook.notebook.branches import branches_of
from flowbook.notebook.coverage import CANCELLED, EXITS, RULES, THRESHOLDS, Target
from flowbook.notebook.stage import Ground
from flowbook.rules.phrases import node_words
from flowbook.rules.tree import Comparison, Membership, read_rule, walk
from flowbook.workspace import Workspace

if TYPE_CHECKING:
    from flowbook.explore.telling import Guest

MOST = 5
_STEPS = {-1: "just below", 0: "just at", 1: "just above"}


def about(ground: Ground, guests: Sequence[Guest], news: frozenset[Target]) -> str:
    """Who comes, and what no earlier stretch has shown."""
    who = "; ".join(map(_who, guests))
    told = list(_shown(ground, news))
    lines = [f"- {one}" for one in told[:MOST]]
    rest = [f"- and {len(told) - MOST} more"] if len(told) > MOST else []
    return "\n".join([f"**{who}**", "", *lines, *rest]) if lines else f"**{who}**"


def _who(guest: Guest) -> str:
    """With what is known of them, as far as the name does not say it."""
    known = facts(guest.told.conversation.script.customer)
    words = known.casefold().replace("_", " ").split(", ")
    new = not known or all(word in guest.name.casefold() for word in words)
    return guest.name if new else f"{guest.name} ({known})"


def facts(customer: Customer) -> str:
    """`2 orders, score 9, vip`; nothing of somebody new."""
    return ", ".join([*belongings(customer), *marks(customer), *happenings(customer)])


def belongings(customer: Customer) -> list[str]:
    several = len(customer.orders)
    orders = [f"{several} order{'s' if several > 1 else ''}"] if several else []
    return orders + [f"{name} {as_text(value, 'en')}" for name, value in sorted(customer.fields.items())]


def marks(customer: Customer) -> list[str]:
    """Tags and the stage."""
    return [*sorted(customer.tags), *([customer.stage] if customer.stage else [])]


def happenings(customer: Customer) -> list[str]:
    return list(dict.fromkeys(one.name for one in customer.happened))


def _shown(ground: Ground, news: Iterable[Target]) -> Iterator[str]:
    order = {node.id: place for place, node in enumerate(ground.flow.nodes)}
    for target in sorted(news, key=lambda one: (order[one.node], one.kind, repr(one.detail))):
        sentence = _sentence(ground.workspace, ground.flow.by_id[target.node], target)
        if sentence:
            yield sentence


def _sentence(workspace: Workspace, node: Node, target: Target) -> str:
    """Empty for what need not be told: that a step was come to, or that a timer fired."""
    title, detail = f"“{node.title}”", target.detail
    if target.kind == EXITS:
        return f"{title} → {labels_of(node).get(detail[0]) or detail[0]}"
    if target.kind in (RULES, THRESHOLDS):
        branch, path, value = detail
        asked = _words(workspace, node, branch, path.partition("#")[0])
        told = f"{_STEPS[value]} the limit of “{asked}”" if target.kind == THRESHOLDS else ""
        return f"{title}: {told or f'“{asked}” decides by being {str(value).lower()}'}"
    return f"{title}: an answer comes before its time is up" if detail == (CANCELLED,) else ""


def _words(workspace: Workspace, node: Node, branch: str, path: str) -> str:
    rule = next(one.rule for one in branches_of(node) if one.exit == branch)
    parts = (one for one in walk(read_rule(rule)) if isinstance(one, Comparison | Membership))
    return next(node_words(one, workspace) for one in parts if one.path == path.partition(">")[0])
