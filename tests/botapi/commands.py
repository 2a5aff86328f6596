"""What a test or the page can tell the double to do, by name, with JSON in and out."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from tests.botapi.deeds import DEEDS, Visit
from tests.botapi.faults import Fault
from tests.botapi.ledger import Entry, to_json
from tests.botapi.limits import Pace
from tests.botapi.service import Service

LONGEST_WAIT = 30.0
Command = Callable[..., Any]


def add_bot(service: Service, username: str, name: str = "", token: str = "") -> dict[str, Any]:
    bot = service.add_bot(username, name, token)
    return {"id": bot.id, "username": bot.username, "name": bot.name, "token": bot.token}


def list_bots(service: Service) -> list[dict[str, Any]]:
    return [
        {
            "id": bot.id,
            "username": bot.username,
            "name": bot.name,
            "token": bot.token,
            "is_revoked": bot.is_revoked,
            "pending": len(bot.queue.pending()),
            "webhook": bot.queue.webhook,
            "blocked": sorted(bot.blocked),
            "commands": bot.commands.get(("default", ""), []),
        }
        for bot in service.bots.values()
    ]


def revoke_token(service: Service, bot: str = "") -> None:
    """From now on the bot's calls are answered with 401."""
    service.bot(bot).is_revoked = True


def add_person(service: Service, first_name: str, **details: Any) -> dict[str, Any]:
    return asdict(service.add_person(first_name, **details))


def list_people(service: Service) -> list[dict[str, Any]]:
    return [asdict(person) for person in service.people.values()]


def add_group(service: Service, title: str, bot: str = "", **details: Any) -> dict[str, Any]:
    """A group that the bot is a member of, so that it may write there."""
    group = service.add_group(title, **details)
    service.bot(bot).chats.add(group.id)
    return asdict(group)


def upgrade_group(service: Service, group_id: int) -> dict[str, Any]:
    """Into a supergroup, whose id is another one: what goes to the old one is refused from now on."""
    return asdict(service.upgrade_group(group_id))


def list_chats(service: Service, bot: str = "") -> list[dict[str, Any]]:
    """Everybody the page can talk as, and the groups: each with its last line, and whether the bot types."""
    found, now = service.bot(bot), service.clock.now()
    places = [*((one.id, one.first_name) for one in service.people.values())]
    places += [(one.id, one.title) for one in service.groups.values() if one.id in found.chats]
    chats = []
    for place, name in places:
        entries = found.chat(place)
        last = _in_short(entries[-1]) if entries else ""
        typing = found.typing.get(place, 0.0) if not entries or entries[-1].by != "bot" else 0.0
        left = max(0.0, typing - now)
        chats.append(
            {"id": place, "name": name, "last": last, "typing": left, "blocked": place in found.blocked}
        )
    return chats


def _in_short(entry: Entry) -> str:
    """ "Successful payment", "A cut": the words, or what it is."""
    return entry.text or entry.kind.replace("_", " ").capitalize()


def do(service: Service, deed: str, person_id: int, bot: str = "", group_id: int = 0, **details: Any) -> Any:
    """Let a person do one of DEEDS; returns the ids of what came of it."""
    visit = Visit(service, service.bot(bot), service.people[person_id], group_id)
    return DEEDS[deed](visit, **details)


def do_many(service: Service, deeds: list[dict[str, Any]]) -> list[Any]:
    return [do(service, **deed) for deed in deeds]


def advance(service: Service, seconds: float) -> float:
    """Move the clock and return what it now shows."""
    service.clock.advance(seconds)
    service.changes.note()
    return service.clock.now()


def read_clock(service: Service) -> float:
    return service.clock.now()


def order_fault(service: Service, **details: Any) -> None:
    service.faults.order(Fault(**details))
    service.changes.note()


def list_faults(service: Service) -> list[dict[str, Any]]:
    return [asdict(fault) for fault in service.faults.waiting]


def clear_faults(service: Service) -> None:
    service.faults.clear()
    service.changes.note()


def set_pace(service: Service, bot: str = "", is_on: bool = True, **pace: int) -> None:
    """Hold a bot to Telegram's pace, or stop holding it to any."""
    service.bot(bot).limits.pace = Pace(**pace) if is_on else None


def set_query_lifetime(service: Service, seconds: float) -> None:
    service.query_lifetime = seconds


def read_chat(service: Service, chat_id: int, bot: str = "") -> list[dict[str, Any]]:
    return [to_json(entry) for entry in service.bot(bot).chat(chat_id)]


def read_ledger(service: Service, bot: str = "") -> list[dict[str, Any]]:
    return [to_json(entry) for entry in service.bot(bot).entries.values()]


def read_calls(service: Service, after: int = 0, method: str = "", bot: str = "") -> list[dict[str, Any]]:
    """The calls that have been answered, in the order in which they came."""
    wanted = (
        call
        for call in service.calls
        if call.number > after and bot in ("", call.bot) and method.lower() in ("", call.method.lower())
    )
    return [to_json(call) for call in sorted(wanted, key=lambda call: call.number)]


def read_query(service: Service, query_id: str, bot: str = "") -> dict[str, Any]:
    return asdict(service.bot(bot).queries[query_id])


def list_notices(service: Service, chat_id: int, bot: str = "") -> list[dict[str, Any]]:
    """The answers to taps in a chat that showed the customer something, oldest first."""
    queries = [q for q in service.bot(bot).queries.values() if q.chat_id == chat_id and q.answer]
    return [q.answer for q in queries if q.answer and q.answer.get("text")]


def list_pending(service: Service, bot: str = "") -> list[dict[str, Any]]:
    return service.bot(bot).queue.pending()


def renumber_updates(service: Service, bot: str = "", next_id: int | None = None) -> None:
    service.bot(bot).queue.renumber(next_id)


async def wait_for_change(service: Service, after: int, timeout: float = 5.0) -> int:
    """The count of changes, once it is above `after`."""
    return await service.changes.wait(after, min(timeout, LONGEST_WAIT))


COMMANDS: Mapping[str, Command] = {
    command.__name__: command
    for command in (
        *(
            add_bot,
            list_bots,
            revoke_token,
            add_person,
            list_people,
            add_group,
            upgrade_group,
            list_chats,
            do,
            do_many,
            advance,
            read_clock,
        ),
        *(advance, read_clock, order_fault, list_faults, clear_faults, set_pace),
        *(set_query_lifetime, read_chat, read_ledger),
        *(read_calls, read_query, list_notices, list_pending, renumber_updates, wait_for_change),
    )
}


async def carry_out(service: Service, name: str, details: dict[str, Any]) -> Any:
    """Run one command; KeyError for an unknown one, and whatever the command raises."""
    result = COMMANDS[name](service, **details)
    return await result if asyncio.iscoroutine(result) else result
