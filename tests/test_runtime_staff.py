"""Notes to a team: in its chat, in their order, and also after its group has become a supergroup."""

from __future__ import annotations

from flowbook.events import StaffNotified
from flowbook.store.inbox import new_arrivals
from flowbook.store.outbox import STAFF, Draft, find_outgoing, put_outgoing
from flowbook.store.values import now
from tests.sender_stand import Stand, stand

__all__ = ["stand"]


def note(stand: Stand, chat: int, text: str) -> int:
    draft = Draft(stand.bot.id, str(chat), "Anna", STAFF, StaffNotified("shop", text))
    return put_outgoing(stand.store, draft, now())


def said_in(stand: Stand, chat: int) -> list[str]:
    return [entry.text for entry in stand.botapi.control.entries() if entry.chat_id == chat]


def test_a_note_to_staff_that_fails_bothers_no_customer(stand: Stand) -> None:
    row = note(stand, 999, "Call Anna.")
    stand.run(stand.settled(row))
    assert stand.state(row) == "failed"
    assert new_arrivals(stand.store) == []


def test_a_team_is_told_also_after_its_group_has_become_a_supergroup(stand: Stand) -> None:
    group = stand.botapi.control.add_group("Staff", type="group")
    before = note(stand, group, "Call Anna.")
    stand.run(stand.settled(before))
    moved = stand.botapi.control.upgrade_group(group)
    rows = [note(stand, group, text) for text in ("Call Ben.", "Call Mia.")]
    stand.run(stand.settled(*rows))
    assert [stand.state(row) for row in (before, *rows)] == ["sent"] * 3
    assert (said_in(stand, group), said_in(stand, moved)) == (["Call Anna."], ["Call Ben.", "Call Mia."])


def test_a_team_whose_new_supergroup_has_no_place_for_the_bot_is_not_told_in_vain(stand: Stand) -> None:
    group = stand.botapi.control.add_group("Staff", type="group")
    moved = stand.botapi.control.upgrade_group(group)
    said = "Forbidden: bot is not a member of the supergroup chat"
    stand.botapi.control.fail("sendMessage", "refuse", code=403, description=said, chat_id=moved)
    row = note(stand, group, "Call Anna.")
    stand.run(stand.settled(row))
    found = find_outgoing(stand.store, row)
    assert found is not None
    assert (found.state, str(moved) in found.why) == ("failed", True)
