"""One turn: from a stimulus to the next wait. No clock, no dice, no files, no network: all it needs is handed
in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from flowbook.changes import CHANGES, apply, change_of
from flowbook.copies import altered
from flowbook.events import (
    Event,
    ExitTaken,
    FieldSet,
    MessageSent,
    NodeEntered,
    SessionEnded,
    SessionFailed,
    Told,
)
from flowbook.flow import Flow, Node, Release
from flowbook.nodes import node_type
from flowbook.nodetype import Call, NodeType, Step
from flowbook.session import Frame
from flowbook.situation import Situation
from flowbook.stimuli import Changed, Stimulus

STEP_LIMIT = 100
"""Nodes passed in one turn without waiting; beyond it the passage is taken to be going round in a circle."""
FAILED = "failed"


class Turn(Struct, frozen=True):
    """`after` is the situation the turn leaves behind; its session has no wait when the passage is over, and
    `over` is then true. `changes` are for the triggers that wait for such. `rejected`: the answer was not
    accepted and the wait stands as it was."""

    after: Situation
    told: Sequence[Told]
    changes: Sequence[Changed] = ()
    over: bool = False
    rejected: bool = False


def enter(situation: Situation) -> Turn:
    """Run the session's node and walk on until something waits: how a trigger starts and a parked menu asks
    again."""
    return _Walk(situation).enter(situation.session.node)


def resume(situation: Situation, stimulus: Stimulus) -> Turn | None:
    """Let the waiting node have the stimulus. None when it is not for this wait."""
    session = situation.session
    node = situation.flow.get(session.node)
    if node is None:
        return _Walk(situation).fail(
            f"The step this customer waits at, “{session.node}”, is not in the flow."
        )
    kind = node_type(node.type)
    if kind.resume is None or session.wait is None:
        return None
    walk = _Walk(situation)
    step = walk.ask(kind.resume, node, session.wait, stimulus)
    return None if step is None else walk.follow(node, step)


class _Walk:
    """The turn while it lasts; what it leaves behind is immutable again."""

    def __init__(self, situation: Situation) -> None:
        self.before = situation
        self.flow = situation.flow
        self.customer = situation.customer
        self.session = altered(situation.session, revision=situation.session.revision + 1)
        self.count = situation.count
        self.told = [Told(self.session.id, self.session.flow, [])]
        self.changes: list[Changed] = []

    def enter(self, node_id: str) -> Turn:
        for _ in range(STEP_LIMIT):
            node = self.flow.get(node_id)
            if node is None:
                return self.fail(f"A way on leads to the step “{node_id}”, which is not in the flow.")
            self._stand_at(node)
            step = self.ask(node_type(node.type).run, node)
            if step is None:
                return self.fail("The step gave no answer.", node)
            outcome = self.settle(node, step)
            if not isinstance(outcome, str):
                return outcome
            node_id = outcome
        return self.fail(f"{STEP_LIMIT} steps in a row without waiting: the flow goes round in a circle.")

    def follow(self, node: Node, step: Step) -> Turn:
        """Carry a resumed step out, and walk on from it."""
        if step.rejected:
            return self._stay(step)
        outcome = self.settle(node, step)
        return self.enter(outcome) if isinstance(outcome, str) else outcome

    def settle(self, node: Node, step: Step) -> Turn | str:
        """The next node's id, or the turn when it is over."""
        self._happen(step.events)
        if step.wait:
            self.session = altered(self.session, wait=step.wait, parked=False)
            return self._turn()
        if step.call:
            return self._call(node, step.call, step.why)
        if step.exit is None:
            self._report(ExitTaken(node.id, "", step.why))
            return self._end(step.end or "done") if step.end else self._return("done")
        self._report(ExitTaken(node.id, step.exit, step.why))
        return node.exits.get(step.exit) or self._return("done")

    def fail(self, why: str, node: Node | None = None) -> Turn:
        self._report(SessionFailed(why, node.id if node else self.session.node))
        return self._over()

    def now(self) -> Situation:
        """What the next step sees."""
        known = self.before
        return Situation(
            known.setting, self.flow, self.customer, self.session, known.now, self.count, known.newcomer
        )

    def ask(self, what: Callable[..., Step | None], node: Node, *more: object) -> Step | None:
        """A node's answer. A node that breaks ends the passage with a reason; the process lives on."""
        try:
            return what(node, self.now(), *more)
        except Exception as error:  # noqa: BLE001 - whatever a node does wrong, the process lives on
            return Step(events=(SessionFailed(f"The step broke: {error!r}", node.id),), end=FAILED)

    def _stay(self, step: Step) -> Turn:
        """The same wait goes on; a new one in the step replaces it, but the revision and so the timers
        stay."""
        self._happen(step.events)
        wait = step.wait or self.before.session.wait
        self.session = altered(self.before.session, wait=wait, variables=self.session.variables)
        return self._turn(rejected=True)

    def _stand_at(self, node: Node) -> None:
        self._report(NodeEntered(node.id))
        self.session = altered(self.session, node=node.id, wait=None)

    def _happen(self, events: Sequence[Event]) -> None:
        for event in events:
            self._report(event)
            if type(event) is MessageSent:
                self.count = max(self.count, int(event.key))
            elif type(event) in CHANGES:
                self._change(event)

    def _change(self, event: Event) -> None:
        before = self.customer
        self.customer = apply(before, event)
        if self.customer is not before:
            if change := change_of(before, event):
                self.changes.append(change)
        elif type(event) is FieldSet:
            variables = {**self.session.variables, event.name.removeprefix("session."): event.value}
            self.session = altered(self.session, variables=variables)

    def _call(self, node: Node, call: Call, why: str) -> Turn | str:
        release = self.before.setting.library.live.get(call.flow)
        entry = call.node or _first_trigger(release.flow) if release else ""
        if release is None or entry not in release.flow.by_id:
            return self.fail(f"The flow “{call.flow}” is not published, so nobody can go there.", node)
        session = self.session
        self._report(ExitTaken(node.id, "", why or f"on to “{release.flow.title}”"))
        frames = (
            (*session.frames, Frame(session.flow, session.release, node.id))
            if call.come_back
            else session.frames
        )
        if len(frames) > STEP_LIMIT:
            return self.fail("Flows call each other without end.", node)
        self.session = altered(session, flow=release.flow.id, release=release.number, frames=frames)
        self._go_to(release)
        return entry

    def _return(self, reason: str) -> Turn | str:
        """Go on in the flow that called this one; without one the passage is over."""
        while frames := self.session.frames:
            frame = frames[-1]
            release = self.before.setting.library.release(frame.release)
            if release is None:
                return self.fail("The flow to come back to is gone.")
            place = {"flow": frame.flow, "release": frame.release, "node": frame.node}
            self.session = altered(self.session, frames=frames[:-1], **place)
            self._go_to(release)
            self._report(ExitTaken(frame.node, "back", "the other flow has ended"))
            node = release.flow.get(frame.node)
            if node and node.exits.get("back"):
                return node.exits["back"]
        return self._end(reason)

    def _end(self, reason: str) -> Turn:
        if reason != FAILED:
            self._report(SessionEnded(reason))
        return self._over()

    def _over(self) -> Turn:
        self.session = altered(self.session, wait=None)
        return self._turn(over=True)

    def _turn(self, over: bool = False, rejected: bool = False) -> Turn:
        return Turn(self.now(), self.told, self.changes, over, rejected)

    def _report(self, event: Event) -> None:
        self.told[-1].events.append(event)

    def _go_to(self, release: Release) -> None:
        """Into the flow that the session is in now."""
        self.flow = release.flow
        self.told.append(Told(self.session.id, self.session.flow, []))


def _first_trigger(flow: Flow) -> str:
    for node in flow.nodes:
        kind: NodeType = node_type(node.type)
        if kind.category == "trigger":
            return node.id
    return ""
