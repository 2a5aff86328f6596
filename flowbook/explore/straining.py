"""Conversations made harder: answers that are refused stand before the one that is taken, and whoever comes
to a step that takes tags away has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from flowbook.copies import altered
from flowbook.events import TagRemoved
from flowbook.explore.aims import Arena, Told
from flowbook.explore.conversation import Script, deed_of
from flowbook.explore.land import Spot
from flowbook.explore.shrinking import shrink
from flowbook.explore.stage import Stage, open_stage
from flowbook.ways import Act

ANSWER = "answer"
Taking = tuple[Spot, str]
"""A step, and a tag that it takes away."""


def strained(arena: Arena, told: Sequence[Told], more: Callable[[], bool] = lambda: True) -> list[Told]:
    """Each sees what it saw before; further ones have the tags that none of these has."""
    straining = _Straining(arena, more)
    harder = list(told)
    for most in (None, 1):
        harder = [straining.refusing(one, most) for one in harder]
    return [*harder, *straining.marked(harder)]


@dataclass
class _Straining:
    arena: Arena
    more: Callable[[], bool]
    done: set[Spot | Taking] = field(default_factory=set)

    def refusing(self, told: Told, most: int | None) -> Told:
        """At most so many refusals of a question. The last question first, so that the places of earlier
        deeds have not moved."""
        for place, spot, refused in reversed(list(self._questions(told.conversation.script))):
            if spot not in self.done and self.more() and (harder := self._with(told, place, refused[:most])):
                told = harder
                self.done.add(spot)
        return told

    def _with(self, told: Told, place: int, refused: Sequence[Act]) -> Told | None:
        """None where anything of it would not be seen any more, or somebody would not stand where they
        stood."""
        script = told.conversation.script
        answers = tuple(deed for act in refused if (deed := deed_of(act)))
        before, after = script.deeds[:place], script.deeds[place:]
        ends = [self._played(replace(script, deeds=(*before, *more))) for more in ((), answers)]
        if ends[0] is None or ends[1] is None or set(_asking(ends[0])) != set(_asking(ends[1])):
            return None
        played = self.arena.play(replace(script, deeds=(*before, *answers, *after)))
        return played if played and played.aims >= told.aims else None

    def _questions(self, script: Script) -> Iterator[tuple[int, Spot, tuple[Act, ...]]]:
        """Before which deed somebody stands where answers may be refused."""
        stage = open_stage(self.arena.land, script, self.arena.live)
        for place, deed in enumerate(script.deeds):
            for spot in _asking(stage):
                ways = self.arena.land.ways.get(spot, ())
                refused = next((way.refused for way in ways if way.refused), ())
                if refused and deed[0] != "wait":
                    yield place, spot, refused
            stage.act(deed)

    def marked(self, told: Sequence[Told]) -> Iterator[Told]:
        seen = [(one, self._takings(one.conversation.script)) for one in told]
        self.done.update(taking for one, takings in seen for taking in takings if self._takes(one, taking))
        for one, takings in seen:
            for taking in takings:
                if taking not in self.done and self.more() and (found := self._having(one, taking)):
                    self.done.add(taking)
                    yield found

    def _takings(self, script: Script) -> list[Taking]:
        """The steps that are passed and would take tags away."""
        stage, ways = self._played(script), self.arena.land.ways
        passed = dict.fromkeys((flow, node) for flow, node, _ in stage.taken()) if stage else ()
        return [
            (spot, effect.tag)
            for spot in passed
            if spot[0] == self.arena.land.flow.id
            for way in ways[spot]
            for effect in way.effects
            if isinstance(effect, TagRemoved)
        ]

    def _takes(self, told: Told, taking: Taking) -> bool:
        return self._taking(taking, told.conversation.script) is not None

    def _having(self, told: Told, taking: Taking) -> Told | None:
        """The same customer with the tag, and no more of the conversation than it needs."""
        script = told.conversation.script
        tags = script.customer.tags | {taking[1]}
        marked = replace(script, customer=altered(script.customer, tags=tags))
        found = self._taking(taking, marked)
        return shrink(marked, found, partial(self._taking, taking), self.more) if found else None

    def _taking(self, taking: Taking, script: Script) -> Told | None:
        """Where the step is passed and the tag goes."""
        stage, (spot, tag) = self._played(script), taking
        if stage is None or spot not in {(flow, node) for flow, node, _ in stage.taken()}:
            return None
        gone = any(isinstance(one.event, TagRemoved) and one.event.tag == tag for one in stage.world.log)
        return self.arena.play(script) if gone else None

    def _played(self, script: Script) -> Stage | None:
        stage = open_stage(self.arena.land, script, self.arena.live)
        return stage if all(stage.act(deed) for deed in script.deeds) else None


def _asking(stage: Stage) -> Iterator[Spot]:
    for session in stage.state.sessions.values():
        if session.wait and session.wait.kind == ANSWER and not session.parked:
            yield session.flow, session.node
