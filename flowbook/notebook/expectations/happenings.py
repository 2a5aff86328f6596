"""Expectations of what the flow did outside the chat: calls of other systems."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Any

from flowbook.events import HttpRequested
from flowbook.mocks import holds
from flowbook.notebook.expectation import Expectation
from flowbook.notebook.expectations.places import full_name
from flowbook.notebook.kind import Name
from flowbook.notebook.shapes import TEXT, WHOLE, either, fields
from flowbook.notebook.stage import Stage
from flowbook.notebook.typed import FREE

NONE = "none"


def _calls(stage: Stage) -> list[tuple[str, HttpRequested]]:
    """(flow.node, call) of the last act."""
    turn = (record for record in stage.turn if record.customer == stage.who)
    return [
        (f"{one.flow}.{one.event.node}", one.event) for one in turn if isinstance(one.event, HttpRequested)
    ]


def _holds(stage: Stage, wanted: Any) -> bool:
    calls = _calls(stage)
    if wanted == NONE:
        return not calls
    value = {"node": wanted} if isinstance(wanted, str) else wanted
    found = sum(_fits(stage, value, name, call) for name, call in calls)
    return found == value["times"] if "times" in value else found > 0


def _fits(stage: Stage, value: dict[str, Any], name: str, call: HttpRequested) -> bool:
    return (
        ("node" not in value or full_name(stage, value["node"]) == name)
        and ("url" not in value or fnmatchcase(call.url, stage.fill(value["url"])))
        and ("method" not in value or call.method == value["method"].upper())
        and ("body" not in value or holds(call.body, value["body"]))
    )


def _words(stage: Stage, wanted: Any) -> str:
    if wanted == NONE:
        return "no call of another system"
    value = {"node": wanted} if isinstance(wanted, str) else wanted
    by = f" by {stage.ground.title(value['node'])}" if "node" in value else ""
    rest = ", ".join(f"{name} {item}" for name, item in value.items() if name != "node")
    return f"a call{by}{f' ({rest})' if rest else ''}"


def _instead(stage: Stage, wanted: Any) -> str:
    calls = [
        f"{call.method} {call.url}" + (f" with {call.body}" if call.body else "") for _, call in _calls(stage)
    ]
    return f"there was {'; '.join(calls)}" if calls else "there was none"


def _names(wanted: Any) -> Iterable[Name]:
    node = wanted if isinstance(wanted, str) else wanted.get("node", "")
    return (Name("step", node),) if node not in ("", NONE) else ()


def _towards(stage: Stage, wanted: Any) -> Iterable[str]:
    return (full_name(stage, name.name) for name in _names(wanted))


EXPECTATIONS = (
    Expectation(
        name="call",
        help="A call of another system since the last act: by which `node`, to which `url` (* stands for "
        "anything), by which `method`, with what in its `body`, how many `times`. `none`: there is no call.",
        shape=either(TEXT, fields(node=TEXT, url=TEXT, method=TEXT, body=FREE, times=WHOLE)),
        holds=_holds,
        words=_words,
        instead=_instead,
        towards=_towards,
        names=_names,
    ),
)
