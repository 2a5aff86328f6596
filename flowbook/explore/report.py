"""What exploration came to: exits found with a conversation each, exits proved never to be taken, and the
rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flowbook.explore.conversation import Conversation, script_to_json
from flowbook.explore.land import Land
from flowbook.nodes import labels_of

Exit = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """`after` is when it was found, in seconds from the beginning."""

    exit: Exit
    conversation: Conversation
    after: float = 0


@dataclass(frozen=True, slots=True)
class Report:
    """`proved` are exits that nobody can take, of `unreached` nodes among them. `conversations` are few and
    take all the exits that were found. `seconds` names the parts of the work."""

    flow: str
    found: tuple[Found, ...]
    proved: tuple[Exit, ...]
    unsettled: tuple[Exit, ...]
    unreached: tuple[str, ...] = ()
    conversations: tuple[Conversation, ...] = ()
    seconds: tuple[tuple[str, float], ...] = ()


def label_of(land: Land, exit: Exit) -> tuple[str, str]:
    """The step's title and what stands on the exit."""
    node = land.flow.by_id[exit[0]]
    return node.title, labels_of(node).get(exit[1]) or exit[1]


def report_to_json(land: Land, report: Report) -> dict[str, Any]:
    return {
        "flow": report.flow,
        "found": [{"exit": _name(one.exit), "after": round(one.after, 3)} for one in report.found],
        "proved": [_name(one) for one in report.proved],
        "unsettled": [_name(one) for one in report.unsettled],
        "seconds": {name: round(spent, 3) for name, spent in report.seconds},
        "conversations": conversations_to_json(land, report),
    }


def conversations_to_json(land: Land, report: Report) -> list[dict[str, Any]]:
    return [
        script_to_json(one, f"{land.flow.title}, found way {number}", land.flow.id)
        for number, one in enumerate(report.conversations, start=1)
    ]


def _name(exit: Exit) -> str:
    return f"{exit[0]}.{exit[1]}"
