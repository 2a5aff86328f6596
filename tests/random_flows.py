"""Random flows by seed, always the same ones: for measuring exploration, and for holding it to the truth."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

from flowbook.flow import Flow, Node
from flowbook.nodes import node_type
from flowbook.workspace import Workspace, workspace_from_json

NUMBERS = ("score", "visits", "session.guests")
TAGS = ("vip", "lead", "cold")
CITIES = ("Vilnius", "Riga", "Tallinn")
HOUR = {"amount": 1, "unit": "hours"}
PLACE: Workspace = workspace_from_json(
    {
        "timezone": "Europe/Vilnius",
        "languages": ["en"],
        "fields": [
            {"name": "score", "label": "Score", "kind": "number"},
            {"name": "visits", "label": "Visits", "kind": "number"},
        ],
        "tags": list(TAGS),
        "hours": {"default": {"hours": {"mon": [["09:00", "18:00"]], "wed": [["09:00", "18:00"]]}}},
    }
)
Dice = random.Random


def random_flow(seed: int, size: int = 50) -> Flow:
    """So many nodes, the trigger among them. Arrows go forward, a few back to where somebody is asked, and
    some exits lead nowhere."""
    dice = Dice(seed)
    kinds = ["start", *dice.choices(list(MAKERS), [weight for _, weight in MAKERS.values()], k=size - 1)]
    asking = [number for number, kind in enumerate(kinds) if kind in ("menu", "question")]
    nodes = []
    for number, kind in enumerate(kinds):
        config = MAKERS[kind][0](dice) if number else {}
        names = [exit.id for exit in node_type(kind).exits(config)]
        exits = {
            name: _target(dice, number, size, asking, first=not place) for place, name in enumerate(names)
        }
        leading = {name: target for name, target in exits.items() if target}
        nodes.append(Node(f"n{number}", kind, f"Step {number}", config, leading))
    return Flow(f"random_{seed}", f"Random flow {seed}", tuple(nodes))


def _target(dice: Dice, number: int, size: int, asking: list[int], first: bool) -> str:
    """The first exit always leads on, so that few steps are left out."""
    if first:
        return f"n{number + 1}" if number + 1 < size else ""
    if dice.random() < 0.1:
        return ""
    earlier = [one for one in asking if one < number]
    if earlier and dice.random() < 0.08:
        return f"n{dice.choice(earlier)}"
    later = min(size - 1, number + dice.randint(1, 8))
    return f"n{later}" if later > number else ""


def _rule(dice: Dice) -> dict[str, Any]:
    plain: list[Callable[[], dict[str, Any]]] = [
        lambda: {
            "field": dice.choice(NUMBERS),
            "op": dice.choice(["at_least", "at_most", "less_than", "more_than", "equals", "not_equals"]),
            "value": dice.randint(0, 10),
        },
        lambda: {"tag": dice.choice(TAGS), "op": dice.choice(["has", "has_not"])},
        lambda: {"field": "session.city", "op": dice.choice(["is", "is_not"]), "value": dice.choice(CITIES)},
        lambda: {"orders": "count", "op": dice.choice(["at_least", "at_most"]), "value": dice.randint(0, 4)},
    ]
    many = dice.choices([1, 2, 3], [6, 3, 1])[0]
    parts = [dice.choice(plain)() for _ in range(many)]
    return parts[0] if many == 1 else {dice.choice(["all", "any"]): parts}


def _condition(dice: Dice) -> dict[str, Any]:
    return {"branches": [{"id": f"b{number}", "rule": _rule(dice)} for number in range(dice.randint(1, 3))]}


def _menu(dice: Dice) -> dict[str, Any]:
    labels = dice.sample(["Red", "Blue", "Green", "White"], dice.randint(2, 4))
    config: dict[str, Any] = {
        "text": "Which?",
        "buttons": [{"id": label.lower(), "label": label} for label in labels],
    }
    if dice.random() < 0.5:
        config["no_answer_after"] = HOUR
    if dice.random() < 0.3:
        config["on_text"] = "exit"
    return config


def _question(dice: Dice) -> dict[str, Any]:
    retries = {"retries": dice.randint(1, 2)} if dice.random() < 0.5 else {}
    if dice.random() < 0.5:
        return {
            "text": "How many?",
            "kind": "number",
            "minimum": 0,
            "save_to": dice.choice(NUMBERS),
            **retries,
        }
    options = [{"id": city.lower(), "label": city} for city in CITIES]
    return {"text": "Where?", "kind": "choice", "options": options, "save_to": "session.city", **retries}


def _set_field(dice: Dice) -> dict[str, Any]:
    field = dice.choice(NUMBERS)
    if dice.random() < 0.5:
        return {"field": field, "how": dice.choice(["add", "subtract"]), "amount": dice.randint(1, 4)}
    return {"field": field, "how": "text", "value": str(dice.randint(0, 10))}


def _call(dice: Dice) -> dict[str, Any]:
    save = [{"path": "n", "save_to": dice.choice(NUMBERS)}] if dice.random() < 0.5 else []
    return {"url": "https://shop.example/x", "save": save}


MAKERS: Mapping[str, tuple[Callable[[Dice], dict[str, Any]], int]] = {
    "message": (lambda dice: {"text": "Something."}, 12),
    "menu": (_menu, 20),
    "question": (_question, 12),
    "condition": (_condition, 24),
    "set_field": (_set_field, 10),
    "tag": (lambda dice: {dice.choice(["add", "remove"]): [dice.choice(TAGS)]}, 8),
    "delay": (lambda dice: {"after": HOUR}, 6),
    "http_request": (_call, 4),
    "split": (lambda dice: {"arms": [{"id": "a"}, {"id": "b"}]}, 3),
    "business_hours": (lambda dice: {}, 2),
}
