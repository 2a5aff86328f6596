"""Real processes: the Bot API double, `python -m runtime`, a customer; killed and started again midway."""

from __future__ import annotations

import json
import os

import pytest

from flowbook.customer import Customer
from flowbook.events import MessageSent, Record
from flowbook.stimuli import Said
from flowbook.store import PRACTICE, Store
from flowbook.store.bots import list_bots
from flowbook.store.customers import add_customer, need_state
from flowbook.store.history import transcript
from flowbook.store.inbox import count_waiting, put_stimulus
from flowbook.store.listing import Query, ids_of
from flowbook.store.publishing import publish
from flowbook.store.pulse import is_running
from flowbook.store.timers import count_timers
from flowbook.store.values import now
from tests.botapi import Botapi
from tests.runtime_process import RuntimeProcess, booking, register, runtime, store, wait_until

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals")
__all__ = ["runtime", "store"]


def test_a_conversation_goes_on_after_the_runtime_was_killed_midway(
    store: Store, botapi: Botapi, runtime: RuntimeProcess
) -> None:
    bot = register(store, botapi)
    publish(store, booking(), [bot.id])
    anna = botapi.control.customer("Anna", language_code="hy")
    runtime.start()
    anna.start()
    anna.wait_for_text("Your name?", 30)
    runtime.kill()
    anna.say("Anahit")
    runtime.start()
    anna.wait_for_text("What, Anahit?", 30)
    tapped = anna.tap("Haircut")
    anna.wait_for_text("Booked.")
    anna.wait_for_answer(tapped["query_id"])
    wait_until(lambda: count_timers(store) == 1)
    runtime.kill()
    runtime.start()
    anna.wait_for_text("See you!", 30)
    assert anna.transcript() == [
        "customer: /start",
        "bot: Your name?",
        "customer: Anahit",
        "bot: What, Anahit? [Haircut]",
        "bot: Booked.",
        "bot: See you!",
    ]
    (customer,) = ids_of(store, Query())
    fields = need_state(store, customer).customer.fields
    assert fields == {"first_name": "Anahit", "language": "hy"}
    assert runtime.stop() == 0
    assert not is_running(store)


def test_bots_and_releases_are_taken_up_while_it_runs_and_the_token_stays_secret(
    store: Store, botapi: Botapi, runtime: RuntimeProcess
) -> None:
    runtime.start()
    wait_until(lambda: is_running(store))
    bot = register(store, botapi)
    anna = botapi.control.customer("Anna")
    anna.start()
    wait_until(
        lambda: len(transcript(store, *ids_of(store, Query()))) == 1 if ids_of(store, Query()) else False
    )
    publish(store, booking(), [bot.id])
    anna.start()
    anna.wait_for_text("Your name?", 30)
    botapi.control.revoke_token()
    wait_until(lambda: list_bots(store)[0].state == "stopped")
    assert "Paste the new one" in list_bots(store)[0].why
    assert runtime.stop() == 0
    said = runtime.said()
    assert bot.token.partition(":")[2] not in said
    assert json.loads(said.splitlines()[0])["event"] == "runtime started"


def test_a_second_runtime_on_the_same_folder_says_so_and_ends(store: Store, runtime: RuntimeProcess) -> None:
    runtime.start()
    wait_until(lambda: is_running(store))
    second = RuntimeProcess(store.data)
    second.start()
    assert second.process is not None
    assert second.process.wait(60) == 1
    assert "already works on" in runtime.said()
    assert runtime.process is not None
    assert runtime.process.poll() is None


def test_practice_talks_without_any_token(store: Store, runtime: RuntimeProcess) -> None:
    publish(store, booking(), [PRACTICE])
    add_customer(store, Customer("sample-1", now(), {"first_name": "Mia"}, invented=True))
    runtime.start()
    for text in ("/start", "Mia", "Haircut"):
        put_stimulus(store, "sample-1", Said(text), now(), PRACTICE)
    wait_until(lambda: len(transcript(store, "sample-1")) >= 7, 30)
    said = [words_of(record) for _, record in transcript(store, "sample-1")]
    assert said == ["/start", "Your name?", "Mia", "What, Mia?", "Haircut", "Booked.", "See you!"]
    assert count_waiting(store) == 0


def words_of(record: Record) -> str:
    event = record.event
    return event.message.text if isinstance(event, MessageSent) else getattr(event, "text", "")
