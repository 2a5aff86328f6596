"""A real customer's conversation as a test that tells nobody who they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flowbook.customer import Customer
from flowbook.events import Record
from flowbook.recording.disguise import Replacement, disguised
from flowbook.recording.following import Kept, followed, way_of
from flowbook.recording.history import Passage, befores, passages, stretched
from flowbook.recording.record import Recording, Scene, ground_for, recorded
from flowbook.recording.refusal import NotRecorded
from flowbook.recording.samples import everything
from flowbook.recording.secrets import OPEN, leaks, public_of, secrets_of
from flowbook.recording.talk import Talk
from flowbook.recording.trail import parting, parting_sentence


@dataclass(frozen=True, slots=True)
class History:
    """A customer as they are now, and all that is kept of what was said and done with them."""

    customer: Customer
    records: tuple[Record, ...]

    @property
    def passages(self) -> tuple[Passage, ...]:
        return passages(self.records)


@dataclass(frozen=True, slots=True)
class Anonymous:
    """`replaced` says what stood in the conversation and what stands in the test, for somebody to look at
    before it is kept."""

    recording: Recording
    replaced: tuple[Replacement, ...]


def anonymous_from(history: History, number: int, scene: Scene, title: str) -> Anonymous:
    """The passage of that number, with those before it where it hangs on them. Raises NotRecorded with the
    reason why it cannot be had by itself."""
    why: NotRecorded | None = None
    for passage in stretched(history.passages, number):
        records = history.records[passage.begin : passage.end]
        events = tuple(o for o in history.customer.happened if records[0].at <= o.at <= records[-1].at)
        for customer in befores(history.customer, history.records, passage.begin):
            try:
                return anonymous(scene, Kept(customer, records, events), title)
            except NotRecorded as error:
                why = why or error
    raise why or NotRecorded("There is no such conversation.")


def anonymous(scene: Scene, kept: Kept, title: str) -> Anonymous:
    """Goes the same way as the conversation, step by step. Raises NotRecorded, with the reason, where it
    cannot be had again, or only by telling who the customer is."""
    before = Talk(kept.customer, kept.records[0].at, (), records=kept.records)
    ground, _ = ground_for(scene, before, title)
    talk = followed(ground, kept)
    told = (str(kept.customer.fields.get(name, "")) for name in OPEN)
    public = public_of((scene.flow, *scene.others.values()), scene.workspace, (*everything(), *told))
    secrets = secrets_of(kept.customer, kept.records, public)
    found = disguised(ground, talk, public, secrets)
    recording = recorded(scene, found.talk, title)
    if parted := parting(way_of(ground, kept.records), way_of(ground, recording.take.records)):
        raise NotRecorded(parting_sentence(ground, parted))
    _refuse_leaks(recording, secrets)
    return Anonymous(recording, found.replaced)


def _refuse_leaks(recording: Recording, secrets: frozenset[str]) -> None:
    found = leaks(_texts_of(recording), secrets)
    if found:
        told = ", ".join(f"“{one}”" for one in found[:3])
        raise NotRecorded(f"{told} of the customer would still stand in the test.")


def _texts_of(recording: Recording) -> Iterator[str]:
    """All of the file that comes from the conversation."""
    yield from _strings(recording.head)
    for turn in recording.take.turns:
        yield turn.told
        yield from (text for kind, value in turn.doings if kind != "wait" for text in _strings(value))


def _strings(value: Any) -> Iterator[str]:
    match value:
        case dict():
            for item in value.values():
                yield from _strings(item)
        case list() | tuple():
            for item in value:
                yield from _strings(item)
        case str() | int() | float():
            yield str(value)
