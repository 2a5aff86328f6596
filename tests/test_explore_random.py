"""Exploration held to the truth on random flows: what somebody did is never proved impossible."""

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest

from flowbook.customer import Customer, Order, instant
from flowbook.explore import Land, explore
from flowbook.explore.conversation import Deed, Script
from flowbook.explore.stage import Stage, library, open_stage, own_exits, play
from flowbook.messages import Button
from flowbook.mocks import Mock, Reply
from flowbook.session import Wait
from flowbook.transcript import BOT, bubbles
from tests.random_flows import CITIES, PLACE, TAGS, random_flow

MONDAY = instant("2026-03-02T08:00:00+00:00")
SIZE, WALKS, STEPS = 8, 40, 7


def somebody(dice: random.Random) -> Customer:
    fields = {name: dice.randint(0, 11) for name in ("score", "visits") if dice.random() < 0.7}
    tags = frozenset(tag for tag in TAGS if dice.random() < 0.5)
    earlier = MONDAY - timedelta(days=10)
    orders = tuple(Order(f"o{number}", earlier, 10) for number in range(dice.randint(0, 5)))
    return Customer("c1", earlier, fields, tags, orders=orders, last_seen=earlier)


def whatever(stage: Stage, dice: random.Random) -> Deed:
    """What somebody in this place might do."""
    said = [one for one in bubbles(stage.world.log, "c1") if one.who == BOT and one.buttons]
    labels = [button.label for row in said[-1].buttons for button in row if is_choice(button)] if said else []
    waits: list[Wait] = [one.wait for one in stage.state.sessions.values() if one.wait]
    if not waits:
        return "say", "/start"
    deeds: list[Deed] = [("tap", label) for label in labels]
    deeds += [("say", str(dice.randint(0, 11))), ("say", dice.choice(CITIES)), ("say", "what?")]
    return dice.choice([*deeds, ("wait", "next"), ("undelivered", "failed")])


def is_choice(button: Button) -> bool:
    return button.kind == "choice"


def walks(land: Land, dice: random.Random) -> Iterator[set[tuple[str, str]]]:
    """The exits that somebody takes who does this and that."""
    live = library(land)
    calls = [node.id for node in land.flow.nodes if node.config.get("url")]
    for _ in range(WALKS):
        replies = (Reply(200, {"n": dice.randint(0, 11)}), Reply(500), Reply(0, failure="timeout"))
        mocks = tuple(Mock(node=node, replies=(dice.choice(replies),)) for node in calls)
        start = MONDAY + timedelta(hours=dice.choice([0, 12, 24]))
        stage = open_stage(land, Script(start, somebody(dice), mocks=mocks), live)
        stage.act(("say", "/start"))
        for _ in range(STEPS):
            stage.act(whatever(stage, dice))
        yield set(own_exits(land, stage.taken()))


@pytest.mark.parametrize("seed", range(24))
def test_what_somebody_did_is_found_or_unsettled_and_never_proved_impossible(seed: int) -> None:
    land = Land(random_flow(seed, SIZE), PLACE)
    report = explore(land)
    done = set().union(*walks(land, random.Random(seed)))
    assert done & set(report.proved) == set()
    assert done - {one.exit for one in report.found} == set(), "found by chance, and not by exploration"


@pytest.mark.parametrize("seed", range(3))
def test_what_is_found_is_taken_again_when_it_is_played(seed: int) -> None:
    land = Land(random_flow(seed, 20), PLACE)
    live = library(land)
    for one in explore(land).found:
        again = play(land, one.conversation.script, live)
        assert again is not None
        assert one.exit in again.exits


def test_the_same_seed_gives_the_same_flow() -> None:
    assert random_flow(7) == random_flow(7)
    assert random_flow(7) != random_flow(8)
