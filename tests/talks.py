"""Talks for the tests of recording: the scripts of the sample flows as deeds, and what came of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from flowbook.recording import Deed, Scene, Talk
from flowbook.recording.anonymous import History
from flowbook.recording.replay import after, began
from flowbook.stimuli import Changed
from flowbook.world import World, next_timer
from tests.conversations import Act, Script, leap, opening_of, sample_flows, sample_workspace, stimulus_of


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
        world = after(world, script.customer.id, replace(deed, at=deed.at + number * between))
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
