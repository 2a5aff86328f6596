"""What triggers with a clock of their own share: whom they are for, and which occasions they have taken."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flowbook.flow import Config
from flowbook.rules import evaluate, reads
from flowbook.situation import Situation

UNTIMED = "10:00"
"""When something is to happen on a day for which nobody has said a time."""


def admitted(config: Config, situation: Situation) -> bool:
    """False when `only_if` is not true of the customer now."""
    rule = config.get("only_if")
    return not rule or evaluate(rule, situation.subject())


def asked_about(config: Config) -> frozenset[str]:
    """The fields that `only_if` reads."""
    return reads(config["only_if"]) if config.get("only_if") else frozenset()


def taken(due: datetime, after: datetime | None, zone: ZoneInfo) -> bool:
    """Whether the occasion is the one taken at `after` or an earlier one. Clocks on the wall are compared,
    each in its own zone: Monday at ten does not come again for somebody who moves to the west."""
    return after is not None and due.astimezone(zone).replace(tzinfo=None) <= after.replace(tzinfo=None)
