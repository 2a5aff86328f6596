"""Who the bot is, its command menu, and what it may know of a chat."""

import re
from typing import Any

from tests.botapi.bots import Bot
from tests.botapi.files import LARGEST_DOWNLOAD
from tests.botapi.forms import Form
from tests.botapi.people import chat_json
from tests.botapi.refusals import bad_request
from tests.botapi.service import Service

COMMAND = re.compile(r"/?[a-z0-9_]{1,32}$")
MOST_COMMANDS = 100
GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def get_me(service: Service, bot: Bot, form: Form) -> dict[str, Any]:
    return bot.user()


def _place(form: Form) -> tuple[str, str]:
    scope = form.parsed("scope") or {"type": "default"}
    where = ":".join(str(scope[key]) for key in ("type", "chat_id", "user_id") if key in scope)
    return where, form.string("language_code")


def set_my_commands(service: Service, bot: Bot, form: Form) -> bool:
    commands = form.parsed("commands") or []
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not COMMAND.match(command.get("command", "")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command.get("description", "")) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    bot.commands[_place(form)] = [
        {"command": c["command"].lstrip("/"), "description": c["description"]} for c in commands
    ]
    service.changes.note()
    return True


def get_my_commands(service: Service, bot: Bot, form: Form) -> list[dict[str, str]]:
    return bot.commands.get(_place(form), [])


def delete_my_commands(service: Service, bot: Bot, form: Form) -> bool:
    bot.commands.pop(_place(form), None)
    return True


def get_chat(service: Service, bot: Bot, form: Form) -> dict[str, Any]:
    chat_id = form.string("chat_id")
    if not chat_id.lstrip("-").isdecimal() or int(chat_id) not in bot.chats:
        raise bad_request("chat not found")
    return {
        **chat_json(service.chat(int(chat_id))),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(GIFTS, False),
    }


def get_file(service: Service, bot: Bot, form: Form) -> dict[str, Any]:
    stored = service.files.find(bot.username, form.string("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.upload.content) > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return {**stored.reference(), "file_path": stored.path}


METHODS = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "getChat": get_chat,
    "getFile": get_file,
}
