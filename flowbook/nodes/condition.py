"""Condition: customers part by what is known of them."""

from __future__ import annotations

from collections.abc import Iterable

from flowbook.findings import same_ids
from flowbook.flow import Config, Node
from flowbook.nodetype import Exit, Finding, NodeType, Step, go
from flowbook.rules import deciding, evaluate, explain, reads, words
from flowbook.shapes import choice_id, config, items, line, row, rule
from flowbook.situation import Situation
from flowbook.ways import Around, Way, not_so, so
from flowbook.workspace import Rule

OTHERWISE = "otherwise"


def _exits(config: Config) -> tuple[Exit, ...]:
    own = (Exit(branch["id"], branch.get("label") or words(branch["rule"])) for branch in config["branches"])
    return (*own, Exit(OTHERWISE, "Otherwise", "other"))


def _run(node: Node, situation: Situation) -> Step:
    """The first branch that is true is taken, so the order of the branches counts."""
    subject = situation.subject()
    for branch in node.config["branches"]:
        if evaluate(branch["rule"], subject):
            return go(branch["id"], why=_why(branch["rule"], situation))
    told = [_why(branch["rule"], situation) for branch in node.config["branches"]]
    return go(OTHERWISE, why=" ".join(told))


def _why(rule: Rule, situation: Situation) -> str:
    verdict = explain(rule, situation.subject(), situation.setting.workspace)
    return " ".join(part.sentence for part in deciding(verdict))


def _ways(config: Config, around: Around) -> tuple[Way, ...]:
    rules = [branch["rule"] for branch in config["branches"]]
    passed = [tuple(not_so(rule) for rule in rules[:number]) for number in range(len(rules) + 1)]
    own = [
        Way(exit=branch["id"], when=(so(branch["rule"]), *before))
        for branch, before in zip(config["branches"], passed, strict=False)
    ]
    return (*own, Way(exit=OTHERWISE, when=passed[-1]))


def _check(node: Node) -> Iterable[Finding]:
    yield from same_ids(node.config["branches"], "branches", "branches", taken=(OTHERWISE,))


def _reads(config: Config) -> frozenset[str]:
    return frozenset().union(*(reads(branch["rule"]) for branch in config["branches"]))


NODE = NodeType(
    type="condition",
    label="Check",
    category="logic",
    icon="git-branch",
    order=10,
    help="Looks at what is known of the customer: fields, tags, stage, orders, what happened. The first "
    "branch that is true is taken, from the top; whoever fits none goes on by “Otherwise”.",
    config=config(
        ("branches",),
        branches=items(
            "Branches, asked from the top",
            row(
                ("id", "rule"),
                id=choice_id(),
                label=line("Name", "Left empty, the rule itself is the name.", maxLength=60),
                rule=rule("True when"),
            ),
            widget="branches",
            least=1,
            most=20,
        ),
    ),
    example={
        "branches": [
            {
                "id": "regular",
                "label": "A regular",
                "rule": {"orders": "count", "op": "at_least", "value": 3},
            },
            {"id": "vip", "rule": {"tag": "vip", "op": "has"}},
        ]
    },
    exits=_exits,
    run=_run,
    check=_check,
    summary=lambda config: tuple(words(branch["rule"]) for branch in config["branches"][:3]),
    reads=_reads,
    ways=_ways,
)
