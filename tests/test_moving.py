"""Publishing while people are in mid-flow: they stay, move, begin anew or end, as was chosen and foretold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flowbook.cli.app import app
from flowbook.errors import PublishRefused
from flowbook.events import SessionEnded
from flowbook.flow import Flow, Node, with_node
from flowbook.rehearsal import MOVE, STAY, Standing, fate_of
from flowbook.store.customers import need_state
from flowbook.store.folder import save_flow
from flowbook.store.history import journey
from flowbook.store.moving import Taken, rehearsal, take_along
from flowbook.store.publishing import publish, rollback
from flowbook.store.releases import count_inside, list_releases
from flowbook.store.timers import count_timers
from tests.runtime_process import booking
from tests.test_runtime_worker import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Anna (7) is asked her name, Ben (8) chooses, Cid (9) waits for the goodbye."""
    desk = Desk(tmp_path / "data")
    publish(desk.store, booking(delay_seconds=60), [desk.bot])
    for chat, words in ((7, ["/start"]), (8, ["/start", "Ben"]), (9, ["/start", "Cid", "Haircut"])):
        for text in words:
            desk.say(text, chat, f"P{chat}")
    desk.work()
    return desk


def newer() -> Flow:
    """Nobody is asked what they want any more; the goodbye has other words."""
    flow = booking(delay_seconds=3600)
    bye = Node("bye", "message", "Say goodbye", {"text": "Take care!"})
    name = replace(flow.by_id["name"], exits={"answered": "ok"})
    rest = tuple(node for node in flow.nodes if node.id != "what")
    return with_node(with_node(replace(flow, nodes=rest), bye), name)


def put_live(desk: Desk, flow: Flow, people: str) -> Taken:
    with desk.store.transaction():
        return take_along(desk.store, publish(desk.store, flow, [desk.bot]), [desk.bot], people)


def versions(desk: Desk) -> dict[int, list[int]]:
    """Chat -> the releases its customer is in."""
    states = {chat: need_state(desk.store, desk.customer(chat)) for chat in (7, 8, 9)}
    return {chat: [one.release for one in state.sessions.values()] for chat, state in states.items()}


def test_people_who_stay_finish_on_their_release(desk: Desk) -> None:
    assert put_live(desk, newer(), "stay") == Taken()
    assert versions(desk) == {7: [1], 8: [1], 9: [1]}
    desk.say("Anahit", 7)
    desk.work(60)
    assert "What, Anahit?" in desk.outgoing()
    assert "See you!" in desk.outgoing()


def test_people_who_can_move_go_on_in_the_new_release(desk: Desk) -> None:
    timer = next(iter(need_state(desk.store, desk.customer(9)).timers.values()))
    assert put_live(desk, newer(), "move") == Taken(stay=1, move=2)
    assert versions(desk) == {7: [2], 8: [1], 9: [2]}
    assert next(iter(need_state(desk.store, desk.customer(9)).timers.values())) == timer
    desk.say("Anahit", 7)
    desk.say("Haircut", 8)
    desk.work(60)
    said = desk.outgoing()
    assert said.count("Booked.") == 3
    assert "What, Anahit?" not in said
    assert said.count("Take care!") == 1, "Cid's hour is still the minute it was set to"


def test_the_rest_may_begin_anew(desk: Desk) -> None:
    assert put_live(desk, newer(), "restart") == Taken(move=2, restart=1)
    desk.work()
    assert versions(desk)[8] == [2]
    assert desk.outgoing().count("Your name?") == 4
    ends = [
        one.event for _, one in journey(desk.store, desk.customer(8)) if isinstance(one.event, SessionEnded)
    ]
    assert ends == [SessionEnded("version 2 went live")]


def test_for_the_rest_it_may_end_without_a_word(desk: Desk) -> None:
    before = desk.outgoing()
    assert put_live(desk, newer(), "end") == Taken(move=2, end=1)
    desk.work()
    assert versions(desk) == {7: [2], 8: [], 9: [2]}
    assert desk.outgoing() == before
    desk.say("Haircut", 8)
    desk.work()
    assert desk.outgoing() == before


def test_nothing_is_left_of_those_who_were_let_go(desk: Desk) -> None:
    start = booking().by_id["start"]
    hello = Node("hello", "message", "Say hello", {"text": "Closed today."})
    put_live(desk, Flow("booking", "Booking", (replace(start, exits={"next": "hello"}), hello)), "end")
    assert count_inside(desk.store, "booking") == {}
    assert count_timers(desk.store) == 0
    assert desk.work(3600) >= 0
    assert "See you!" not in desk.outgoing()


def test_a_roll_back_takes_people_along_in_the_same_way(desk: Desk) -> None:
    put_live(desk, newer(), "move")
    with desk.store.transaction():
        taken = take_along(desk.store, rollback(desk.store, "booking"), [desk.bot], "move")
    assert taken == Taken(move=2)
    assert versions(desk) == {7: [1], 8: [1], 9: [1]}
    desk.work(60)
    assert "See you!" in desk.outgoing()


def test_another_bots_people_are_left_alone(desk: Desk) -> None:
    with desk.store.transaction():
        taken = take_along(desk.store, publish(desk.store, newer(), ["practice"]), ["practice"], "end")
    assert taken == Taken()
    assert versions(desk) == {7: [1], 8: [1], 9: [1]}


def test_a_running_worker_takes_the_move_up_at_once(desk: Desk) -> None:
    desk.say("hm", 8)
    desk.work()
    put_live(desk, newer(), "restart")
    desk.work()
    desk.say("Bea", 8)
    desk.work()
    assert desk.outgoing().count("Booked.") == 2


def test_the_rehearsal_foretells_what_happens(desk: Desk) -> None:
    fates = {fate.standing.node: fate for fate in rehearsal(desk.store, newer(), [desk.bot], "restart")}
    assert {node: fate.outcome for node, fate in fates.items()} == {
        "name": "move",
        "what": "restart",
        "wait": "move",
    }
    assert fates["what"].sentence == "The step is not in the version that goes live. They begin anew."
    assert fates["name"].sentence == "The step is the same, what comes after it is not."
    assert fates["wait"].sentence == "The step has changed; their time goes on as it was set."


@pytest.mark.parametrize(
    ("wait", "called", "people", "outcome"),
    [
        ("person", False, "end", "stay"),
        ("answer", True, "restart", "stay"),
        ("answer", False, "move", "stay"),
        ("answer", False, "end", "end"),
    ],
)
def test_who_talks_with_a_person_or_came_from_another_flow_is_not_cut_off(
    desk: Desk, wait: str, called: bool, people: str, outcome: str
) -> None:
    from flowbook.store.releases import load_release

    standing = Standing(load_release(desk.store, 1), "what", 1, wait, called)
    assert fate_of(newer(), standing, people).outcome == outcome
    assert fate_of(booking(), standing, MOVE).outcome == "move"


def test_an_unknown_choice_publishes_nothing(desk: Desk) -> None:
    with pytest.raises(PublishRefused, match="Choose one of"):
        put_live(desk, newer(), "scatter")
    assert count_inside(desk.store, "booking") != {}
    desk.say("/start", 10)
    desk.work()
    assert need_state(desk.store, desk.customer(10)).sessions


def test_the_command_line_rehearses_publishes_and_goes_back(desk: Desk) -> None:
    save_flow(desk.store.data, newer())
    at = ["--data", str(desk.store.data)]
    run = CliRunner().invoke
    told = run(app, ["rehearse", "booking", "--bot", desk.bot, "--people", "end", *at]).stdout
    assert "end      “Ask what”, v1. The step is not in the version that goes live. It ends for them" in told
    done = run(app, ["publish", "booking", "--bot", desk.bot, "--people", "end", *at])
    assert done.exit_code == 0
    assert "end      “Ask what”, v1. The step is not in the version that goes live." in done.stdout
    assert done.stdout.endswith(
        "“Booking” v2 is live.\nPeople inside: 2 went over, 1 were let go.\nIt has no tests.\n"
    )
    back = run(app, ["rollback", "booking", "--people", "move", *at])
    assert back.stdout.endswith("“Booking” v1 is live again.\nPeople inside: 2 went over.\n")


def test_the_command_line_tells_what_a_way_back_does_before_and_when_it_does_it(desk: Desk) -> None:
    put_live(desk, newer(), STAY)
    desk.say("/start", 11)
    desk.work()
    at, run = ["--data", str(desk.store.data), "--people", "move"], CliRunner().invoke
    told = run(app, ["rehearse", "booking", "--to", "1", *at]).stdout
    assert told == "     1  move     “Ask the name”, v2. The step is the same, what comes after it is not.\n"
    assert list_releases(desk.store, "booking")[0].bots, "version 2 is still live"
    back = run(app, ["rollback", "booking", *at]).stdout
    assert back == f"{told}“Booking” v1 is live again.\nPeople inside: 1 went over.\n"
    assert run(app, ["rehearse", "booking", "--to", "7", *at]).exit_code == 1
