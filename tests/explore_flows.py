"""Small flows for exploration, written in few words, and what exploring them comes to."""

from collections.abc import Mapping
from typing import Any

from flowbook.explore import Land, Report, explore
from flowbook.flow import Flow, Node
from flowbook.workspace import Workspace, workspace_from_json
from tests.node_cases import WORKSPACE

Step = tuple[str, Mapping[str, Any], Mapping[str, str]]
"""Type, config, exits."""
PLACE = workspace_from_json(WORKSPACE)


def flow_of(steps: Mapping[str, Step], name: str = "small") -> Flow:
    """`begin` is put before the first step."""
    first = next(iter(steps))
    nodes = (Node(key, kind, key, config, exits) for key, (kind, config, exits) in steps.items())
    return Flow(name, name, (Node("begin", "start", "Begin", {}, {"next": first}), *nodes))


def explored(steps: Mapping[str, Step], workspace: Workspace = PLACE) -> Report:
    return explore(Land(flow_of(steps), workspace))


def names(exits: Any) -> set[str]:
    return {f"{node}.{exit}" for node, exit in exits}


def found(report: Report) -> set[str]:
    return names(one.exit for one in report.found)


def check(**branches: Mapping[str, Any]) -> dict[str, Any]:
    return {"branches": [{"id": name, "rule": rule} for name, rule in branches.items()]}


def number(field: str, op: str, value: Any) -> dict[str, Any]:
    return {"field": field, "op": op, "value": value}


def menu(*choices: str, **more: Any) -> dict[str, Any]:
    buttons = [{"id": one, "label": one.capitalize()} for one in choices]
    return {"text": "Which?", "buttons": buttons, **more}
