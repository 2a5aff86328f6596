"""What a check finds, and what it is given to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from functools import cached_property
from typing import Any

from flowbook.customer import NOTHING
from flowbook.flow import Flow, Node
from flowbook.graph import Graph, graph_of, reachable
from flowbook.nodes import node_type
from flowbook.nodetype import NodeType
from flowbook.sentences import fill
from flowbook.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Fix:
    """What one click would do: `config` is merged into the node's config (None removes a key), `exits` into
    its exits. `label` completes "Fix it: …"."""

    label: str
    config: Mapping[str, Any] = default(default_factory=lambda: NOTHING)
    exits: Mapping[str, str | None] = default(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class Issue:
    """`text` with its `values` filled in is the sentence; kept apart so that it can be translated. `node` is
    empty where the whole flow is meant; `field` is a dotted path in the config, or `exits.NAME`."""

    code: str
    severity: str
    text: str
    node: str = ""
    field: str = ""
    values: Mapping[str, Any] = default(default_factory=lambda: NOTHING)
    fix: Fix | None = None

    @property
    def sentence(self) -> str:
        return fill(self.text, self.values)


@dataclass(frozen=True)
class Case:
    """A flow with what surrounds it; the graph is made once for all rules."""

    flow: Flow
    workspace: Workspace
    others: tuple[Flow, ...] = ()
    drafts: tuple[Flow, ...] = ()

    @cached_property
    def graph(self) -> Graph:
        return graph_of(self.flow)

    @cached_property
    def reached(self) -> set[str]:
        return reachable(self.graph, self.flow)

    def issue(self, code: str, text: str, node: Node | None = None, **more: Any) -> Issue:
        """An issue whose `{step}` is the node's title; `more` are Issue's other fields, severity error by
        default."""
        values = dict(more.pop("values", {}))
        if node:
            values["step"] = f"“{node.title}”"
        severity = more.pop("severity", "error")
        return Issue(code, severity, text, node.id if node else "", values=values, **more)


@dataclass(frozen=True, slots=True)
class Rule:
    """`code` names the rule in files and output; `about` is one sentence for the documentation."""

    code: str
    about: str
    check: Callable[[Case], Iterable[Issue]]


def kind_of(node: Node) -> NodeType:
    return node_type(node.type)
