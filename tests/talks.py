"""Talks for the tests of recording: the scripts of the sample flows as deeds, and what came of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flowbook.copies import altered
from flowbook.customer import Customer
from flowbook.events import MessageSent
from flowbook.flow import Flow
from flowbook.notebook.reading import read_notebook
from flowbook.recording import Deed, Scene, Talk
from flowbook.recording.anonymous import Anonymous, History, anonymous_from
from flowbook.recording.replay import after, began
from flowbook.setting import Setting, library_of
from flowbook.stimuli import Changed, Stimulus, Tapped
from flowbook.workspace import Workspace
from flowbook.world import World, next_timer
from tests.conversations import Act, Script, leap, opening_of, sample_flows, sample_workspace, stimulus_of

START = datetime(2031, 7, 3, 9, 17, 41, 123456, tzinfo=UTC)


def scene_of(script: Script) -> Scene:
    flows = sample_flows()
    return Scene(flows[script.flows[0]], sample_workspace(), flows)


def talk_of(script: Script) -> Talk:
    """With the records of the world that the script is played in."""
    world, deeds = opening_of(script), []
    for act in script.acts:
        deeds.append(_deed(world, script.customer.id, act))
        world = after(world, script.customer.id, deeds[-1])
    return Talk(script.customer, script.start, tuple(deeds), script.mocks, world.log)


def history_of(script: Script, between: timedelta = timedelta(seconds=7)) -> History:
    """What would be kept of the script's customer, who takes their time with each answer."""
    talk = talk_of(script)
    world = began(opening_of(script).setting, talk)
    for number, deed in enumerate(talk.deeds):
        world = after(world, script.customer.id, altered(deed, at=deed.at + number * between))
    return History(world.states[script.customer.id].customer, world.log)


def _deed(world: World, customer: str, act: Act) -> Deed:
    if act.deed == "wait":
        return Deed(_until(world, customer, act.value))
    if act.deed == "stage":
        return Deed(world.now, Changed("stage", act.value))
    return Deed(world.now, stimulus_of(world, customer, act))


def _until(world: World, customer: str, wait: str) -> datetime:
    if wait != "next":
        return leap(world.now, wait)
    timer = next_timer(world, customer)
    assert timer is not None
    return max(timer.due, world.now)


Done = Stimulus | str | timedelta


def met(
    flow: Flow, customer: Customer, *deeds: Done, workspace: Workspace | None = None
) -> tuple[Scene, History]:
    """A real conversation; a string taps the button of that label."""
    space = workspace or Workspace()
    setting = Setting(space, library_of(flow))
    world = began(setting, Talk(customer, START, ()))
    now = START
    for deed in deeds:
        now += deed if isinstance(deed, timedelta) else timedelta(seconds=11)
        done = tap_of(world, deed) if isinstance(deed, str) else deed
        world = after(world, customer.id, Deed(now, None if isinstance(done, timedelta) else done))
    return Scene(flow, space), History(world.states[customer.id].customer, world.log)


def tap_of(world: World, label: str) -> Stimulus:
    sent = [one.event.message for one in world.log if isinstance(one.event, MessageSent)]
    buttons = (button for message in reversed(sent) for row in message.buttons for button in row)
    return next(Tapped(one.value, label) for one in buttons if one.label == label)


def made(scene: Scene, history: History, number: int = 0) -> Anonymous:
    return anonymous_from(history, number, scene, "A real one")


def cells_of(found: Anonymous) -> list[tuple[str, object]]:
    return [(cell.kind, cell.value) for cell in read_notebook(found.recording.text()).cells]
