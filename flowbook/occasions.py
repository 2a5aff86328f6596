"""What triggers with a clock of their own share: whom they are for, and which occasions they have taken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flowbook.flow import Config
from flowbook.rules import evaluate, reads
from flowbook.schedule import seconds_of
from flowbook.situation import Situation
from flowbook.ways import Wish, not_so, so

DAY = 86_400
SEASON = 60
UNTIMED = "10:00"
"""When something is to happen on a day for which nobody has said a time."""


def admitted(config: Config, situation: Situation) -> bool:
    """False when `only_if` is not true of the customer now."""
    rule = config.get("only_if")
    return not rule or evaluate(rule, situation.subject())


def asked_about(config: Config) -> frozenset[str]:
    """The fields that `only_if` reads."""
    return reads(config["only_if"]) if config.get("only_if") else frozenset()


def far_ahead(field: str, around: Mapping[str, Any]) -> tuple[Wish, ...]:
    """The date in the field is so far ahead that what happens around it is still to come."""
    days = _days(around)
    soon = {"field": field, "op": "in_next_days", "value": days}
    return so({**soon, "value": days + SEASON}), not_so(soon)


def long_past(field: str, around: Mapping[str, Any]) -> tuple[Wish, ...]:
    """The date in the field, and what happens around it, are over."""
    return (so({"field": field, "op": "days_since_at_least", "value": _days(around)}),)


def _days(around: Mapping[str, Any]) -> int:
    """More days than there are between a date and what happens around it."""
    return int(seconds_of(around) / DAY) + 2 if around.get("amount") else 2


def taken(due: datetime, after: datetime | None, zone: ZoneInfo) -> bool:
    """Whether the occasion is the one taken at `after` or an earlier one. Clocks on the wall are compared,
    each in its own zone: Monday at ten does not come again for somebody who moves to the west."""
    return after is not None and due.astimezone(zone).replace(tzinfo=None) <= after.replace(tzinfo=None)
