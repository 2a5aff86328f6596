"""Flowbook from Python: open a flow, talk to it as a sample customer, play its test notebooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flowbook.cli.notebooks import ground_at, grounds_at
from flowbook.copies import altered
from flowbook.customer import Customer
from flowbook.errors import ExpectationFailed, FlowbookError, UnreadableFile
from flowbook.notebook import tellings
from flowbook.notebook.moments import read_moment
from flowbook.notebook.playing import Options, Report, run_notebooks
from flowbook.notebook.scenarios import Scenario, opening, scenarios
from flowbook.notebook.schema import head_faults, typed_head
from flowbook.notebook.single import run_single
from flowbook.notebook.stage import Ground, Stage
from flowbook.notebook.typed import as_written


def open_flow(place: str, beside: Sequence[str] = ()) -> OpenedFlow:
    """The flow in a file, or in a folder of one flow; with its workspace, the flows it leads to, and the
    sample customers above it. `beside` names other flows of the workspace that answer as well. Raises
    UnreadableFile."""
    return OpenedFlow(ground_at(place, tuple(beside)), place)


def _as_read(customer: str | Mapping[str, Any]) -> Any:
    """Raises UnreadableFile for what a notebook's head could not have."""
    head = typed_head({"notebook": "it", "flow": "it", "customers": [as_written(customer)]})
    for _, sentence in head_faults(head):
        raise UnreadableFile(f"This is no customer. {sentence}")
    return head["customers"][0]


@dataclass(frozen=True)
class OpenedFlow:
    """A flow as its file had it when it was opened."""

    ground: Ground
    place: str

    def simulate(
        self, customer: str | Mapping[str, Any] = "", start: str = "", seed: int = 0, language: str = ""
    ) -> Conversation:
        """Talk to it. `customer` is a sample customer's id, or one written out as in a notebook's head
        (`{"id": "ana", "set": {"first_name": "Ana"}}`), somebody new without it; `start` such as
        `2026-03-01 10:00 Europe/Vilnius`. Nothing leaves this machine. Raises UnreadableFile, UnreadableTime
        or UnknownZone for what is not there."""
        if start:
            read_moment(start, self.ground.zone)
        chosen = (_as_read(customer),) if customer else ()
        matrix = replace(self.ground.notebook.matrix, languages=(language,) if language else ())
        head = altered(self.ground.notebook, customers=chosen, start=start, seed=seed, matrix=matrix)
        ground = replace(self.ground, notebook=head)
        scenario = scenarios(ground)[0]
        return Conversation(opening(ground, scenario), scenario)

    def test(self) -> Report:
        """Play all notebooks beside it, as `flowbook test` does. Raises UnreadableFile."""
        return run_notebooks(grounds_at(self.place), Options(keep=True))


@dataclass(frozen=True)
class Conversation:
    """A conversation as far as it has come. It never changes: each thing done gives a new one, so that an
    earlier one can always be taken up again. Whatever cannot be done raises FlowbookError with a sentence."""

    stage: Stage
    scenario: Scenario

    def say(self, text: str) -> Conversation:
        return self.do("say", text)

    def tap(self, button: str, on: str = "") -> Conversation:
        """A button by what stands on it; `on` is a part of the message it is under."""
        return self.do("tap", {"button": button, "on": on} if on else button)

    def wait(self, until: str = "next timer") -> Conversation:
        """`2 days`, `until 2026-03-02 10:00`, `next timer`, `until quiet`."""
        return self.do("wait", until)

    def event(self, name: str, **data: Any) -> Conversation:
        return self.do("event", {"name": name, "data": data} if data else name)

    def mock(self, node: str, *replies: Any) -> Conversation:
        """What another system answers to a step: {"status": 200, "body": …}, or a failure such as
        "timeout"."""
        return self.do("mock", {"node": node, "replies": list(replies)} if replies else node)

    def expect(self, **wanted: Any) -> Conversation:
        """The same conversation, when all is as a cell `expect` would have it. Raises ExpectationFailed."""
        return self.do("expect", wanted)

    def do(self, kind: str, value: Any) -> Conversation:
        """A cell of any kind. Raises FlowbookError for one that cannot be done, ExpectationFailed for an
        expectation that failed."""
        stage, outcome = run_single(self.stage, self.scenario, kind, value)
        if outcome.failures:
            told = " ".join(failure.sentence for failure in outcome.failures)
            raise (FlowbookError if outcome.halt else ExpectationFailed)(told)
        return Conversation(stage, self.scenario)

    @property
    def replies(self) -> list[str]:
        """What the last thing done brought: messages with their buttons, `Which size? [36–38 | 39–41]`."""
        return tellings.replies(self.stage.turn, self.stage.who)

    @property
    def customer(self) -> Customer:
        """Whoever talks, as they are now."""
        return self.stage.customer

    @property
    def now(self) -> datetime:
        """UTC."""
        return self.stage.world.now

    @property
    def path(self) -> list[str]:
        """Every step passed since the beginning, and the way out of it."""
        return tellings.path(self.stage, self.stage.world.log)
