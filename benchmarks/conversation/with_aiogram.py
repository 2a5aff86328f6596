"""The conversation on aiogram's FSM, over a storage of aiogram's; it is run where aiogram is installed."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.base import BaseSession
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import BaseStorage
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

from benchmarks.conversation.script import DELIVERED, DISHES, STEPS, batches, dish, order, replies, update

router = Router()
SENT: dict[int, list[str]] = {}


class At(StatesGroup):
    name, city, dish, sure = State(), State(), State(), State()


class Silent(BaseSession):
    """Sends nothing, and keeps what it would have sent."""

    async def make_request(self, bot: Bot, method: Any, *given: Any, **more: Any) -> Any:
        if isinstance(method, SendMessage):
            SENT.setdefault(int(method.chat_id), []).append(method.text)
        return True

    async def close(self) -> None:
        return

    async def stream_content(self, *given: Any, **more: Any) -> Any:
        raise NotImplementedError
        yield b""


def keys(*labels: str) -> InlineKeyboardMarkup:
    row = [InlineKeyboardButton(text=one, callback_data=one) for one in labels]
    return InlineKeyboardMarkup(inline_keyboard=[row])


@router.message(Command("start"))
async def start(message: Message, state: FSMContext) -> None:
    await message.answer("Hello!")
    await message.answer("What is your name?")
    await state.set_state(At.name)


@router.message(At.name)
async def name(message: Message, state: FSMContext) -> None:
    await state.update_data(nick=message.text)
    await message.answer(f"Nice to meet you, {message.text}. Which city?")
    await state.set_state(At.city)


@router.message(At.city)
async def city(message: Message, state: FSMContext) -> None:
    data = await state.update_data(city=message.text)
    nick, where = data["nick"], message.text
    begun = (
        f"We deliver to {where}, {nick}." if where in DELIVERED else f"No delivery to {where} yet, {nick}."
    )
    await message.answer(f"{begun} Choose:", reply_markup=keys(*DISHES))
    await state.set_state(At.dish)


@router.callback_query(At.dish)
async def choose(query: CallbackQuery, state: FSMContext, bot: Bot) -> None:
    await query.answer()
    data = await state.update_data(dish=query.data)
    text = f"{data['nick']}, you chose {data['dish']}. Confirm?"
    await bot.send_message(query.from_user.id, text, reply_markup=keys("Yes"))
    await state.set_state(At.sure)


@router.callback_query(At.sure)
async def confirm(query: CallbackQuery, state: FSMContext, bot: Bot) -> None:
    await query.answer()
    data = await state.get_data()
    await bot.send_message(query.from_user.id, f"Done, {data['nick']}!")
    await state.set_state(None)


@router.message(StateFilter(None), F.text == "status")
async def status(message: Message, state: FSMContext) -> None:
    data = await state.get_data()
    await message.answer(f"{data['nick']} from {data['city']} ordered {data['dish']}")


def run(people: int, storage: BaseStorage) -> tuple[int, float, float]:
    """(updates, wall, processor) seconds; the processor's of this process alone."""
    return asyncio.run(_run(people, storage))


async def _run(people: int, storage: BaseStorage) -> tuple[int, float, float]:
    SENT.clear()
    bot, dispatcher = Bot("4242:" + "a" * 35, session=Silent()), Dispatcher(storage=storage)
    dispatcher.include_router(router)
    count, wall, cpu = 0, 0.0, 0.0
    for step in range(STEPS):
        updates = []
        for chat in order(people, step):
            count += 1
            updates.append(update(count, chat, step, dish(chat) if step == 3 else "Yes"))
        begun, used = time.perf_counter(), time.process_time()
        for batch in batches(updates):
            for one in batch:
                await dispatcher.feed_update(bot, Update.model_validate(one))
        wall, cpu = wall + time.perf_counter() - begun, cpu + time.process_time() - used
        for chat in range(1, people + 1):
            due = list(replies(chat, step))
            assert SENT[chat][-len(due) :] == due, (step, chat)
    await storage.close()
    return count, wall, cpu
