"""The list of commands beside a bot's text field, kept in line with the flows that are live."""

from __future__ import annotations

from dataclasses import dataclass, field

from telegram import Bot as Telegram
from telegram import BotCommand
from telegram.error import TelegramError

from flowbook.setting import Setting
from runtime.bot.outbound import commands_of
from runtime.logs import logger


@dataclass(slots=True)
class Menu:
    """`shown` is what Telegram was told, by language; the empty one is for everybody else."""

    bot: str
    telegram: Telegram
    shown: dict[str, tuple[BotCommand, ...]] = field(default_factory=dict)

    async def show(self, setting: Setting) -> bool:
        """False when Telegram could not be told; then it is tried again. A bot without commands of its flows
        keeps those its owner gave it elsewhere."""
        wanted = menu_of(setting)
        try:
            for language, commands in wanted.items():
                if self.shown.get(language, ()) != commands:
                    await self._tell(language, commands)
                    self.shown[language] = commands
        except TelegramError as error:
            logger().warning("commands not shown", bot=self.bot, why=str(error))
            return False
        return True

    async def _tell(self, language: str, commands: tuple[BotCommand, ...]) -> None:
        if commands:
            await self.telegram.set_my_commands(commands, language_code=language or None)
        else:
            await self.telegram.delete_my_commands(language_code=language or None)


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
