"""A table of truth for each step that parts customers by rules: who was asked what, what was true of them,
and which way they went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from flowbook.flow import Flow, Node
from flowbook.nodes import labels_of
from flowbook.notebook.branches import branches_of
from flowbook.notebook.coverage import RULES, THRESHOLDS, Coverage, Target
from flowbook.notebook.covered import CHECKED, UNTOUCHED, WORDS, standing
from flowbook.notebook.playing import ScenarioRun
from flowbook.notebook.thresholds import boundaries
from flowbook.notebook.trace import Decision
from flowbook.rules.evaluation import compile_node
from flowbook.rules.phrases import node_words
from flowbook.rules.tree import Comparison, Membership, read_rule, walk
from flowbook.workspace import Workspace

Leaf = Comparison | Membership
Truths = tuple[bool | None, ...]
SIGNS: Mapping[bool | None, str] = MappingProxyType({True: "✓", False: "✗", None: "·"})
LIMITS = {-1: "just below", 0: "at the limit", 1: "just above"}
SHOWN = 4
"""Customers named in a row; of the others it is said how many there are."""


@dataclass(frozen=True, slots=True)
class Column:
    """One comparison of a branch. `both` has how its being true and its being false stand, `limits` how the
    customers one below, at and one above each of its limits do: by -1, 0, 1, a limit after the other."""

    exit: str
    words: str
    both: Mapping[bool, str] = field(default_factory=dict)
    limits: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """The customers who were all answered alike. None stands for a comparison that was not asked, since an
    earlier branch was true. `label` is that of the way they went."""

    truths: Truths
    exit: str
    label: str
    customers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`node` is the step's id. `untaken` are the labels of the ways on that nobody went."""

    node: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    untaken: tuple[str, ...]


def truth_tables(coverage: Coverage, runs: Iterable[ScenarioRun], workspace: Workspace) -> tuple[Table, ...]:
    """In flow order, for every step with rules. `runs` have kept their decisions (Options.keep)."""
    flow = coverage.flow
    made: dict[str, list[tuple[str, Decision]]] = {}
    for run in sorted(runs, key=_is_nameless):
        for decision in run.decided:
            made.setdefault(decision.node, []).append((run.scenario.customer.name, decision))
    parting = [node for node in flow.nodes if branches_of(node)]
    return tuple(_table(coverage, node, made.get(f"{flow.id}.{node.id}", []), workspace) for node in parting)


def told_column(column: Column) -> str:
    """What is missing of it; empty where all was tried and checked."""
    both = [f"{SIGNS[truth]} {WORDS[state]}" for truth, state in column.both.items() if state != CHECKED]
    near = [LIMITS[step] for step, state in column.limits if state == UNTOUCHED]
    limits = [f"{', '.join(dict.fromkeys(near))} {WORDS[UNTOUCHED]}"] if near else []
    return "; ".join((*both, *limits))


def told_names(row: Row) -> str:
    """Anna, Marta and 3 more."""
    names, more = ", ".join(row.customers[:SHOWN]), len(row.customers) - SHOWN
    return f"{names} and {more} more" if more > 0 else names


def _table(coverage: Coverage, node: Node, made: list[tuple[str, Decision]], workspace: Workspace) -> Table:
    labels = {exit: label or exit for exit, label in labels_of(node).items()}
    groups: dict[tuple[str, Truths], dict[str, None]] = {}
    for name, decision in made:
        groups.setdefault((decision.exit, _truths(node, decision)), {})[name] = None
    order = {exit: number for number, exit in enumerate(labels)}
    rows = [
        Row(truths, exit, labels.get(exit, exit), tuple(names)) for (exit, truths), names in groups.items()
    ]
    rows.sort(key=lambda row: (order.get(row.exit, len(order)), [truth is not True for truth in row.truths]))
    taken = {row.exit for row in rows}
    untaken = tuple(label for exit, label in labels.items() if exit not in taken)
    columns = tuple(_columns(coverage, coverage.flow, node, workspace))
    return Table(node.id, node.title, columns, tuple(rows), untaken)


def _columns(coverage: Coverage, flow: Flow, node: Node, workspace: Workspace) -> Iterator[Column]:
    for branch in branches_of(node):
        limits: dict[str, list[tuple[int, str]]] = {}
        for path, step in boundaries(branch.rule, workspace.segments):
            target = Target(THRESHOLDS, flow.id, node.id, (branch.exit, path, step))
            limits.setdefault(_leaf_of(path), []).append((step, standing(coverage, target)))
        for leaf in _leaves(branch.rule):
            both = {
                truth: standing(coverage, Target(RULES, flow.id, node.id, (branch.exit, leaf.path, truth)))
                for truth in (True, False)
            }
            yield Column(branch.exit, node_words(leaf, workspace), both, tuple(limits.get(leaf.path, ())))


def _is_nameless(run: ScenarioRun) -> bool:
    """Those with a name of their own are told first."""
    return run.scenario.customer.name == run.scenario.customer.id


def _leaf_of(path: str) -> str:
    """The comparison that a limit belongs to; for one of a segment, where the segment is asked about."""
    return path.partition(">")[0] if ">" in path else path.rpartition("#")[0]


def _leaves(rule: Mapping[str, object]) -> Iterator[Leaf]:
    for part in walk(read_rule(rule)):
        if isinstance(part, Comparison | Membership):
            yield part


def _truths(node: Node, decision: Decision) -> Truths:
    asked = {branch.exit for branch in decision.asked}
    return tuple(
        compile_node(leaf)(decision.subject) if branch.exit in asked else None
        for branch in branches_of(node)
        for leaf in _leaves(branch.rule)
    )
