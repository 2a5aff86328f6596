"""What fails three times is put aside with a sentence, and can be tried again when its cause is mended."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from flowbook.errors import StoreError
from flowbook.store import open_store
from flowbook.store.inbox import TIMER, Arrival, bury, put_updates
from flowbook.store.letters import list_dead, revive
from flowbook.store.publishing import publish
from flowbook.store.timers import count_timers
from runtime import steps
from runtime.faults import refusal
from tests.botapi import Botapi
from tests.runtime_process import RuntimeProcess, booking, register, wait_until
from tests.test_runtime_worker import BOT, NOW, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "data")


def test_an_update_nobody_can_read_is_put_aside(desk: Desk) -> None:
    publish(desk.store, booking(), [BOT.id])
    put_updates(desk.store, BOT.id, [{"update_id": 900, "message": {"text": 5}}], NOW)
    desk.say("/start")
    for _ in range(4):
        desk.worker.work(desk.at)
    assert desk.outgoing() == ["Your name?"]
    (letter,) = list_dead(desk.store)
    assert (letter.kind, letter.why.partition(";")[0]) == ("update", "What Telegram sent cannot be read")


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_the_program_itself_goes_on_behind_an_update_that_failed_three_times(
    tmp_path: Path, botapi: Botapi
) -> None:
    store = open_store(tmp_path / "data")
    bot = register(store, botapi)
    publish(store, booking(), [bot.id])
    put_updates(store, bot.id, [{"update_id": 1, "message": {"text": 5}}], NOW)
    anna = botapi.control.customer("Anna")
    runtime = RuntimeProcess(store.data)
    runtime.start()
    try:
        anna.start()
        anna.wait_for_text("Your name?", 9)
        wait_until(lambda: list_dead(store), 9)
        runtime.kill()
        runtime.start()
        anna.say("Anahit")
        anna.wait_for_text("What, Anahit?", 9)
        assert runtime.stop() == 0
    finally:
        runtime.end()
    assert len(list_dead(store)) == 1
    assert runtime.said().count('"step failed"') == 3


def test_a_timer_that_breaks_is_put_aside_and_others_fire(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(desk.store, booking(delay_seconds=60), [BOT.id])
    for chat in (7, 8):
        for text in ("/start", "Ann", "Haircut"):
            desk.say(text, chat)
    desk.work()
    bad, dispatch = desk.customer(7), steps.dispatch

    def poisoned(state: Any, *rest: Any) -> Any:
        if state.customer.id == bad:
            raise ZeroDivisionError
        return dispatch(state, *rest)

    monkeypatch.setattr(steps, "dispatch", poisoned)
    desk.work(60)
    assert desk.outgoing().count("See you!") == 1
    (letter,) = list_dead(desk.store)
    assert (letter.kind, letter.customer, count_timers(desk.store)) == ("timer", bad, 0)
    monkeypatch.undo()
    revive(desk.store, letter.id)
    desk.work(600)
    assert desk.outgoing().count("See you!") == 2
    assert (list_dead(desk.store), count_timers(desk.store)) == ([], 0)


def test_a_timer_that_breaks_again_is_put_aside_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(desk.store, booking(delay_seconds=60), [BOT.id])
    for text in ("/start", "Ann", "Haircut"):
        desk.say(text)
    desk.work()
    with monkeypatch.context() as broken:
        broken.setattr(steps, "dispatch", lambda *_: {}["nothing"])
        desk.work(60)
        (first,) = list_dead(desk.store)
        revive(desk.store, first.id)
        desk.work()
    (second,) = list_dead(desk.store)
    assert second.id != first.id
    revive(desk.store, second.id)
    desk.work()
    assert desk.outgoing().count("See you!") == 1


def test_a_timer_of_which_an_older_flowbook_kept_too_little_says_so(desk: Desk) -> None:
    bury(desk.store, Arrival(0, "", TIMER, "c1.1.next"), "KeyError('x')", NOW)
    (letter,) = list_dead(desk.store)
    with pytest.raises(StoreError, match="Too little was kept"):
        revive(desk.store, letter.id)
    assert list_dead(desk.store) == [letter]


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("Forbidden: bot was blocked by the user", "The customer has blocked the bot."),
        ("Bad Request: BUTTON_URL_INVALID", "Telegram does not take the web address of a button. Check it."),
        ("Bad Request: something nobody knows", "Telegram refused it."),
    ],
)
def test_a_refusal_is_plain_words_with_telegrams_own_behind_them(said: str, plain: str) -> None:
    assert refusal(said) == f"{plain} ({said})"
