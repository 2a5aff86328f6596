"""Split: customers part by lot, and each stays with the arm that was drawn."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from math import log
from typing import Any

from flowbook.findings import same_ids, same_labels
from flowbook.flow import Config, Node
from flowbook.nodetype import Exit, Finding, NodeType, Step, go
from flowbook.shapes import choice_id, config, items, line, number, row
from flowbook.situation import Situation
from flowbook.ways import Around, Way

EVENLY = 50
_DIGEST = 8


def arm_of(arms: Iterable[dict[str, Any]], key: str) -> str:
    """The id of the arm that whoever has this key falls to. `key` names the seed, the step and the customer.

    Each arm draws a lot of its own from the key and its id, and the best lot for its weight wins. So nobody
    moves when other steps are added or changed, or when arms are put in another order or renamed. A new arm
    takes over only those it wins, from all others in proportion; a removed arm loses only its own; a changed
    weight moves only as many as it must. Another id for an arm, a copy of the step, another seed: all are
    drawn anew."""
    return str(min(arms, key=lambda arm: (_lot(f"{key}|{arm['id']}", _weight(arm)), arm["id"]))["id"])


def _lot(key: str, weight: int) -> float:
    """Lower is better: an exponential waiting time, the shorter the heavier the arm."""
    if not weight:
        return float("inf")
    drawn = int.from_bytes(blake2b(key.encode(), digest_size=_DIGEST).digest(), "big")
    return -log((drawn + 1) / 2 ** (8 * _DIGEST)) / weight


def _weight(arm: dict[str, Any]) -> int:
    return int(arm.get("weight", EVENLY))


def _run(node: Node, situation: Situation) -> Step:
    labels = _labels(node.config)
    settled = situation.setting.arms.get(f"{situation.flow.id}.{node.id}", "")
    if settled in labels:
        return go(settled, why=f"settled by the test: {labels[settled]}")
    place = f"{situation.setting.seed}|{situation.flow.id}|{node.id}|{situation.customer.id}"
    arm = arm_of(node.config["arms"], place)
    return go(arm, why=f"drawn by lot: {labels[arm]}")


def _ways(config: Config, around: Around) -> tuple[Way, ...]:
    """Nobody is drawn for an arm without weight, but where none has any."""
    drawn = [arm["id"] for arm in config["arms"] if _weight(arm)] or [
        min(arm["id"] for arm in config["arms"])
    ]
    return tuple(Way(exit=arm, arm=arm) for arm in drawn)


def _labels(config: Config) -> dict[str, str]:
    return {arm["id"]: arm.get("label") or arm["id"].upper() for arm in config["arms"]}


def _shares(config: Config) -> dict[str, str]:
    """Each arm with its percentage."""
    whole = sum(_weight(arm) for arm in config["arms"]) or 1
    labels = _labels(config)
    return {
        arm["id"]: f"{labels[arm['id']]} · {round(100 * _weight(arm) / whole)} %" for arm in config["arms"]
    }


def _check(node: Node) -> Iterable[Finding]:
    arms = node.config["arms"]
    yield from same_ids(arms, "arms", "arms")
    yield from same_labels(arms, "arms", "arms")
    if not any(_weight(arm) for arm in arms):
        yield Finding("no_weight", "In {step}, no arm has any weight, so that nobody could be drawn.", "arms")


NODE = NodeType(
    type="split",
    label="A/B test",
    category="logic",
    icon="split",
    order=20,
    help="Parts customers by lot, in the shares you set. A customer who comes again always goes the same "
    "way.",
    config=config(
        ("arms",),
        arms=items(
            "Arms",
            row(
                ("id",),
                id=choice_id(),
                label=line("Name", maxLength=60),
                weight=number(
                    "Weight", EVENLY, 0, 1000, "Two arms of 50 share evenly; 30 and 10 share 3 to 1."
                ),
            ),
            widget="arms",
            least=2,
            most=10,
        ),
    ),
    example={
        "arms": [{"id": "a", "label": "Discount", "weight": 50}, {"id": "b", "label": "Gift", "weight": 50}]
    },
    exits=lambda config: tuple(Exit(arm, label) for arm, label in _shares(config).items()),
    run=_run,
    check=_check,
    summary=lambda config: tuple(_shares(config).values())[:3],
    ways=_ways,
)
