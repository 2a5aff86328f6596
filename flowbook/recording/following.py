"""What a customer did in a conversation that is only known by its records: deeds under which it goes the same
way again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flowbook.copies import altered
from flowbook.customer import Customer, Occurrence
from flowbook.events import Record
from flowbook.notebook.stage import Ground
from flowbook.recording.answers import mocks_of
from flowbook.recording.arms import settled
from flowbook.recording.guesses import Moment, moments
from flowbook.recording.refusal import NotRecorded
from flowbook.recording.replay import after, began
from flowbook.recording.talk import Deed, Talk
from flowbook.recording.trail import Mark, parting, parting_sentence, route
from flowbook.setting import Setting
from flowbook.world import World, advance


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a conversation: who they were when it began, its records, and what was reported of them
    from outside meanwhile."""

    customer: Customer
    records: tuple[Record, ...]
    events: tuple[Occurrence, ...] = ()


def followed(ground: Ground, kept: Kept) -> Talk:
    """The conversation as a talk whose way is that of the records. Raises NotRecorded with the place where it
    cannot be found again."""
    records = kept.records
    talk = Talk(kept.customer, records[0].at, (), tuple(mocks_of(ground, records)), records)
    search = _Search(ground, settled(ground, records), talk, route(records, _flows(ground)))
    return altered(talk, deeds=tuple(search.deeds(kept.events)))


def way_of(ground: Ground, records: Iterable[Record]) -> list[Mark]:
    return route(records, _flows(ground))


def _flows(ground: Ground) -> Sequence[str]:
    return tuple(ground.setting.library.live)


@dataclass(frozen=True, slots=True)
class _Search:
    """From deed to deed, each time the first of what it may have been that keeps to the way."""

    ground: Ground
    setting: Setting
    talk: Talk
    wanted: list[Mark]

    def deeds(self, events: Iterable[Occurrence]) -> Iterator[Deed]:
        ahead = moments(self.talk.records, events)
        world = began(self.setting, self.talk)
        ends = [
            *((one.index, one.at) for one in ahead[1:]),
            (len(self.talk.records), self.talk.records[-1].at),
        ]
        last = self.talk.start
        for moment, (index, at) in zip(ahead, ends, strict=True):
            need = len(way_of(self.ground, self.talk.records[:index]))
            found = next(self._fitting(world, moment, Deed(at), need), None)
            if found is None:
                raise NotRecorded(self._refusal(world, moment, Deed(at)))
            deed, world = found
            last = moment.at
            yield from [deed] if deed else []
        if self.talk.records[-1].at > last:
            yield Deed(self.talk.records[-1].at)

    def _fitting(
        self, world: World, moment: Moment, following: Deed, need: int
    ) -> Iterator[tuple[Deed | None, World]]:
        """Each deed after which, up to the following one, all has come that came, and nothing else."""
        who = self.talk.customer.id
        here = advance(world, moment.at)
        for stimulus in moment.guesses(here, who):
            deed = Deed(moment.at, stimulus) if stimulus else None
            done = after(here, who, deed) if deed else here
            found = way_of(self.ground, advance(done, following.at).log)
            if len(found) >= need and found == self.wanted[: len(found)]:
                yield deed, done

    def _refusal(self, world: World, moment: Moment, following: Deed) -> str:
        """Where the likeliest guess leaves the way."""
        who = self.talk.customer.id
        here = advance(world, moment.at)
        stimulus = next(iter(moment.guesses(here, who)), None)
        done = after(here, who, Deed(moment.at, stimulus)) if stimulus else here
        found = parting(self.wanted, way_of(self.ground, advance(done, following.at).log))
        return parting_sentence(self.ground, found) if found else "The conversation cannot be had again."
