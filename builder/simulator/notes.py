"""The lines between bubbles: what happened that nobody reads in Telegram."""

from __future__ import annotations

from dataclasses import dataclass

from builder import moments
from builder.simulator.plans import put_off, team_name
from builder.simulator.stage import Played
from builder.texts import _
from flowbook.events import (
    Deferred,
    HandedOver,
    HttpRequested,
    Ignored,
    SessionFailed,
    StaffNotified,
    TakenBack,
)
from flowbook.mocks import UNMOCKED, answer

ANSWER = "answer:"


@dataclass(frozen=True, slots=True)
class Note:
    """`tap` and `says` are of the button behind it."""

    text: str
    tap: str = ""
    says: str = ""


def note_of(played: Played, index: int) -> Note | None:
    """The line for the log's record of that index, in the interface's language."""
    event = played.world.log[index].event
    match event:
        case HandedOver(team, reason):
            return Note(_("{team} has the conversation. {why}", team=_team(played, team), why=reason).strip())
        case TakenBack(why):
            return Note(_("The bot is back: {why}", why=why))
        case StaffNotified(team, text):
            return Note(_("{team} is told: {text}", team=_team(played, team), text=text))
        case SessionFailed(why):
            return Note(_("The conversation broke off: {why}", why=why))
        case HttpRequested():
            return _call(played, event, index)
        case Deferred(what, until, why):
            told = put_off(what, played.state, played.stage.setting)
            when = moments.moment(until, played.zone)
            return Note(_("{what} is put off until {when}: {why}", what=told, when=when, why=why))
        case Ignored(what, why):
            return Note(why if what.startswith("timer ") else f"“{what}”: {why}")
    return None


def _call(played: Played, event: HttpRequested, index: int) -> Note:
    reply, _number = answer(played.world.mocks, {}, event)
    call = f"{event.method} {event.url}"
    tap = f"{ANSWER}{index}"
    if reply.failure == UNMOCKED:
        said = _("The bot asked another system: {call}. In a rehearsal nobody answers it.", call=call)
        return Note(said, tap, _("Answer it"))
    told = _("no answer in time") if reply.failure else str(reply.status)
    said = _("The bot asked another system: {call}. Your answer: {told}.", call=call, told=told)
    return Note(said, tap, _("Change the answer"))


def _team(played: Played, team: str) -> str:
    name = team_name(played.stage.setting.workspace, team)
    return name[:1].upper() + name[1:]
