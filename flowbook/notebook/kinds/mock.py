"""Mock: what another system answers when a flow calls it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flowbook.copies import altered
from flowbook.mocks import Mock, Reply
from flowbook.notebook.cells import Cell
from flowbook.notebook.kind import Kind, Name
from flowbook.notebook.shapes import TEXT, WHOLE, either, fields, listed, named
from flowbook.notebook.stage import Stage, Step, stop
from flowbook.notebook.typed import FREE

FAILURES = ("timeout", "unreachable", "refused")


def _run(stage: Stage, cell: Cell) -> Step:
    """A later mock is asked before an earlier one."""
    value = {"node": cell.value} if isinstance(cell.value, str) else cell.value
    if not value.get("node") and not value.get("url"):
        return stop(stage, "A mock is for a step or for an address: node, or url.")
    replies = tuple(_reply(one) for one in value.get("replies", ()))
    node = value.get("node", "").rpartition(".")[2]
    mock = Mock(node, value.get("url", ""), value.get("method", ""), replies)
    mock = altered(mock, when=value.get("when", {}), times=value.get("times", 0))
    calls = {number + 1: count for number, count in stage.world.calls.items()}
    world = altered(stage.world, mocks=(mock, *stage.world.mocks), calls=calls)
    return Step(altered(stage, world=world, mocks=(cell.id, *stage.mocks)))


def _reply(data: Any) -> Reply:
    if isinstance(data, str):
        return Reply(0, failure=data)
    return Reply(data.get("status", 200), data.get("body"), data.get("failure", ""))


def _names(value: Any) -> Iterable[Name]:
    node = value if isinstance(value, str) else value.get("node", "")
    return (Name("step", node),) if node else ()


KIND = Kind(
    name="mock",
    label="Mock",
    help="Answers calls of a step (`node`) or to an address (`url`, where * stands for anything; `method`), "
    "those whose body has what `when` says. `replies` come in order, the last one again and again: a "
    "`status` and a `body`, or a failure: timeout, unreachable, refused. After `times` answers others have "
    "their turn. A call that nothing answers fails the test, and so does a mock that nobody calls, or not "
    "`times` often.",
    shape=either(
        TEXT,
        fields(
            node=TEXT,
            url=TEXT,
            method=TEXT,
            when=named(FREE),
            replies=listed(
                either(
                    {"type": "string", "enum": list(FAILURES)},
                    fields(status=WHOLE, body=FREE, failure={"enum": list(FAILURES)}),
                )
            ),
            times=WHOLE,
        ),
    ),
    example="mock: {node: voucher, replies: [{body: {code: MARTA-77}}, timeout]}",
    run=_run,
    names=_names,
    order=70,
)
