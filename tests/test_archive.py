"""A world through JSON and back: equal to what it was, and no conversation notices."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowbook.archive import world_from_json, world_to_json
from flowbook.copies import altered
from flowbook.mocks import Mock, Reply
from flowbook.restart import reread, restarted
from flowbook.setting import Setting, library_of
from flowbook.stimuli import ContactShared, EventReported, HandedBack, LocationShared, OperatorSaid, Said
from flowbook.workspace import workspace_from_json
from flowbook.world import World, advance_to_next, do, run_days, world_of
from tests.conversations import Script, opening_of, play, scripts
from tests.shoe_shop import START, WORKSPACE, anna, shoes

SETTING = Setting(workspace_from_json(WORKSPACE), library_of(shoes()), 7, {"shoes.lot": "a"})
MOCKS = (Mock("stock", replies=(Reply(500), Reply(200, {"left": 3})), when={}, times=2), Mock(url="*"))
WORDS = st.sampled_from(["/start", "36–38", "Ask us", "Yes", "привет", "\u2028 {first_name}"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4),
    st.lists,
    max_leaves=4,
)
STIMULI = st.one_of(
    st.builds(Said, WORDS),
    st.builds(
        EventReported, st.just("cart_abandoned"), st.dictionaries(st.text(max_size=4), JSON, max_size=2)
    ),
    st.builds(ContactShared, st.just("+37060000001")),
    st.builds(LocationShared, st.floats(-90, 90), st.floats(-90, 90)),
    st.builds(OperatorSaid, WORDS),
    st.builds(HandedBack),
    st.just("next"),
    st.just("day"),
)


def opening() -> World:
    world = world_of(SETTING, START, [anna()])
    return World(world.setting, world.now, world.states, world.log, MOCKS)


def happen(world: World, what: Any) -> World:
    if what == "next":
        return advance_to_next(world)
    return run_days(world, 1) if what == "day" else do(world, "anna", what)


def through_text(world: World, setting: Setting) -> World:
    return world_from_json(json.loads(json.dumps(world_to_json(world))), setting)


@given(st.lists(STIMULI, max_size=8))
def test_a_world_comes_back_as_it_was(acts: list[Any]) -> None:
    world = opening()
    for act in acts:
        before, world = world, happen(world, act)
        assert through_text(world, SETTING) == world
        assert restarted(before, world) == world
        assert reread(before, world) == world


@pytest.mark.parametrize("script", scripts(), ids=str)
def test_a_conversation_does_not_notice_restarts(script: Script) -> None:
    straight = cut = opening_of(script)
    for act in script.acts:
        straight = next(play(straight, script.customer.id, [act]))[0]
        cut = through_text(next(play(cut, script.customer.id, [act]))[0], cut.setting)
    assert cut == straight


def test_seed_and_settled_arms_are_the_worlds_own() -> None:
    there: Mapping[str, Any] = world_to_json(opening())
    read = world_from_json(there, Setting(SETTING.workspace, SETTING.library))
    assert (read.setting.seed, read.setting.arms) == (7, {"shoes.lot": "a"})


def test_only_what_is_new_goes_through() -> None:
    world = opening()
    later = do(world, "anna", Said("/start"))
    again = restarted(world, later)
    assert again.states["anna"] is not later.states["anna"]
    assert restarted(later, later).states["anna"] is later.states["anna"]
    assert again.log[: len(world.log)] == world.log


def test_what_a_step_keeps_is_read_back_as_json_has_it() -> None:
    world = opening()
    later = do(world, "anna", Said("/start"))
    (session,) = later.states["anna"].sessions.values()
    odd = altered(session, variables={"list": ("a", 1)}, wait=altered(session.wait, data={"ticked": ("x",)}))
    state = altered(later.states["anna"], sessions={session.id: odd})
    (read,) = reread(world, altered(later, states={"anna": state})).states["anna"].sessions.values()
    assert (read.variables, read.wait.data) == ({"list": ["a", 1]}, {"ticked": ["x"]})
