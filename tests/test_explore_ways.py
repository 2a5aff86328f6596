"""What node types declare of their ways is true: played in the world, each way takes just the exit it
claims."""

from typing import Any

import pytest

from flowbook.customer import Customer
from flowbook.explore import Land
from flowbook.explore.facts import Facts
from flowbook.explore.search import Move, Place, steps
from flowbook.explore.stage import library
from flowbook.explore.walking import confirm
from flowbook.flow import Flow, Node
from flowbook.nodes import node_types
from flowbook.ways import Around, Untold, ways_of
from tests.explore_flows import PLACE
from tests.node_cases import FAQ, NODE, cases, flow_around

EXAMPLES = [(kind, {}) for kind in node_types()]
CASES = [(kind, case) for kind, listed in cases().items() for case in listed if "config" in case]


def land_around(kind: str, case: Any) -> Land:
    """A trigger stands for itself: nothing else begins the flow."""
    if node_types()[kind].category != "trigger":
        return Land(flow_around(kind, case), PLACE, (FAQ,))
    config = case.get("config", node_types()[kind].example)
    end = Node("end", "message", "End", {"text": "End."})
    return Land(Flow("case", "Case", (Node(NODE, kind, "The step", config, {"next": "end"}), end)), PLACE)


def moves(land: Land) -> list[Move]:
    """Every way of the node, taken first of all."""
    entry = land.entries[0]
    first = list(steps(land, Place(entry, Facts(), entry=entry, begins=True)))
    if entry[1] == NODE:
        return [one for one in first if isinstance(one, Move)]
    there = [one for one in first if isinstance(one, Place)]
    return [move for place in there for move in steps(land, place) if isinstance(move, Move)]


@pytest.mark.parametrize(("kind", "case"), EXAMPLES, ids=[kind for kind, _ in EXAMPLES])
def test_each_way_of_the_example_takes_the_exit_it_claims(kind: str, case: Any) -> None:
    land = land_around(kind, case)
    live = library(land)
    made: dict[str, list[bool]] = {}
    for move in moves(land):
        if not any(isinstance(act, Untold) for act in move.way.acts):
            made.setdefault(move.exit, []).append(any(walk.whole for walk in confirm(land, move, live)))
    assert all(any(tried) for tried in made.values()), made


@pytest.mark.parametrize(("kind", "case"), [*EXAMPLES, *CASES])
def test_ways_and_exits_name_each_other(kind: str, case: Any) -> None:
    """A way by no exit would be missed by everybody; an exit without a way is said to be for nobody."""
    config = case.get("config", node_types()[kind].example)
    exits = {exit.id for exit in node_types()[kind].exits(config)}
    ways = {way.exit for way in ways_of(node_types()[kind], config, Around(PLACE))} - {""}
    assert ways <= exits
    weightless = {arm["id"] for arm in config.get("arms", ()) if arm.get("weight") == 0}
    closed = {"handed_back", "nobody"} if config.get("when") == "never" else set()
    assert exits - ways <= weightless | closed


def test_whoever_waits_says_for_what() -> None:
    waiting = [kind for kind in node_types().values() if kind.waits(kind.example) or kind.wakes or kind.plan]
    assert [kind.type for kind in waiting if kind.ways is None] == []


def test_the_customer_is_nobody_in_particular() -> None:
    land = land_around("message", {})
    walk = confirm(land, moves(land)[0], library(land))[-1]
    customer: Customer = walk.conversation.script.customer
    assert (customer.invented, dict(customer.fields), customer.tags, customer.orders) == (
        True,
        {},
        frozenset(),
        (),
    )
