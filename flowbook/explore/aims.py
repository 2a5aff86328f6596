"""What of a flow a conversation sees: the targets of coverage, collected deed by deed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from flowbook.copies import altered
from flowbook.events import HttpRequested
from flowbook.explore.conversation import Conversation, Script
from flowbook.explore.land import Land
from flowbook.explore.sharp import decided_at, true_of_both
from flowbook.explore.stage import Taken, library, lines_of, open_stage, own_exits
from flowbook.mocks import Mock, Reply
from flowbook.notebook.cells import Notebook
from flowbook.notebook.coverage import Target, targets
from flowbook.notebook.seeing import seen_between
from flowbook.notebook.stage import Ground
from flowbook.notebook.thresholds import distances
from flowbook.notebook.trace import Decision, decisions
from flowbook.setting import Library, Setting
from flowbook.world import World


@dataclass(frozen=True, slots=True)
class Told:
    """A conversation with the targets of its flow that it sees."""

    conversation: Conversation
    aims: frozenset[Target]


@dataclass(frozen=True)
class Arena:
    """A land made ready to be played on again and again."""

    land: Land

    @cached_property
    def live(self) -> Library:
        return library(self.land)

    @cached_property
    def ground(self) -> Ground:
        """Without invariants, which are held against what is found and do not decide what is."""
        flow = self.land.flow
        setting = Setting(replace(self.land.workspace, invariants={}), self.live)
        return Ground(Notebook(flow.title, flow.id), flow, setting)

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """Those of coverage."""
        return targets(self.land.flow, self.land.workspace)

    def play(self, script: Script) -> Told | None:
        """None when one of its deeds cannot be done."""
        stage = open_stage(self.land, script, self.live)
        begun = stage.world
        seen = self._seen(altered(begun, states={}, log=()), begun)
        lines = []
        for deed in script.deeds:
            before = stage.world
            if not stage.act(deed):
                return None
            seen |= self._seen(before, stage.world)
            lines.append(tuple(lines_of(stage.world, len(before.log))))
        own = own_exits(self.land, stage.taken())
        mocks = _answering(script.mocks, stage.world)
        whole = replace(script, mocks=mocks, arms=self._drawn(stage.taken()))
        return Told(Conversation(whole, own, tuple(lines)), self._own(seen))

    def _seen(self, before: World, after: World) -> set[Target]:
        made = list(decisions(self.ground, before, after))
        extra = (one for decision in made for one in (*decided_at(decision), *true_of_both(decision)))
        return seen_between(self.ground, before, after) | set(extra)

    def distances(self, script: Script, target: Target) -> set[float]:
        """How far from a limit those have been who were asked about it."""
        stage = open_stage(self.land, script, self.live)
        found: set[float] = set()
        for deed in script.deeds:
            before = stage.world
            if not stage.act(deed):
                break
            for one in decisions(self.ground, before, stage.world):
                if one.node == f"{target.flow}.{target.node}":
                    found |= set(_away(one, target))
        return found

    def _drawn(self, taken: Iterable[Taken]) -> dict[str, str]:
        """Whoever plays it has another name, and would draw other lots."""
        return {f"{flow}.{node}": exit for flow, node, exit in taken if (flow, node) in self.land.lots}

    def _own(self, seen: Iterable[Target]) -> frozenset[Target]:
        return frozenset(one for one in seen if one.flow == self.land.flow.id)


def _away(decision: Decision, target: Target) -> Iterator[float]:
    for branch in decision.asked:
        if branch.exit == target.detail[0]:
            yield from (
                gap for path, gap in distances(branch.rule, decision.subject) if path == target.detail[1]
            )


def _answering(mocks: tuple[Mock, ...], world: World) -> tuple[Mock, ...]:
    """Only those that were called; and one for each step that nobody answered."""
    calls = [one.event for one in world.log if isinstance(one.event, HttpRequested)]
    lonely = {call.node for call in calls if not any(mock.fits(call) for mock in mocks)}
    used = (mock for number, mock in enumerate(mocks) if world.calls.get(number))
    silent = (Mock(node=node, replies=(Reply(0, failure="unreachable"),)) for node in sorted(lonely))
    return (*used, *silent)
