"""Expectations in words, as they stand in a cell: “the field size is 39–41”."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from builder.notebook.marked import chip, strong
from builder.texts import _
from flowbook.notebook.shapes import as_list

Titles = Callable[[str], str]
"""A step's title by its id."""


def want_words(wanted: Mapping[str, Any], titles: Titles) -> list[str]:
    """A marked sentence for each thing that is expected."""
    told = [_word(name, value, titles) for name, value in wanted.items() if name != "not"]
    refused = [_word(name, value, titles) for name, value in wanted.get("not", {}).items()]
    return [*told, *(_("not: {what}", what=one) for one in refused)]


def text_words(wanted: Any) -> str:
    """A text that a message has to be: itself, or what has to be in it."""
    if not isinstance(wanted, Mapping):
        return _("“{text}”", text=strong(wanted))
    told = []
    for how, value in wanted.items():
        parts = ", ".join(f"“{strong(one)}”" for one in as_list(value))
        told.append(_WAYS[how](parts))
    return ", ".join(told)


_WAYS: Mapping[str, Callable[[str], str]] = {
    "equals": lambda parts: parts,
    "contains": lambda parts: _("with {text} in it", text=parts),
    "any_of": lambda parts: _("one of {texts}", texts=parts),
    "pattern": lambda parts: _("that fits the pattern {text}", text=parts),
}


def _word(name: str, value: Any, titles: Titles) -> str:
    return _WORDS[name](value, titles) if name in _WORDS else f"{name} {strong(value)}"


def _reply(value: Any, titles: Titles) -> str:
    if isinstance(value, list):
        return _("the replies {texts}, and no more", texts=", ".join(map(text_words, value)))
    return _("the reply {text}", text=text_words(value))


def _buttons(value: Any, titles: Titles) -> str:
    if isinstance(value, Mapping):
        return _("among the buttons {labels}", labels=_joined(value["contains"]))
    return _("the buttons {labels}", labels=_joined(value))


def _joined(value: Any) -> str:
    return ", ".join(strong(one) for one in as_list(value))


def _staff(value: Any, titles: Titles) -> str:
    return _("a team reads {text}", text=", ".join(map(text_words, as_list(value))))


def _timer(value: Any, titles: Titles) -> str:
    if value == "none":
        return _("that nothing will happen by itself")
    parts = {"node": value} if isinstance(value, str) else value
    told = _("a timer")
    if "node" in parts:
        told = _("the timer of {step}", step=strong(titles(parts["node"])))
    if "in" in parts:
        return _("{timer} in {time}", timer=told, time=strong(parts["in"]))
    return _("{timer} at {time}", timer=told, time=strong(parts["at"])) if "at" in parts else told


def _field(value: Any, titles: Titles) -> str:
    return ", ".join(
        _("the field {name} is {value}", name=chip(name), value=_joined(wanted))
        if wanted not in ("", [])
        else _("the field {name} is empty", name=chip(name))
        for name, wanted in value.items()
    )


def _order(value: Any, titles: Titles) -> str:
    names = {
        "count": _("orders"),
        "status": _("status"),
        "total": _("total"),
        "items": _("items"),
        "id": _("number"),
    }
    told = ", ".join(f"{names.get(name, name)} {_joined(wanted)}" for name, wanted in value.items())
    return _("of the orders: {what}", what=told)


def _call(value: Any, titles: Titles) -> str:
    if value == "none":
        return _("no call of another system")
    parts = {"node": value} if isinstance(value, str) else value
    where = strong(titles(parts["node"])) if "node" in parts else strong(parts.get("url", ""))
    told = _("a call by {step}", step=where) if "node" in parts else _("a call to {url}", url=where)
    return _("{call}, {count} times", call=told, count=strong(parts["times"])) if "times" in parts else told


_WORDS: Mapping[str, Callable[[Any, Titles], str]] = {
    "reply": _reply,
    "buttons": _buttons,
    "silence": lambda value, titles: _("silence") if value else _("that the bot says something"),
    "staff": _staff,
    "node": lambda value, titles: _("the step {step}", step=strong(titles(value))),
    "timer": _timer,
    "field": _field,
    "tag": lambda value, titles: _("the tag {tags}", tags=_joined(value)),
    "stage": lambda value, titles: _("the stage {stage}", stage=strong(value)) if value else _("no stage"),
    "order": _order,
    "subscribed": lambda value, titles: (
        _("that they still get messages") if value else _("that they get no more messages")
    ),
    "call": _call,
}
