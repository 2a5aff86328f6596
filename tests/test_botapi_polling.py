"""The Bot API double's queue of updates: confirming, waiting, expiring, conflicts, numbering."""

import asyncio
from typing import Any

import pytest
from telegram import Bot, Update
from telegram.error import Conflict, TimedOut

from tests.botapi.clock import DAY, WEEK
from tests.botapi.salon import KEYBOARD, Salon, connected


def _texts(updates: tuple[Update, ...]) -> list[str]:
    return [update.message.text for update in updates]


def test_an_update_comes_again_until_a_higher_offset_confirms_it(salon: Salon) -> None:
    salon.anna.say("one")
    salon.anna.say("two")

    async def talk(bot: Bot) -> None:
        first = await bot.get_updates()
        assert _texts(first) == ["/start", "one", "two"]
        ids = [update.update_id for update in first]
        assert ids == list(range(ids[0], ids[0] + 3))
        assert _texts(await bot.get_updates(offset=ids[0])) == ["/start", "one", "two"]
        assert _texts(await bot.get_updates(offset=ids[1])) == ["one", "two"]
        assert _texts(await bot.get_updates(limit=1)) == ["one"]
        assert _texts(await bot.get_updates(offset=-1)) == ["two"]
        assert _texts(await bot.get_updates()) == ["two"]
        assert await bot.get_updates(offset=ids[2] + 1) == ()

    salon.run(talk)
    assert salon.control.pending() == []


def test_a_hundred_at_a_time(salon: Salon) -> None:
    deeds = [{"deed": "say", "person_id": salon.anna.id, "text": str(number)} for number in range(120)]
    assert len(salon.control.do_many(deeds)) == 120
    assert len(salon.run(lambda bot: bot.get_updates(limit=500))) == 100


def test_a_long_poll_returns_when_something_comes(salon: Salon) -> None:
    async def talk(bot: Bot) -> tuple[Update, ...]:
        seen = await bot.get_updates()
        poll = asyncio.create_task(bot.get_updates(offset=seen[-1].update_id + 1, timeout=10))
        await asyncio.sleep(0.05)
        await asyncio.to_thread(salon.anna.say, "late")
        return await poll

    assert _texts(salon.run(talk)) == ["late"]
    assert salon.control.calls("getUpdates")[-1].took < 5


def test_a_long_poll_ends_empty_after_its_timeout(salon: Salon) -> None:
    async def talk(bot: Bot) -> tuple[Update, ...]:
        seen = await bot.get_updates()
        return await bot.get_updates(offset=seen[-1].update_id + 1, timeout=1)

    assert salon.run(talk) == ()


def test_the_older_of_two_pollers_is_told_of_the_conflict(salon: Salon) -> None:
    async def talk(older: Bot) -> str:
        seen = await older.get_updates()
        offset = seen[-1].update_id + 1
        async with connected(salon.botapi, salon.account.token) as newer:
            first = asyncio.create_task(older.get_updates(offset=offset, timeout=10))
            await asyncio.sleep(0.05)
            assert await newer.get_updates(offset=offset, timeout=0) == ()
            with pytest.raises(Conflict) as caught:
                await first
        return caught.value.message

    said = salon.run(talk)
    assert said == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )


def test_a_poller_that_died_takes_no_update_with_it(salon: Salon) -> None:
    async def talk(bot: Bot) -> tuple[Update, ...]:
        offset = (await bot.get_updates())[-1].update_id + 1
        with pytest.raises(TimedOut):  # the library adds the two time-outs: it gives up after 0.1 s
            await bot.get_updates(offset=offset, timeout=10, read_timeout=-9.9)
        await asyncio.to_thread(salon.anna.say, "kept")
        return await bot.get_updates(offset=offset)

    assert _texts(salon.run(talk)) == ["kept"]


def test_a_webhook_forbids_polling_until_it_is_deleted(salon: Salon) -> None:
    async def talk(bot: Bot) -> None:
        await bot.set_webhook("https://hook.example/x", allowed_updates=["message"])
        info = await bot.get_webhook_info()
        assert (info.url, info.pending_update_count) == ("https://hook.example/x", 1)
        with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
            await bot.get_updates()
        await bot.delete_webhook(drop_pending_updates=True)
        assert await bot.get_updates() == ()

    salon.run(talk)


def test_updates_are_kept_for_a_day(salon: Salon) -> None:
    salon.control.advance(DAY / 2)
    salon.anna.say("later")
    salon.control.advance(DAY / 2 + 1)
    assert _texts(salon.run(lambda bot: bot.get_updates())) == ["later"]


def test_after_a_quiet_week_ids_start_anew(salon: Salon) -> None:
    old = salon.anna.say("before")["update_id"]
    salon.control.advance(WEEK + 1)
    new = salon.anna.say("after")["update_id"]
    assert abs(new - old) > 1000
    assert salon.anna.say("next")["update_id"] == new + 1


def test_an_offset_far_past_the_end_confirms_nothing(salon: Salon) -> None:
    """So it is after new numbers that are lower: a poller that goes by the highest id never gets on."""
    salon.control.renumber_updates(next_id=50)
    salon.run(lambda bot: bot.get_updates(offset=-1))
    salon.anna.say("low")

    async def talk(bot: Bot) -> None:
        assert "low" in _texts(await bot.get_updates(offset=900_000_000))
        assert "low" in _texts(await bot.get_updates(offset=900_000_000))

    salon.run(talk)
    assert salon.control.pending()[-1]["update_id"] == 50


def test_only_the_kinds_asked_for_are_queued(salon: Salon) -> None:
    async def ask(bot: Bot) -> Any:
        await bot.send_message(salon.anna.id, "?", reply_markup=KEYBOARD)
        return await bot.get_updates(offset=-1, allowed_updates=["message"])

    salon.run(ask)
    assert salon.anna.tap("Yes")["update_id"] is None
    salon.run(lambda bot: bot.get_updates(allowed_updates=[]))
    assert salon.anna.tap("Yes")["update_id"] is not None
