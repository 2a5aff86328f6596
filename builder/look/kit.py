"""The small parts: icons, tiles, pills, cards of state. Those that return a text return HTML; `show` puts it
up."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import streamlit as st

from builder import state
from flowbook.naming import numbered

CATEGORY_ICONS = {
    "trigger": "zap",
    "message": "message-square",
    "question": "message-circle-question-mark",
    "logic": "split",
    "time": "clock",
    "data": "database",
    "people": "headset",
}
JOINER = "\u2060"
"""Has no width, and takes no part in an address."""
_MARKS = re.compile(r"[\\`*_\[\]<~$]|:(?=\w+[:\[])")


def show(html: str, **container: Any) -> None:
    """HTML inside the scope of the style sheet; Streamlit sanitises it, and drops inline SVG."""
    st.html(f'<div class="fb">{html}</div>', **container)


def icon(name: str, size: int = 16) -> str:
    return f'<i class="ic ic-{name}" style="--s:{size}px" aria-hidden="true"></i>'


def tile(category: str, glyph: str = "", *, small: bool = False) -> str:
    """The square, circle or diamond of a category with its icon; `category` may also be a tone: ok, bad,
    act."""
    drawn = icon(glyph or CATEGORY_ICONS[category], 15 if small else 18)
    return f'<span class="tile k-{category} {category}{" s" if small else ""}">{drawn}</span>'


def pill(text: str, tone: str = "", glyph: str = "") -> str:
    """`tone`: empty, ok, warn, bad, act."""
    return f'<span class="pill {tone}">{icon(glyph, 13) if glyph else ""}{escape(text)}</span>'


def initials(name: str) -> str:
    letters = "".join(word[0] for word in name.split()[:2])
    return f'<span class="ava" aria-hidden="true">{escape(letters)}</span>'


def with_chips(text: str) -> str:
    """A text escaped, each {field} in it as a chip."""
    return re.sub(r"\{([^{}]+)\}", r'<span class="chip">\1</span>', escape(text))


def plain(text: str) -> str:
    """A person's words for a native label, which would read Markdown in them and make links of addresses.
    Entries of select boxes are plain as they are."""
    unlinked = text.replace("@", f"{JOINER}@").replace("://", f":{JOINER}//").replace("www.", f"www{JOINER}.")
    return _MARKS.sub(r"\\\g<0>", unlinked)


def distinct(names: Mapping[str, str]) -> dict[str, str]:
    """The labels by value, numbered where two are the same: a select box knows its entries by what they
    say."""
    seen: set[str] = set()
    found = {}
    for value, label in names.items():
        found[value] = numbered(label, seen)
        seen.add(found[value])
    return found


def icon_key(key: str, glyph: str, *, bare: bool = False) -> str:
    """A widget's key that makes the style sheet put the icon into its button. `bare` leaves the label to
    screen readers."""
    return f"{key}--i-{glyph}--{'bare' if bare else 'with'}"


def button(label: str, *, key: str, glyph: str = "", bare: bool = False, **more: Any) -> bool:
    """A native button with an icon of ours; `label` is plain text. `more` goes to st.button."""
    if bare:
        more.setdefault("help", plain(label))
    named = icon_key(key, glyph, bare=bare) if glyph else key
    if "on_click" in more:
        more["on_click"] = state.whole(more["on_click"])
        return bool(st.button(plain(label), key=named, **more))
    st.button(plain(label), key=named, on_click=state.press, args=(named,), **more)
    return state.take_press(named)


def search(label: str, *, key: str, **more: Any) -> str:
    """A search box; `label` is its placeholder and what a screen reader says."""
    named = icon_key(key, "search")
    found = st.text_input(label, key=named, placeholder=label, label_visibility="collapsed", **more)
    return (found or "").strip()


def state_card(tone: str, glyph: str, title: str, text: str, *, small_print: str = "") -> None:
    """Empty, busy, failed or done: what it is, and why. The buttons below are the caller's."""
    more = f'<p class="xs small-print">{escape(small_print)}</p>' if small_print else ""
    words = f"<h4>{escape(title)}</h4><p>{escape(text)}</p>{more}"
    show(f'<div class="state">{tile(tone, glyph)}<div class="grow">{words}</div></div>')


def empty(category: str, glyph: str, title: str, text: str) -> None:
    """A whole page that has nothing to show yet: what will be here, and how to get it."""
    drawn = f'{tile(category, glyph)}<h2>{escape(title)}</h2><p class="mut">{escape(text)}</p>'
    show(f'<div class="empty">{drawn}</div>')


def centred(draw: Callable[[], None], *, key: str) -> None:
    """One row of buttons in the middle of the page."""
    with st.container(horizontal=True, horizontal_alignment="center", key=key):
        draw()


def problem(severity: str, what: str, why: str = "") -> str:
    tone, glyph = ("bad", "circle-alert") if severity == "error" else ("warn", "triangle-alert")
    tail = f' <span class="where">{escape(why)}</span>' if why else ""
    return f'<div class="prob {tone}">{icon(glyph, 17)}<div>{escape(what)}{tail}</div></div>'
