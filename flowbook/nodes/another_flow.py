"""Another flow: the conversation goes on in another flow, and comes back if you like."""

from __future__ import annotations

from collections.abc import Iterable

from flowbook.flow import Config, Node
from flowbook.nodetype import Call, Exit, Finding, NodeType, Step
from flowbook.shapes import config, line, name_of, switch
from flowbook.situation import Situation
from flowbook.ways import Around, Way


def _exits(config: Config) -> tuple[Exit, ...]:
    return (Exit("back", "When it has ended", required=False),) if config.get("come_back", True) else ()


def _run(node: Node, situation: Situation) -> Step:
    call = Call(node.config["flow"], node.config.get("node", ""), node.config.get("come_back", True))
    return Step(call=call)


def _ways(config: Config, around: Around) -> tuple[Way, ...]:
    back = "back" if config.get("come_back", True) else ""
    return (Way(exit=back, call=(config["flow"], config.get("node", ""))),)


def _check(node: Node) -> Iterable[Finding]:
    if not node.config["flow"]:
        yield Finding("no_flow", "{step} does not say which flow to go to.", "flow")


def _summary(config: Config) -> tuple[str, ...]:
    back = "and back" if config.get("come_back", True) else "and not back"
    return (f"→ {config['flow']}", back)


NODE = NodeType(
    type="another_flow",
    label="Go to another flow",
    category="logic",
    icon="workflow",
    order=30,
    help="Goes on in another published flow. When that one ends, the conversation comes back here, unless "
    "you say otherwise. What was kept in session.NAME is known there, too.",
    config=config(
        ("flow",),
        flow=name_of("flow", "Flow"),
        node=line("Begin at", "Left empty, at its first trigger.", widget="trigger"),
        come_back=switch("Come back when it has ended", True),
    ),
    example={"flow": "faq"},
    exits=_exits,
    run=_run,
    check=_check,
    summary=_summary,
    ways=_ways,
)
