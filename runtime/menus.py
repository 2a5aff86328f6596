"""The list of commands beside a bot's text field, kept in line with the flows that are live."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from telegram import Bot as Telegram
from telegram import BotCommand
from telegram.error import RetryAfter, TelegramError

from flowbook.errors import FlowbookError
from flowbook.setting import Setting
from flowbook.store import Store
from flowbook.store.connection import FAULTS
from flowbook.store.library import setting
from runtime.bot.outbound import commands_of
from runtime.connection import seconds_of
from runtime.logs import logger

LOOK, LONGEST_PAUSE = 0.5, 60.0
"""Seconds between two looks at what is live; at most, between two tries to tell Telegram."""


@dataclass(slots=True)
class Menu:
    """`told` is what Telegram was told, by language; the empty one is for everybody else. `shown` is the
    setting of which all was told."""

    bot: str
    telegram: Telegram
    store: Store
    told: dict[str, tuple[BotCommand, ...]] = field(default_factory=dict)
    shown: Setting | None = None
    failures: int = 0

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            pause = await self._look()
            await asyncio.sleep(pause)

    async def _look(self) -> float:
        """Returns the seconds until the next look."""
        try:
            wanted = setting(self.store, self.bot)
            if wanted is not self.shown:
                await self._show(wanted)
        except TelegramError as error:
            return self._failed(error)
        except (FlowbookError, *FAULTS):
            return LOOK
        self.shown, self.failures = wanted, 0
        return LOOK

    async def _show(self, wanted: Setting) -> None:
        """A bot without commands of its flows keeps those its owner gave it elsewhere."""
        for language, commands in menu_of(wanted).items():
            if self.told.get(language, ()) != commands:
                await self._tell(language, commands)
                self.told[language] = commands

    async def _tell(self, language: str, commands: tuple[BotCommand, ...]) -> None:
        if commands:
            await self.telegram.set_my_commands(commands, language_code=language or None)
        else:
            await self.telegram.delete_my_commands(language_code=language or None)

    def _failed(self, error: TelegramError) -> float:
        if not self.failures:
            logger().warning("commands not shown", bot=self.bot, why=str(error))
        self.failures += 1
        if isinstance(error, RetryAfter):
            return seconds_of(error)
        return float(min(LONGEST_PAUSE, LOOK * 2**self.failures))


def menu_of(setting: Setting) -> dict[str, tuple[BotCommand, ...]]:
    """By two-letter language, and for everybody else; what reads the same as that is left out."""
    triggers = setting.library.triggers
    common = tuple(commands_of(triggers))
    menus = {"": common}
    for language in setting.workspace.languages:
        if len(language) == 2:
            own = tuple(commands_of(triggers, language))
            menus[language] = own if own != common else ()
    return menus
