"""Other systems as a simulation knows them: which call gets which answer. Nothing here reaches a network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from flowbook.events import HttpRequested
from flowbook.stimuli import HttpAnswered

UNMOCKED = "unmocked"


@dataclass(frozen=True, slots=True)
class Reply:
    """`failure` as in HttpAnswered: empty, timeout, unreachable, refused."""

    status: int = 200
    body: Any = None
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Mock:
    """Answers calls of a node, or to an address (`*` stands for anything). Replies come in order, the last
    one again and again; with none it answers 200 and nothing."""

    node: str = ""
    url: str = ""
    method: str = ""
    replies: tuple[Reply, ...] = ()

    def fits(self, event: HttpRequested) -> bool:
        return (
            (not self.node or self.node == event.node)
            and (not self.url or fnmatchcase(event.url, self.url))
            and (not self.method or self.method.upper() == event.method)
        )


def answer(
    mocks: tuple[Mock, ...], calls: Mapping[int, int], event: HttpRequested
) -> tuple[HttpAnswered, int | None]:
    """The answer and the number of the mock that gave it; a call nobody mocked fails and says so."""
    for number, mock in enumerate(mocks):
        if mock.fits(event):
            replies = mock.replies or (Reply(),)
            reply = replies[min(calls.get(number, 0), len(replies) - 1)]
            return HttpAnswered(event.request, reply.status, reply.body, reply.failure), number
    return HttpAnswered(event.request, failure=UNMOCKED), None
