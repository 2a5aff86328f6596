"""What each kind of cell is called and looks like on the page, and what a cell does in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from builder.notebook.marked import chip, soft, strong
from builder.notebook.wants import Titles, want_words
from builder.texts import _
from flowbook.notebook.cells import Cell
from flowbook.notebook.shapes import as_list


@dataclass(frozen=True, slots=True)
class Look:
    """`verb` begins the cell's line, `noun` names its kind in lists; `tone` is a category of tiles."""

    verb: str
    noun: str
    glyph: str
    tone: str


def look_of(kind: str) -> Look:
    return _LOOKS[kind]() if kind in _LOOKS else Look(kind, kind, "circle-dashed", "data")


def cell_words(cell: Cell, titles: Titles) -> list[str]:
    """Marked sentences, the first to stand behind the verb."""
    if cell.kind == "expect":
        return want_words(cell.value, titles)
    value = cell.value
    return [_WORDS[cell.kind](value, titles) if cell.kind in _WORDS else strong(value)]


def _part(value: Any, name: str) -> Any:
    """Of a cell that may be one text or have parts, the text stands for that part."""
    return value if isinstance(value, str) else value.get(name, "")


def _said(value: Any, titles: Titles) -> str:
    if text := _part(value, "text"):
        return strong(text)
    what, sent = next((name, one) for name, one in value.items() if name != "caption")
    named = {
        "photo": _("a photo"),
        "video": _("a video"),
        "document": _("a file"),
        "voice": _("a voice message"),
        "contact": _("the phone number {what}", what=strong(sent)),
        "location": _("the place {what}", what=strong(sent)),
    }
    return named.get(what, what)


def _tapped(value: Any, titles: Titles) -> str:
    on = "" if isinstance(value, str) else value.get("on", "")
    label = strong(_part(value, "button"))
    return _("{button} under “{text}”", button=label, text=strong(on)) if on else label


def _waited(value: Any, titles: Titles) -> str:
    if isinstance(value, dict):
        return _("until nothing more happens, {time} at most", time=strong(value["quiet"]))
    if value == "next timer":
        return _("for {what}", what=strong(_("the next timer")))
    if value == "until quiet":
        return _("until {what}", what=strong(_("nothing more happens")))
    if value.startswith("until "):
        return _("until {what}", what=strong(value.removeprefix("until ")))
    return strong(value)


def _customer(value: Any, titles: Titles) -> str:
    if isinstance(value, str):
        return strong(value)
    return " · ".join(_person(value)) or "…"


def _person(value: Mapping[str, Any]) -> Iterator[str]:
    if "use" in value:
        yield strong(value["use"])
    for name, one in value.get("set", {}).items():
        shown = ", ".join(map(str, as_list(one)))
        told = _("{field} is {value}", field=chip(name), value=strong(shown))
        yield told if shown else _("{field} is emptied", field=chip(name))
    for tag in as_list(value.get("tags", [])):
        gone, name = tag.startswith("-"), strong(tag.removeprefix("-"))
        yield _("without the tag {tag}", tag=name) if gone else _("with the tag {tag}", tag=name)
    if "stage" in value:
        yield _("stage {stage}", stage=strong(value["stage"] or _("none")))
    if "orders" in value:
        yield _("with another order")
    if "happened" in value:
        yield _("with something that happened")
    if "subscribed" in value:
        yield _("wants messages") if value["subscribed"] else _("wants no more messages")


def _event(value: Any, titles: Titles) -> str:
    if isinstance(value, dict) and "undelivered" in value:
        return _("the last message was not delivered: {why}", why=strong(value["undelivered"]))
    data = value.get("data", {}) if isinstance(value, dict) else {}
    told = ", ".join(f"{name} {strong(one)}" for name, one in data.items())
    name = strong(_part(value, "name"))
    return _("{event} with {data}", event=name, data=told) if told else name


def _mocked(value: Any, titles: Titles) -> str:
    node = _part(value, "node")
    where = titles(node) if node else _part(value, "url")
    replies = [] if isinstance(value, str) else value.get("replies", [])
    return _("{what} answers {replies}", what=strong(where), replies=", ".join(map(_reply, replies)) or "200")


def _reply(data: Any) -> str:
    if isinstance(data, str):
        return strong(data)
    if data.get("failure"):
        return strong(data["failure"])
    body = data.get("body")
    return f"{strong(data.get('status', 200))}{f' {soft(body)}' if body else ''}"


def _operator(value: Any, titles: Titles) -> str:
    if text := _part(value, "says"):
        return _("writes {text}", text=f"“{strong(text)}”")
    if "starts" in value:
        return _("starts {step}", step=strong(titles(value["starts"])))
    return _("hands back to the bot")


def _snapshot(value: Any, titles: Titles) -> str:
    of = as_list(_part(value, "of") or "replies")
    if of == ["replies"]:
        return ""
    names = {"replies": _("words"), "state": _("what is known"), "trace": _("the way taken")}
    return ", ".join(names[one] for one in of)


def _included(value: Any, titles: Titles) -> str:
    until = "" if isinstance(value, str) else value.get("until", "")
    name = strong(_part(value, "notebook"))
    return _("{file} up to {checkpoint}", file=name, checkpoint=strong(until)) if until else name


def _looked(value: Any, titles: Titles) -> str:
    named = {
        "state": _("what the bot knows of the customer"),
        "timers": _("what will happen by itself"),
        "path": _("the way they took"),
        "funnel": _("how many came to each step"),
    }
    return named.get(value, value)


def _explored(value: Any, titles: Titles) -> str:
    data = {"targets": value} if isinstance(value, str) else value
    told = []
    if "targets" in data or "never" not in data:
        told.append(_("somebody can go by {ways}", ways=_ways(data.get("targets", "all"), titles)))
    if "never" in data:
        told.append(_("nobody can ever go by {ways}", ways=_ways(data["never"], titles)))
    return ", ".join(told)


def _ways(value: Any, titles: Titles) -> str:
    """Steps, or ways on of steps: “Pick a day” → change."""
    told = []
    for one in as_list(value):
        node, _dot, exit = one.partition(".")
        step = _("all ways on") if one == "all" else titles(node)
        told.append(strong(f"{step} → {exit}" if exit else step))
    return ", ".join(told)


def _compared(value: Any, titles: Titles) -> str:
    data = {"version": value} if isinstance(value, str) else value
    version = data["version"]
    told = _("what is live") if version == "live" else version
    named = _("as in {version}", version=strong(told))
    allowed = ", ".join(as_list(data.get("allow", [])))
    return _("{named}, except for: {classes}", named=named, classes=strong(allowed)) if allowed else named


_WORDS: Mapping[str, Callable[[Any, Titles], str]] = {
    "say": _said,
    "tap": _tapped,
    "wait": _waited,
    "customer": _customer,
    "event": _event,
    "mock": _mocked,
    "choose": lambda value, titles: _(
        "{split} goes the way {arm}", split=strong(titles(value["split"])), arm=strong(value["arm"])
    ),
    "operator": _operator,
    "snapshot": _snapshot,
    "include": _included,
    "look": _looked,
    "explore": _explored,
    "compare": _compared,
}
_LOOKS: Mapping[str, Callable[[], Look]] = {
    "note": lambda: Look("", _("Note"), "text-quote", "data"),
    "customer": lambda: Look(_("Customer"), _("Customer"), "user-round", "people"),
    "say": lambda: Look(_("Say"), _("Say"), "message-square", "message"),
    "tap": lambda: Look(_("Tap"), _("Tap"), "mouse-pointer-click", "question"),
    "wait": lambda: Look(_("Wait"), _("Wait"), "fast-forward", "time"),
    "event": lambda: Look(_("Reported"), _("Event"), "zap", "trigger"),
    "mock": lambda: Look(_("Another system:"), _("Answer of another system"), "server", "data"),
    "choose": lambda: Look(_("The lot:"), _("Choose an arm"), "shuffle", "logic"),
    "operator": lambda: Look(_("Your team"), _("Your team"), "headset", "people"),
    "expect": lambda: Look(_("Expect"), _("Expect"), "list-checks", "logic"),
    "snapshot": lambda: Look(_("Same as last time?"), _("Snapshot"), "git-compare-arrows", "data"),
    "look": lambda: Look(_("Look at"), _("Look"), "eye", "data"),
    "checkpoint": lambda: Look(_("Checkpoint"), _("Checkpoint"), "flag", "trigger"),
    "include": lambda: Look(_("First everything of"), _("Include"), "layers", "data"),
    "explore": lambda: Look(_("Explore:"), _("Explore"), "search", "logic"),
    "compare": lambda: Look(_("Everything is"), _("Compare"), "git-compare-arrows", "logic"),
}
