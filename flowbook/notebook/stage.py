"""Where a scenario stands between two cells: the world, whose turn it is, what the last act brought."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from flowbook.checks.configs import parts
from flowbook.customer import NOTHING, Customer
from flowbook.events import Event, MessageSent, Record
from flowbook.flow import Flow, Node
from flowbook.graph import Graph, graph_of
from flowbook.notebook.branches import Branch, branches_of
from flowbook.notebook.cells import Notebook
from flowbook.rules.readings import zone_of
from flowbook.schedule import zone as zone_named
from flowbook.session import CustomerState, Session
from flowbook.setting import Setting
from flowbook.situation import Situation
from flowbook.workspace import Workspace
from flowbook.world import World


@dataclass(frozen=True)
class Ground:
    """What a notebook is played on: its flow, the flows beside it (both live in `setting`), the sample
    customers there are, by id, and those of the files that the notebook names; other `versions` of the flow,
    as cells name them."""

    notebook: Notebook
    flow: Flow
    setting: Setting
    pool: Mapping[str, Customer] = field(default_factory=lambda: NOTHING)
    files: Mapping[str, tuple[Customer, ...]] = field(default_factory=lambda: NOTHING)
    versions: Mapping[str, Flow] = field(default_factory=lambda: NOTHING)

    @property
    def workspace(self) -> Workspace:
        return self.setting.workspace

    @cached_property
    def zone(self) -> ZoneInfo:
        """The flow's, else the workspace's: what times in the notebook mean."""
        return zone_named(zone_of(self.flow.timezone, self.workspace.timezone))

    @cached_property
    def branches(self) -> dict[tuple[str, str], tuple[Branch, ...]]:
        """The rules that decide which way is taken, by flow and step, in the order in which they are
        asked."""
        live = self.setting.library.live.values()
        found = {(one.flow.id, node.id): branches_of(node) for one in live for node in one.flow.nodes}
        return {place: branches for place, branches in found.items() if branches}

    @cached_property
    def graphs(self) -> dict[str, Graph]:
        """A graph of each live flow, by its id."""
        return {flow: graph_of(release.flow) for flow, release in self.setting.library.live.items()}

    @cached_property
    def splits(self) -> dict[str, tuple[str, ...]]:
        """The arms of each split of the notebook's flow, by the step's id."""
        rows = (
            (node.id, part.value) for node in self.flow.nodes for part in parts(node) if part.widget == "arms"
        )
        return {step: tuple(arm["id"] for arm in arms) for step, arms in rows}

    @cached_property
    def languages(self) -> dict[str, None]:
        """Those that the workspace and the live flows speak."""
        live = (release.flow.languages for release in self.setting.library.live.values())
        return dict.fromkeys(chain(self.flow.languages, self.workspace.languages, *live))

    def node(self, name: str) -> tuple[Flow, Node] | None:
        """`pick` of the notebook's own flow, `orders.pick` of another one."""
        flow, _, own = name.rpartition(".")
        release = self.setting.library.live.get(flow or self.flow.id)
        node = release.flow.get(own) if release else None
        return (release.flow, node) if release and node else None

    def title(self, name: str) -> str:
        found = self.node(name)
        return f"“{found[1].title}”" if found else f"“{name}”"


class Stage(Struct, frozen=True):
    """`who` talks. `before` is the world before the last act, so that what came of it can be told apart.
    `mocks` has the cell of each mock of the world, in the same order; `accepted` what each snapshot's cell
    has to be in this scenario, as far as that is known."""

    ground: Ground
    world: World
    who: str
    before: World
    mocks: tuple[str, ...] = ()
    accepted: Mapping[str, str] = NOTHING

    @property
    def state(self) -> CustomerState:
        return self.world.states[self.who]

    @property
    def customer(self) -> Customer:
        return self.state.customer

    @property
    def turn(self) -> tuple[Record, ...]:
        """What the last act brought, to whomever."""
        return self.world.log[len(self.before.log) :]

    def own(self, *kinds: type[Event]) -> list[Any]:
        """The events of these kinds that the last act brought to whoever talks."""
        turn = (record for record in self.turn if record.customer == self.who)
        return [record.event for record in turn if type(record.event) in kinds]

    @property
    def replies(self) -> list[MessageSent]:
        return self.own(MessageSent)

    def sent(self) -> Iterator[MessageSent]:
        """Everything the bot ever sent to whoever talks, the newest first."""
        for record in reversed(self.world.log):
            event = record.event
            if type(event) is MessageSent and record.customer == self.who:
                yield event

    @property
    def situation(self) -> Situation:
        """What texts and rules can be read with now: in the conversation that asks, else in any."""
        waiting = [one for one in self.state.sessions.values() if one.wait and one.wait.kind == "answer"]
        session = next(iter(waiting), next(iter(self.state.sessions.values()), None))
        release = self.ground.setting.library.release(session.release) if session else None
        flow = release.flow if release else self.ground.flow
        here = session or Session("", flow.id, 0, "", self.world.now)
        return Situation(self.world.setting, flow, self.customer, here, self.world.now, self.state.count)

    def fill(self, text: str) -> str:
        """A text of the notebook with its {fields} filled in for whoever talks."""
        return self.situation.raw(text) if "{" in text or "}" in text else text


class Failure(Struct, frozen=True):
    """`sentence` says it all. `why` is the rule that decided and `need` what would have made it true, where
    that is known; `offer` is a cell that would mend it."""

    sentence: str
    why: str = ""
    need: str = ""
    offer: Mapping[str, Any] = NOTHING


class Taken(Struct, frozen=True):
    """The text a snapshot was taken of, and what is accepted for this customer; None when nothing is yet."""

    text: str
    accepted: str | None = None

    @property
    def same(self) -> bool:
        return self.accepted is not None and self.accepted.strip() == self.text.strip()


class Step(Struct, frozen=True):
    """What a cell comes to. `shown` are lines to look at; `halt`: nothing after it makes sense."""

    stage: Stage
    failures: tuple[Failure, ...] = ()
    shown: tuple[str, ...] = ()
    taken: Taken | None = None
    halt: bool = False


def stop(stage: Stage, sentence: str) -> Step:
    """The cell could not be done, and the scenario ends here."""
    return Step(stage, (Failure(sentence),), halt=True)
