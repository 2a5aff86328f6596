"""A test's hand on the double: bots, customers, clock, faults, pace, and what was recorded."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from tests.botapi.customer import Customer
from tests.botapi.faults import Fault
from tests.botapi.ledger import Call, Entry, busiest, read_call, read_entry
from tests.botapi.line import HttpLine, Line
from tests.botapi.waiting import wait_until


@dataclass(frozen=True, slots=True)
class BotAccount:
    """A bot that the double knows, as BotFather would hand it over."""

    id: int
    username: str
    name: str
    token: str


class Control:
    """Everything but the customers' own deeds. An empty `bot` means the first bot."""

    def __init__(self, line: Line) -> None:
        self.line = line

    @classmethod
    def connect(cls, address: str) -> "Control":
        """A control for a double in another process, such as http://127.0.0.1:8081."""
        return cls(HttpLine(address))

    def add_bot(self, username: str, name: str = "", token: str = "") -> BotAccount:
        return BotAccount(**self.line.call("add_bot", username=username, name=name, token=token))

    def list_bots(self) -> list[BotAccount]:
        found = self.line.call("list_bots")
        return [BotAccount(**{name: bot[name] for name in BotAccount.__slots__}) for bot in found]

    def revoke_token(self, bot: str = "") -> None:
        self.line.call("revoke_token", bot=bot)

    def customer(self, first_name: str, bot: str = "", group_id: int = 0, **details: Any) -> Customer:
        """A new person, ready to talk to `bot`. Details: id, last_name, username, language_code, phone."""
        person = self.line.call("add_person", first_name=first_name, **details)
        return Customer(self.line, person["id"], bot, group_id)

    def known_customer(self, person_id: int, bot: str = "", group_id: int = 0) -> Customer:
        """The person with that id, perhaps with another bot or in a group."""
        return Customer(self.line, person_id, bot, group_id)

    def add_group(self, title: str, bot: str = "", **details: Any) -> int:
        """A group that the bot was added to; returns its (negative) id. Details: type."""
        return int(self.line.call("add_group", title=title, bot=bot, **details)["id"])

    def upgrade_group(self, group_id: int) -> int:
        """Make it a supergroup; returns its new id."""
        return int(self.line.call("upgrade_group", group_id=group_id)["id"])

    def do_many(self, deeds: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Many deeds in one go, each like {"deed": "say", "person_id": 7, "text": "hi"}."""
        return list(self.line.call("do_many", deeds=deeds))

    def now(self) -> float:
        return float(self.line.call("read_clock"))

    def advance(self, seconds: float) -> float:
        """Move the double's clock: updates expire, taps grow old, paces recover. Returns the time."""
        return float(self.line.call("advance", seconds=seconds))

    def fail(self, method: str = "*", kind: str = "error", **details: Any) -> None:
        """Order a fault; see faults.Fault for kinds and details."""
        self.line.call("order_fault", **asdict(Fault(kind=kind, method=method, **details)))

    def heal(self) -> None:
        """Forget all faults that have not happened yet."""
        self.line.call("clear_faults")

    def set_pace(self, bot: str = "", is_on: bool = True, **pace: int) -> None:
        """Answer 429 above Telegram's pace; `pace` may change overall, burst, group."""
        self.line.call("set_pace", bot=bot, is_on=is_on, **pace)

    def set_query_lifetime(self, seconds: float) -> None:
        """How long a tapped button may be answered (60 s at first)."""
        self.line.call("set_query_lifetime", seconds=seconds)

    def pending(self, bot: str = "") -> list[dict[str, Any]]:
        """The updates that the bot has not confirmed."""
        return list(self.line.call("list_pending", bot=bot))

    def renumber_updates(self, bot: str = "", next_id: int | None = None) -> None:
        """Let update ids start anew, as they do after a quiet week."""
        self.line.call("renumber_updates", bot=bot, next_id=next_id)

    def entries(self, bot: str = "") -> list[Entry]:
        """Every message of every chat of a bot, oldest first."""
        return [read_entry(data) for data in self.line.call("read_ledger", bot=bot)]

    def calls(self, method: str = "", bot: str | None = None, after: int = 0) -> list[Call]:
        """Every answered call in the order of coming; of all bots unless one is named."""
        found = self.line.call("read_calls", method=method, bot=bot or "", after=after)
        return [read_call(data) for data in found]

    def busiest(self, seconds: float, chat_id: int | None = None, bot: str = "") -> int:
        """The most messages that a bot put into any window of that many seconds."""
        mine = [entry for entry in self.entries(bot) if entry.by == "bot"]
        return busiest([e.at for e in mine if chat_id in (None, e.chat_id)], seconds)

    def wait_until(self, is_so: Callable[[], Any], timeout: float = 30.0) -> Any:
        """What `is_so` returns once it is true; asked again after each change, never by the clock."""
        return wait_until(self.line, is_so, timeout)

    def wait_for_calls(self, method: str, count: int = 1, timeout: float = 30.0) -> list[Call]:
        """The calls of a method, once there are `count` of them."""

        def enough() -> list[Call]:
            found = self.calls(method)
            return found if len(found) >= count else []

        return list(self.wait_until(enough, timeout))
