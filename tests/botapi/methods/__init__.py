"""The Bot API's methods that the double knows, by their names in small letters."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.botapi.bots import Bot
from tests.botapi.forms import Form
from tests.botapi.methods import edits, media, payments, polling, profile, texts
from tests.botapi.service import Service

Method = Callable[[Service, Bot, Form], Any]

METHODS: Mapping[str, Method] = {
    name.lower(): method
    for module in (polling, profile, texts, media, payments, edits)
    for name, method in module.METHODS.items()
}
