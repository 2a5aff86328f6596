"""Releases in a store: word for word, live per bot, people inside taken along; bots, deeds, signs of life."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from flowbook.customer import Customer
from flowbook.errors import StoreError
from flowbook.events import SessionEnded, StaffNotified
from flowbook.flow import Flow, Node
from flowbook.rehearsal import END, MOVE, RESTART, STAY
from flowbook.session import CustomerState, Session, Wait
from flowbook.stimuli import Said, StartedByHand
from flowbook.store import PRACTICE, Store
from flowbook.store.audit import list_deeds, note_deed
from flowbook.store.bots import (
    Bot,
    add_bot,
    bot_names,
    bot_reasons,
    bot_states,
    list_bots,
    remove_bot,
    set_bot_state,
)
from flowbook.store.contacts import add_contact
from flowbook.store.customers import need_state
from flowbook.store.history import journey
from flowbook.store.inbox import new_arrivals, put_stimulus
from flowbook.store.library import library
from flowbook.store.moving import rehearsal, take_along, waiting_in
from flowbook.store.outbox import MESSAGE, Draft, list_outgoing, put_outgoing
from flowbook.store.plannings import mark_planned, next_to_plan
from flowbook.store.publishing import publish, rollback, unpublish
from flowbook.store.pulse import beat, end_pulse, is_running
from flowbook.store.releases import count_inside, has_release, list_releases, live_releases, load_release
from flowbook.store.resuming import hold_back, restored_at
from flowbook.store.saving import add_states
from flowbook.store.values import now
from tests.runtime_process import booking

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
BOT = "4242"


def inside(store: Store, key: str, node: str, release: int) -> None:
    session = Session(
        f"{key}.1", "booking", release, node, AT, BOT, wait=Wait("answer"), trigger="booking.start"
    )
    add_states(store, [CustomerState(Customer(key, AT), {session.id: session}, channel=BOT)])
    add_contact(store, BOT, key, key, AT)


def test_a_release_is_what_was_published_and_each_bot_has_its_own(store: Store) -> None:
    first = publish(store, booking(), [BOT, PRACTICE], author="Mia", note="first")
    second = publish(store, booking(delay_seconds=9), [BOT])
    assert (load_release(store, first.number).flow, second.version) == (booking(), 2)
    assert live_releases(store, BOT) == {"booking": second.number}
    assert live_releases(store, PRACTICE) == {"booking": first.number}
    notes = list_releases(store, "booking")
    assert [(one.version, one.bots) for one in notes] == [(2, (BOT,)), (1, (PRACTICE,))]
    assert (notes[1].author, notes[1].note, list_releases(store, "other")) == ("Mia", "first", [])
    assert not has_release(store, 99)
    with pytest.raises(StoreError, match="no release 99"):
        load_release(store, 99)


def test_going_back_writes_no_release_and_going_offline_keeps_them(store: Store) -> None:
    first = publish(store, booking(), [BOT])
    publish(store, booking(delay_seconds=9), [BOT])
    assert rollback(store, "booking") == first
    unpublish(store, "booking", [BOT])
    assert (live_releases(store, BOT), len(list_releases(store))) == ({}, 2)
    with pytest.raises(StoreError):
        unpublish(store, "booking", [BOT])


def test_who_looks_again_sees_what_is_live_now(store: Store) -> None:
    publish(store, booking(), [BOT])
    before = library(store, BOT)
    assert library(store, BOT) is before
    second = publish(store, booking(delay_seconds=9), [BOT])
    assert library(store, BOT).live == {"booking": second}
    assert library(store, BOT).release(second.number - 1) == before.live["booking"]


def asking(node: str) -> Flow:
    """One question, at a step of that id, and a last word."""
    config = {"text": "Your name?", "kind": "text", "save_to": "first_name"}
    start = Node("start", "start", "Begin", {}, {"next": node})
    asked = Node(node, "question", "Ask", config, {"answered": "bye"})
    return Flow("booking", "Booking", (start, asked, Node("bye", "message", "Bye", {"text": "Bye!"})))


@pytest.mark.parametrize(
    ("people", "step", "stands_in", "begun"),
    [
        (STAY, "name", 1, 0),
        (MOVE, "name", 2, 0),
        (MOVE, "renamed", 1, 0),
        (RESTART, "name", 2, 0),
        (RESTART, "renamed", None, 1),
        (END, "renamed", None, 0),
    ],
)
def test_people_inside_are_taken_along_as_chosen(
    store: Store, people: str, step: str, stands_in: int | None, begun: int
) -> None:
    first = publish(store, asking("name"), [BOT])
    inside(store, "anna", "name", first.number)
    assert count_inside(store, "booking") == {(first.number, "name"): 1}
    assert [fate.standing.count for fate in rehearsal(store, asking(step), [BOT], people)] == [1]
    assert len(waiting_in(store, asking(step).id, [BOT])) == 1
    second = publish(store, asking(step), [BOT])
    with store.transaction():
        take_along(store, second, [BOT], people)
    sessions = need_state(store, "anna").sessions.values()
    assert [load_release(store, one.release).version for one in sessions] == (
        [stands_in] if stands_in else []
    )
    ended = [one.event for _, one in journey(store, "anna")]
    assert ended == ([] if stands_in else [SessionEnded("version 2 went live")])
    assert [one.stimulus() for one in new_arrivals(store)] == [StartedByHand("booking", "start")] * begun


def test_after_a_publish_everybody_is_planned_for_in_parts(store: Store) -> None:
    publish(store, booking(), [BOT])
    for key in ("a", "b", "c"):
        inside(store, key, "name", 1)
    assert next_to_plan(store, limit=2) == (BOT, ["a", "b"])
    mark_planned(store, BOT, ["a", "b"])
    assert next_to_plan(store, limit=2) == (BOT, ["c"])
    mark_planned(store, BOT, ["c"])
    mark_planned(store, BOT, [])
    assert next_to_plan(store) is None


def test_bots_keep_their_tokens_and_say_why_they_stopped(store: Store) -> None:
    other = Bot("770", "Shop", "shop_bot", "770:" + "b" * 35, "http://127.0.0.1:1")
    seen = store.counter()
    add_bot(store, other)
    assert store.counter() > seen
    assert [(bot.id, bot.token) for bot in list_bots(store)][1] == ("770", other.token)
    assert list(bot_names(store)) == [PRACTICE, BOT, "770"]
    set_bot_state(store, "770", "stopped", "Revoked.")
    assert (bot_states(store)["770"], bot_reasons(store)) == ("stopped", {"770": "Revoked."})
    remove_bot(store, "770")
    assert "770" not in bot_states(store)
    for absent in ("770", PRACTICE):
        with pytest.raises(StoreError):
            remove_bot(store, absent)


def test_deeds_are_listed_the_latest_first(store: Store) -> None:
    note_deed(store, "Mia", "published", "booking", "release 1")
    deeds = list_deeds(store)
    assert (deeds[0].who, deeds[0].what, deeds[0].about) == ("Mia", "published", "booking")
    assert deeds[-1].what == "added bot"


def test_a_sign_of_life_lasts_a_while_and_ends_with_the_program(store: Store) -> None:
    assert not is_running(store)
    beat(store)
    assert is_running(store)
    end_pulse(store)
    assert not is_running(store)


def test_after_a_restore_nothing_goes_out_by_itself(store: Store) -> None:
    inside(store, "anna", "name", 1)
    put_outgoing(store, Draft(BOT, "7", "anna", MESSAGE, StaffNotified("shop", "x")), AT)
    put_stimulus(store, "anna", Said("x"), AT)
    assert restored_at(store).year == 1970
    begun = now()
    done = hold_back(store, AT)
    assert (done.messages, done.arrivals, len(list_outgoing(store, "held")), new_arrivals(store)) == (
        1,
        1,
        1,
        [],
    )
    assert restored_at(store) >= begun
