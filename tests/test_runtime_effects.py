"""What a turn does outside of the conversation: whom it tells, and in which language."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from flowbook.customer import Customer
from flowbook.dispatch import Outcome
from flowbook.events import HandedOver, Record, StaffNotified
from flowbook.session import CustomerState
from flowbook.setting import Setting
from flowbook.workspace import workspace_from_json
from runtime.effects import Carrying, Effects, carry
from runtime.memory import Known
from tests.reports import report_of

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEAMS = [{"name": "shop", "label": "Shop", "address": "-100"}]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("lt", "{Ona} prašo žmogaus atsakymo. Dydis"),
        ("ru-RU", "{Ona} просит ответа человека. Dydis"),
        ("fr", "{Ona} խնդրում է մարդու պատասխան։ Dydis"),
    ],
)
def test_a_team_is_told_in_the_language_it_will_answer_in(language: str, words: str) -> None:
    """Else in the workspace's first; a name is never read as a template."""
    setting = Setting(workspace_from_json({"teams": TEAMS, "languages": ["hy", "en"]}))
    state = CustomerState(Customer("c1", AT, {"first_name": "{Ona}", "language": language}), channel="42")
    effects = Effects(Known(1, state, (("42", "7"),)), state)
    record = Record(AT, "c1", HandedOver("shop", "Dydis"), "c1.1", "help", "42")
    carry(effects, Outcome(state, report_of(record)), Carrying(setting))
    (entry,) = effects.entries
    assert (entry.draft.chat, entry.draft.event) == ("-100", StaffNotified("shop", words))
