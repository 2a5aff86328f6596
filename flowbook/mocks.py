"""Other systems as a simulation knows them: which call gets which answer. Nothing here reaches a network."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from msgspec import Struct, field

from flowbook.events import HttpRequested
from flowbook.stimuli import HttpAnswered

UNMOCKED = "unmocked"


class Reply(Struct, frozen=True, omit_defaults=True):
    """`failure` as in HttpAnswered: empty, timeout, unreachable, refused."""

    status: int = 200
    body: Any = None
    failure: str = ""


class Mock(Struct, frozen=True, omit_defaults=True):
    """Answers calls of a node, or to an address (`*` stands for anything), of those the ones whose body has
    what `when` says. Replies come in order, the last one again and again; with none it answers 200 and
    nothing. After `times` answers others have their turn; 0 is no limit."""

    node: str = ""
    url: str = ""
    method: str = ""
    replies: tuple[Reply, ...] = ()
    when: Mapping[str, Any] = field(default_factory=dict)
    times: int = 0

    def fits(self, event: HttpRequested) -> bool:
        return (
            (not self.node or self.node == event.node)
            and (not self.url or fnmatchcase(event.url, self.url))
            and (not self.method or self.method.upper() == event.method)
            and (not self.when or holds(event.body, self.when))
        )


def answer(
    mocks: tuple[Mock, ...], calls: Mapping[int, int], event: HttpRequested
) -> tuple[HttpAnswered, int | None]:
    """The answer and the number of the mock that gave it; a call nobody mocked fails and says so."""
    for number, mock in enumerate(mocks):
        if mock.fits(event) and not 0 < mock.times <= calls.get(number, 0):
            replies = mock.replies or (Reply(),)
            reply = replies[min(calls.get(number, 0), len(replies) - 1)]
            return HttpAnswered(event.request, reply.status, reply.body, reply.failure), number
    return HttpAnswered(event.request, failure=UNMOCKED), None


def holds(actual: Any, wanted: Any) -> bool:
    """Whether all that is wanted stands in the actual value; an object may have more than was asked for."""
    if isinstance(wanted, Mapping):
        return isinstance(actual, Mapping) and all(
            key in actual and holds(actual[key], item) for key, item in wanted.items()
        )
    return bool(actual == wanted)
