"""A double of Telegram's Bot API: a real HTTP server on loopback, driven by tests or by hand."""

from tests.botapi.control import BotAccount, Control
from tests.botapi.customer import Customer
from tests.botapi.ledger import Call, Entry
from tests.botapi.running import Botapi, FarBotapi, running, spawned

__all__ = ["BotAccount", "Botapi", "Call", "Control", "Customer", "Entry", "FarBotapi", "running", "spawned"]
