"""What a cell of a test does, in a few words for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from builder.texts import _


def doing_words(kind: str, value: Any) -> str:
    """“They tap “Haircut””; the kind's own name for one that has no words here."""
    return _WORDS[kind](value) if kind in _WORDS else kind


def _part(value: Any, *names: str) -> str:
    """With braces as people wrote them; a cell has them doubled, so that nothing is filled in."""
    told = (
        value if isinstance(value, str) else next((str(value[name]) for name in names if name in value), "")
    )
    return told.replace("{{", "{").replace("}}", "}")


def _said(value: Any) -> str:
    if text := _part(value, "text"):
        return _("They write “{text}”", text=text)
    what, sent = next(iter(value.items()))
    told = {
        "contact": _("They share the phone number {what}", what=sent),
        "location": _("They share the place {what}", what=sent),
        "photo": _("They send a photo"),
        "voice": _("They send a voice message"),
        "video": _("They send a video"),
    }
    return told.get(what, _("They send a file"))


def _waited(value: Any) -> str:
    if value == "next timer":
        return _("The clock goes on to what happens next")
    if isinstance(value, str) and value.startswith("until "):
        return _("The clock goes on until {when}", when=value.removeprefix("until "))
    return _("The clock goes on by {time}", time=_part(value, "quiet"))


def _answered(value: Any) -> str:
    if _part(value, "says"):
        return _("Your staff write “{text}”", text=_part(value, "says"))
    started = _part(value, "starts") if isinstance(value, dict) else ""
    return _("Your staff start “{name}”", name=started) if started else _("Your staff hand back to the bot")


_WORDS: Mapping[str, Callable[[Any], str]] = {
    "say": _said,
    "tap": lambda value: _("They tap “{text}”", text=_part(value, "button")),
    "wait": _waited,
    "event": lambda value: _("“{name}” is reported", name=_part(value, "name", "undelivered")),
    "mock": lambda value: _("Another system answers “{name}”", name=_part(value, "node", "url")),
    "choose": lambda value: _("The lot falls on “{name}”", name=value["arm"]),
    "operator": _answered,
    "customer": lambda value: _("Your staff change the customer"),
}
