"""The Bot API double's faults, its record, and driving it from another process."""

import asyncio
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, NetworkError, RetryAfter, TimedOut

from tests.botapi import spawned
from tests.botapi.deeds import CannotBeDone
from tests.botapi.salon import KEYBOARD, Salon

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.filterwarnings("ignore:.*retry_after")


def _greet(salon: Salon, text: str = "hello") -> None:
    salon.run(lambda bot: bot.send_message(salon.anna.id, text))


def test_429_names_the_seconds_and_sends_nothing(salon: Salon) -> None:
    salon.control.fail("sendMessage", "retry_after", seconds=7)
    with pytest.raises(RetryAfter, match=r"7 seconds|0:00:07"):
        _greet(salon)
    assert salon.anna.received() == []
    _greet(salon)
    assert [call.fault for call in salon.control.calls("sendMessage")] == ["retry_after", ""]


def test_a_group_that_became_a_supergroup_refuses_its_old_number_and_names_the_new_one(salon: Salon) -> None:
    group = salon.control.add_group("Staff", type="group")
    moved = salon.control.upgrade_group(group)
    with pytest.raises(ChatMigrated) as caught:
        salon.run(lambda bot: bot.send_message(group, "Anna asks"))
    assert caught.value.new_chat_id == moved
    salon.run(lambda bot: bot.send_message(moved, "Anna asks"))
    assert [entry.chat_id for entry in salon.control.entries() if entry.by == "bot"] == [moved]


@pytest.mark.parametrize("code", [500, 502, 503])
def test_server_errors_as_often_as_ordered(salon: Salon, code: int) -> None:
    salon.control.fail("sendMessage", "error", code=code, times=2)
    for _ in range(2):
        with pytest.raises(NetworkError):
            _greet(salon)
    _greet(salon)
    assert [entry.text for entry in salon.anna.received()] == ["hello"]


@pytest.mark.parametrize("kind", ["cut_before", "cut_half"])
@pytest.mark.parametrize("applied", [True, False])
def test_a_cut_answer_says_nothing_about_the_message(salon: Salon, kind: str, applied: bool) -> None:
    salon.control.fail("sendMessage", kind, applied=applied)
    with pytest.raises(NetworkError, match=r"RemoteProtocolError|ReadError"):
        _greet(salon)
    assert [entry.text for entry in salon.anna.received()] == (["hello"] if applied else [])


def test_latency_beyond_the_read_time_out_delivers_all_the_same(salon: Salon) -> None:
    salon.control.fail("sendMessage", "latency", seconds=0.5)
    with pytest.raises(TimedOut):
        salon.run(lambda bot: bot.send_message(salon.anna.id, "slow", read_timeout=0.1))
    assert salon.anna.wait_for()[0].text == "slow"


def test_a_fault_may_wait_and_mean_one_chat_only(salon: Salon) -> None:
    boris = salon.control.customer("Boris")
    boris.start()
    refusal = "Forbidden: user is deactivated"
    salon.control.fail(
        "sendMessage", "refuse", code=403, description=refusal, skip=1, chat_id=boris.id, times=None
    )

    async def talk(bot: Bot) -> list[str]:
        outcomes = []
        for chat_id in (boris.id, salon.anna.id, boris.id, boris.id):
            try:
                outcomes.append((await bot.send_message(chat_id, "x")).text)
            except Exception as error:  # noqa: BLE001 - which one it is, is what the test shows
                outcomes.append(str(error))
        return outcomes

    assert salon.run(talk) == ["x", "x", refusal, refusal]
    salon.control.heal()
    salon.run(lambda bot: bot.send_message(boris.id, "well again"))


def test_an_outage_refuses_connections_and_forgets_nothing(salon: Salon) -> None:
    salon.botapi.go_away()
    with pytest.raises(NetworkError, match="ConnectError"):
        _greet(salon)
    salon.botapi.come_back()
    _greet(salon)
    assert salon.anna.transcript() == ["customer: /start", "bot: hello"]


def test_calls_are_recorded_in_the_order_in_which_they_came(salon: Salon) -> None:
    async def talk(bot: Bot) -> None:
        await bot.send_message(salon.anna.id, "one", reply_markup=KEYBOARD)
        with pytest.raises(BadRequest):
            await bot.send_message(salon.anna.id, "")

    salon.run(talk)
    _, sent, refused = salon.control.calls()
    assert (sent.method, sent.params["text"], sent.result["message_id"]) == ("sendMessage", "one", 2)
    assert (refused.status, refused.description) == (400, "Bad Request: message text is empty")
    assert salon.control.calls(after=sent.number) == [refused]


def test_json_bodies_and_unknown_methods(salon: Salon) -> None:
    url = salon.botapi.base_url + salon.account.token
    sent = httpx.post(f"{url}/sendMessage", json={"chat_id": salon.anna.id, "text": "as JSON"})
    assert sent.json()["result"]["text"] == "as JSON"
    asked = httpx.get(f"{url}/SENDMESSAGE", params={"chat_id": salon.anna.id, "text": "as address"})
    assert asked.json()["result"]["text"] == "as address"
    unknown = httpx.post(f"{url}/sendNothing")
    assert (unknown.status_code, unknown.json()["description"]) == (404, "Not Found")
    broken = httpx.post(f"{url}/sendMessage", content=b"{", headers={"content-type": "application/json"})
    assert broken.status_code == 400


def test_waiting_ends_as_soon_as_the_message_is_there(salon: Salon) -> None:
    def reply() -> None:
        time.sleep(0.1)
        _greet(salon, "first")
        _greet(salon, "second")

    begun = time.monotonic()
    thread = threading.Thread(target=reply)
    thread.start()
    assert salon.anna.wait_for_text("second", timeout=10).text == "second"
    thread.join()
    assert time.monotonic() - begun < 5
    assert salon.anna.hears_nothing(0.05)
    with pytest.raises(TimeoutError, match="The chat so far:\n  customer: /start\n  bot: first"):
        salon.anna.wait_for(timeout=0.05)


def test_a_customer_may_be_driven_from_the_bots_own_loop(salon: Salon) -> None:
    async def talk(bot: Bot) -> str:
        waiting = asyncio.create_task(asyncio.to_thread(salon.anna.wait_for))
        await bot.send_message(salon.anna.id, "hello")
        return (await waiting)[0].text

    assert salon.run(talk) == "hello"


def test_a_double_in_another_process_is_driven_over_http() -> None:
    with spawned() as far:
        account = far.control.add_bot("far_bot")
        assert far.control.list_bots() == [account]
        vera = far.control.customer("Vera", language_code="ru")
        vera.start("link")
        with pytest.raises(CannotBeDone, match="sees no button “Buy”"):
            vera.tap("Buy")
        told = {"chat_id": vera.id, "text": "hi"}
        assert httpx.post(f"{far.base_url}{account.token}/sendMessage", data=told).json()["ok"]
        assert vera.wait_for()[0].text == "hi"
        assert far.control.calls()[0].method == "sendMessage"
        assert httpx.post(f"{far.address}/control/list_bots", content=b"{}").status_code == 415


def test_it_starts_by_hand_and_says_where_to_go() -> None:
    command = [sys.executable, "-m", "tests.botapi", "--port", "0", "--bot", "salon_bot"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            lines = [process.stdout.readline() for _ in range(3)]
            address, token = lines[0].split()[-1], lines[2].split()[-1]
            assert "<title>Practice chat</title>" in httpx.get(address).text
            me = httpx.get(f"{address}bot{token}/getMe").json()["result"]
        finally:
            process.terminate()
    assert me["username"] == "salon_bot"
