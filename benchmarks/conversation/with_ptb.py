"""The conversation on python-telegram-bot's ConversationHandler, in memory and with PicklePersistence."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update, User
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ConversationHandler,
    ExtBot,
    MessageHandler,
    PicklePersistence,
    filters,
)

from benchmarks.conversation.script import DELIVERED, DISHES, STEPS, batches, dish, order, replies, update

NAME, CITY, DISH, SURE = range(4)


class Silent(ExtBot[None]):
    """Sends nothing, and keeps what it would have sent."""

    sent: dict[int, list[str]] = {}  # noqa: RUF012 - one run, one bot

    async def send_message(self, chat_id: Any, text: str, *given: Any, **more: Any) -> Any:
        self.sent.setdefault(int(chat_id), []).append(text)

    async def answer_callback_query(self, *given: Any, **more: Any) -> bool:
        return True


async def start(update: Update, context: Any) -> int:
    await context.bot.send_message(update.effective_chat.id, "Hello!")
    await context.bot.send_message(update.effective_chat.id, "What is your name?")
    return NAME


async def name(update: Update, context: Any) -> int:
    context.user_data["nick"] = update.message.text
    text = f"Nice to meet you, {update.message.text}. Which city?"
    await context.bot.send_message(update.effective_chat.id, text)
    return CITY


async def city(update: Update, context: Any) -> int:
    nick, where = context.user_data["nick"], update.message.text
    context.user_data["city"] = where
    begun = (
        f"We deliver to {where}, {nick}." if where in DELIVERED else f"No delivery to {where} yet, {nick}."
    )
    keys = InlineKeyboardMarkup([[InlineKeyboardButton(one, callback_data=one) for one in DISHES]])
    await context.bot.send_message(update.effective_chat.id, f"{begun} Choose:", reply_markup=keys)
    return DISH


async def choose(update: Update, context: Any) -> int:
    await update.callback_query.answer()
    context.user_data["dish"] = update.callback_query.data
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="Yes")]])
    text = f"{context.user_data['nick']}, you chose {context.user_data['dish']}. Confirm?"
    await context.bot.send_message(update.effective_chat.id, text, reply_markup=keys)
    return SURE


async def confirm(update: Update, context: Any) -> int:
    await update.callback_query.answer()
    await context.bot.send_message(update.effective_chat.id, f"Done, {context.user_data['nick']}!")
    return int(ConversationHandler.END)


async def status(update: Update, context: Any) -> None:
    data = context.user_data
    text = f"{data['nick']} from {data['city']} ordered {data['dish']}"
    await context.bot.send_message(update.effective_chat.id, text)


def run(people: int, data: Path, *, durable: bool) -> tuple[int, float, float]:
    """(updates, wall, processor) seconds. `durable` flushes the pickle after each batch, which is the least
    that keeps what was acknowledged."""
    return asyncio.run(_run(people, data, durable))


async def _run(people: int, data: Path, durable: bool) -> tuple[int, float, float]:
    bot = Silent("4242:" + "a" * 35)
    Silent.sent.clear()
    builder = Application.builder().bot(bot).updater(None).job_queue(None)
    if durable:
        builder = builder.persistence(PicklePersistence(data, update_interval=10**6, on_flush=False))
    app = builder.build()
    words = filters.TEXT & ~filters.COMMAND
    talk: Any = ConversationHandler(
        [CommandHandler("start", start)],
        {
            NAME: [MessageHandler(words, name)],
            CITY: [MessageHandler(words, city)],
            DISH: [CallbackQueryHandler(choose)],
            SURE: [CallbackQueryHandler(confirm)],
        },
        [],
        name="talk",
        persistent=durable,
    )
    app.add_handler(talk)
    app.add_handler(MessageHandler(filters.Text(["status"]), status))
    bot._bot_user = User(4242, "Bench", is_bot=True, username="bench_bot")  # noqa: SLF001 - as getMe would say
    app._initialized = True  # noqa: SLF001 - initialize() asks Telegram who the bot is
    if durable:
        await app._initialize_persistence()  # noqa: SLF001 - the same
    return await _play(app, people, durable)


async def _play(app: Any, people: int, durable: bool) -> tuple[int, float, float]:
    count, wall, cpu = 0, 0.0, 0.0
    for step in range(STEPS):
        updates = []
        for chat in order(people, step):
            count += 1
            updates.append(update(count, chat, step, dish(chat) if step == 3 else "Yes"))
        begun, used = time.perf_counter(), time.process_time()
        for batch in batches(updates):
            for one in batch:
                await app.process_update(Update.de_json(one, app.bot))
            if durable:
                await app.update_persistence()
        wall, cpu = wall + time.perf_counter() - begun, cpu + time.process_time() - used
        for chat in range(1, people + 1):
            due = list(replies(chat, step))
            assert Silent.sent[chat][-len(due) :] == due, (step, chat)
    return count, wall, cpu
