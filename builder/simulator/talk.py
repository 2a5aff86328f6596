"""The rehearsed conversation as chat entries: bubbles, their keys, and the lines between them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from html import escape

from builder import moments
from builder.look import chat
from builder.look.pictures import media_tile
from builder.simulator.notes import Note, note_of
from builder.simulator.rehearsal import Rehearsal
from builder.simulator.stage import Played
from builder.texts import _
from flowbook.events import MessageSent, TapAnswered
from flowbook.messages import Button, Media, unpack
from flowbook.session import CustomerState
from flowbook.transcript import BOT, CUSTOMER, NOTE, Bubble, bubbles, keyboard_of

Entry = chat.Bubble | chat.Mark
BACK = "back:"


def entries(played: Played, rehearsal: Rehearsal) -> list[Entry]:
    """The whole talk, oldest first, the present instant at its end."""
    chosen = _chosen(rehearsal)
    drawn: list[Entry] = []
    last = played.worlds[0].now
    for bubble in bubbles(played.world.log, played.customer):
        drawn += _time_passed(last, bubble.at, played, first=not drawn)
        last = bubble.at
        drawn += _draw(bubble, played, rehearsal, chosen)
    if drawn:
        drawn += _time_passed(last, played.world.now, played)
    return [*drawn, *_flash(played)]


def open_keyboard(played: Played) -> tuple[tuple[Button, ...], ...]:
    """The reply keyboard that stands open now."""
    return keyboard_of(bubbles(played.world.log, played.customer))


def key_of(button: Button, *, reply: bool = False) -> chat.Key:
    match button.kind:
        case "link":
            return chat.Key(button.label, f"link:{button.value}", link=True)
        case "contact" | "location":
            return chat.Key(button.label, button.kind)
    return chat.Key(button.label, f"say:{button.label}" if reply else f"tap:{button.value}")


def label_of(played: Played, data: str) -> str:
    """What the inline button with this callback data says; empty where there is none."""
    every = (
        button
        for record in reversed(played.world.log)
        if isinstance(record.event, MessageSent)
        for row in record.event.message.buttons
        for button in row
    )
    return next((button.label for button in every if button.value == data), "")


def _draw(bubble: Bubble, played: Played, rehearsal: Rehearsal, chosen: dict[int, str]) -> Iterator[Entry]:
    if bubble.who == NOTE:
        note = note_of(played, bubble.index) or Note(bubble.text)
        yield chat.Mark(note.text, "word", note.tap, note.says)
        return
    mine = bubble.who == CUSTOMER
    at = moments.clock_of(bubble.at, played.zone)
    inline = bubble.keyboard == "inline"
    asked = int(bubble.key) if bubble.key.isdigit() else 0
    yield chat.Bubble(
        html=_html(bubble, played, rehearsal),
        mine=mine,
        at=_("{time}, edited", time=at) if bubble.edited else at,
        rows=tuple(tuple(map(key_of, row)) for row in bubble.buttons) if inline else (),
        chosen=chosen.get(asked, ""),
        old=inline and not _waited_for(bubble, played.state),
        rewind=f"{BACK}{bubble.index}",
        rewind_says=_("Go back to before this was said") if mine else "",
    )


def _html(bubble: Bubble, played: Played, rehearsal: Rehearsal) -> str:
    shown = rehearsal.get("pictures", [])
    sent = _sent(rehearsal, played, bubble) if bubble.who == CUSTOMER else ""
    if sent:
        return media_tile(sent, "" if bubble.text.startswith("[") else bubble.text)
    tiles = "".join(media_tile(one.kind, one.source, shown) for one in _media(bubble, played))
    # A link leads out of the rehearsal: beside it, not in its place.
    told = bubble.html.replace("<a href=", '<a target="_blank" rel="noopener noreferrer" href=')
    return tiles + (told if bubble.who == BOT else escape(bubble.text))


def _sent(rehearsal: Rehearsal, played: Played, bubble: Bubble) -> str:
    """What kind of thing a customer's bubble stands for; empty for words."""
    stimulus = rehearsal["acts"][played.act_of(bubble.index)].get("stimulus", {})
    match stimulus.get("kind"):
        case "file_sent":
            return str(stimulus["media"])
        case "contact_shared":
            return "contact"
        case "location_shared":
            return "location"
    return ""


def _media(bubble: Bubble, played: Played) -> Iterator[Media]:
    if bubble.media:
        yield bubble.media
    event = played.world.log[bubble.index].event
    if isinstance(event, MessageSent):
        yield from event.message.album


def _chosen(rehearsal: Rehearsal) -> dict[int, str]:
    """Number of an asking message -> the label tapped under it last."""
    found: dict[int, str] = {}
    for act in rehearsal["acts"]:
        stimulus = act.get("stimulus", {})
        ref = unpack(stimulus.get("data", "")) if stimulus.get("kind") == "tapped" else None
        if ref:
            found[ref.ask] = stimulus.get("label", "")
    return found


def _waited_for(bubble: Bubble, state: CustomerState) -> bool:
    return any(session.wait and str(session.wait.ask) == bubble.key for session in state.sessions.values())


def _time_passed(last: datetime, at: datetime, played: Played, *, first: bool = False) -> Iterator[chat.Mark]:
    if leap := moments.leap(last, at, played.zone):
        yield chat.Mark(leap, "jump")
    elif first:
        yield chat.Mark(moments.day_of(at, played.zone))


def _flash(played: Played) -> Iterator[chat.Mark]:
    """What Telegram shows for a moment over the chat after a tap."""
    before = len(played.worlds[-2].log) if len(played.worlds) > 1 else 0
    for record in played.world.log[before:]:
        if isinstance(record.event, TapAnswered) and record.event.text:
            yield chat.Mark(_("Telegram shows for a moment: “{text}”", text=record.event.text), "word")
