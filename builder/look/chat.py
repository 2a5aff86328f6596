"""A Telegram conversation as HTML: bubbles, keyboards, the marks where days begin and the clock jumps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape

from builder.look.kit import icon
from builder.texts import _

MEDIA_ICONS = {
    "photo": "image",
    "video": "play",
    "document": "file-down",
    "voice": "megaphone",
    "audio": "play",
}


@dataclass(frozen=True, slots=True)
class Key:
    """A button under a bubble; `tap` is what it answers with, `link` where it leads instead."""

    label: str
    tap: str = ""
    link: bool = False


@dataclass(frozen=True, slots=True)
class Bubble:
    """`html` is safe as it is: the kernel escapes what people wrote. `rows` of keys; `chosen` the label that
    was tapped; `live` False greys the keys, `old` only fades them; `rewind` is what the button beside the
    bubble answers with, and `rewind_says` its label. `reply` says that the keys stand in place of the
    keyboard."""

    html: str
    mine: bool = False
    at: str = ""
    rows: tuple[tuple[Key, ...], ...] = ()
    chosen: str = ""
    live: bool = True
    media: str = ""
    rewind: str = ""
    rewind_says: str = ""
    reply: bool = False
    old: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A line between bubbles; `kind`: day, jump (the clock was turned forward), or word (what happened
    unseen). A word may have a button that says `says` and answers with `tap`."""

    text: str
    kind: str = field(default="day")
    tap: str = ""
    says: str = ""


def chat(entries: Iterable[Bubble | Mark]) -> str:
    """HTML for `tap`, or for `show` where no button need answer."""
    drawn = [_mark(entry) if isinstance(entry, Mark) else _bubble(entry) for entry in entries]
    return f'<div class="tg">{"".join(drawn)}</div>'


def _mark(mark: Mark) -> str:
    if mark.kind == "word":
        ask = f'<button type="button" data-tap="{escape(mark.tap, quote=True)}">{escape(mark.says)}</button>'
        return f'<div class="sys">{escape(mark.text)} {ask if mark.tap else ""}</div>'
    jump = icon("fast-forward", 12) if mark.kind == "jump" else ""
    return f'<div class="day">{jump}{escape(mark.text)}</div>'


def _bubble(bubble: Bubble) -> str:
    side = " me" if bubble.mine else ""
    inside = f'{_media(bubble.media)}{bubble.html}<span class="ts">{escape(bubble.at)}</span>'
    keys = "".join(_row(row, bubble) for row in bubble.rows)
    look = f"keys{' reply' if bubble.reply else ''}{' old' if bubble.old else ''}"
    board = f'<div class="{look}">{keys}</div>' if keys else ""
    # The time stands in the corner; the line must leave room for a longer one, as “10:40, edited”.
    room = f' style="--at:{len(bubble.at) * 6 + 14}px"' if len(bubble.at) > len("10:40") else ""
    return f'<div class="m{side}"><div class="bub"{room}>{inside}</div>{board}{_rewind(bubble)}</div>'


def _row(row: tuple[Key, ...], bubble: Bubble) -> str:
    return f'<div class="krow">{"".join(_key(key, bubble) for key in row)}</div>'


def _key(key: Key, bubble: Bubble) -> str:
    look = "was" if bubble.chosen and key.label == bubble.chosen else ""
    off = "" if bubble.live and (key.tap or key.link) else " disabled"
    mark = icon("link", 12) if key.link else ""
    tap = escape(key.tap, quote=True)
    return f'<button type="button" class="{look}" data-tap="{tap}"{off}>{escape(key.label)}{mark}</button>'


def _media(kind: str) -> str:
    return f'<span class="pic">{icon(MEDIA_ICONS.get(kind, "image"), 26)}</span>' if kind else ""


def _rewind(bubble: Bubble) -> str:
    if not bubble.rewind:
        return ""
    says = escape(bubble.rewind_says or _("Go back to here"), quote=True)
    named = f'data-tap="{escape(bubble.rewind, quote=True)}" title="{says}" aria-label="{says}"'
    return f'<button type="button" class="rew" {named}>{icon("rotate-ccw", 14)}</button>'
