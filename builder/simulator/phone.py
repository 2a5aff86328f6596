"""The phone in which a rehearsal is talked: its head, the chat, an open keyboard and the line to write in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape

from builder.look.chat import Bubble, Mark, chat
from builder.look.kit import icon
from builder.simulator.openings import openings
from builder.simulator.plans import with_person
from builder.simulator.rehearsal import Rehearsal
from builder.simulator.stage import Played
from builder.simulator.talk import entries, key_of, open_keyboard
from builder.texts import _


def phone(
    played: Played,
    rehearsal: Rehearsal,
    link: str = "",
    *,
    rewinds: bool = True,
    waiting: Sequence[Bubble] = (),
) -> str:
    """HTML for `tap`. It answers with say:, staff:, tap:, back:, link:, picture:, answer: and what follows
    them, or with contact, location, photo, file, event, hand_back. `link` is an address whose button was
    pressed last; without `rewinds` nothing can be unsaid. `waiting` is said, and not yet part of the talk."""
    shown = entries(played, rehearsal)
    if not rewinds:
        shown = [replace(one, rewind="") if isinstance(one, Bubble) else one for one in shown]
    shown += waiting
    if link:
        told = _("Telegram opens this in the customer's browser: {address}", address=link)
        shown.append(Mark(told, "word"))
    inside = chat(shown) if shown else f'<div class="tg">{_quiet(played)}</div>'
    return (
        f'<div class="phone">{_head(played)}{inside}{_keyboard(played)}{_line(played)}{_staff(played)}</div>'
    )


def _head(played: Played) -> str:
    name = played.stage.setting.workspace.name
    person = with_person(played.state)
    state = _("a person answers") if person else _("bot")
    face = f'<span class="ava bot" aria-hidden="true">{escape(name[:1].upper())}</span>'
    return (
        f'<div class="bar">{face}<div class="grow"><b>{escape(name)}</b>'
        f'<span class="mut xs">{escape(state)}</span></div></div>'
    )


def _quiet(played: Played) -> str:
    """Before the first word: how a customer may begin."""
    found = openings(played.stage.flow)
    keys = "".join(
        f'<button type="button" data-tap="{escape(one.tap, quote=True)}">{escape(one.says)}</button>'
        for one in found
    )
    title = _("Nobody has written yet")
    text = _("Begin as a customer would:") if keys else _("Write something below.")
    return f'<div class="quiet"><b>{escape(title)}</b><span>{escape(text)}</span><div>{keys}</div></div>'


def _keyboard(played: Played) -> str:
    rows = open_keyboard(played)
    if not rows:
        return ""
    drawn = ""
    for row in rows:
        keys = (key_of(button, reply=True) for button in row)
        buttons = (
            f'<button type="button" data-tap="{escape(key.tap, quote=True)}">{escape(key.label)}</button>'
            for key in keys
        )
        drawn += f'<div class="krow">{"".join(buttons)}</div>'
    return f'<div class="board">{drawn}</div>'


def _line(played: Played) -> str:
    says = escape(_("Write as {name}", name=_first_name(played)), quote=True)
    return (
        f'<div class="type">{_menu()}<input data-say="say:" placeholder="{says}" aria-label="{says}" '
        f'autocomplete="off" maxlength="4096">{_send()}</div>'
    )


def _staff(played: Played) -> str:
    """A second line while a person has the conversation: what the staff answer, and handing back."""
    if with_person(played.state) is None:
        return ""
    says = escape(_("Answer as your staff"), quote=True)
    back = f'<button type="button" class="word" data-tap="hand_back">{escape(_("Hand back"))}</button>'
    return (
        f'<div class="type staff">{icon("headset", 17)}<input data-say="staff:" placeholder="{says}" '
        f'aria-label="{says}" autocomplete="off" maxlength="4096">{_send()}{back}</div>'
    )


def _menu() -> str:
    """What a customer can send besides words, and what other systems may report."""
    offers = (
        ("contact", "contact", _("Share the phone number")),
        ("location", "map-pin", _("Share the place")),
        ("photo", "image", _("Send a photo")),
        ("file", "file-up", _("Send a file")),
        ("event", "webhook", _("Report an event…")),
    )
    items = "".join(
        f'<button type="button" data-tap="{tap}">{icon(glyph, 16)}{escape(says)}</button>'
        for tap, glyph, says in offers
    )
    more = escape(_("More to send"), quote=True)
    mark = f'<summary aria-label="{more}" title="{more}">{icon("plus", 19)}</summary>'
    return f'<details data-menu>{mark}<div class="menu">{items}</div></details>'


def _send() -> str:
    says = escape(_("Send"), quote=True)
    return f'<button type="button" data-send aria-label="{says}" title="{says}">{icon("send", 17)}</button>'


def _first_name(played: Played) -> str:
    customer = played.state.customer
    return str(customer.fields.get("first_name") or customer.name)
