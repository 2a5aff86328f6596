"""What is different for one customer in one talk, before it is counted together with others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from difflib import SequenceMatcher
from typing import Any

from flowbook.comparison import shown
from flowbook.difference.heard import Heard, Said, Spot, heard, last_entered
from flowbook.difference.pairing import Pair
from flowbook.schedule import gap_words

TEXT, BUTTONS, ROUTE, TIMING, STATE, STUCK = "text", "buttons", "route", "timing", "state", "stuck"
CLASSES = (STUCK, ROUTE, TEXT, BUTTONS, TIMING, STATE)
"""The gravest first."""
NOWHERE: Spot = ("", "")
Values = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """`kind` is one of CLASSES. `text` is the sentence about the count of talks; `spot` the step it is about,
    `at` the places in the two logs where it shows, -1 where it does not."""

    kind: str
    text: str
    spot: Spot
    values: Values = ()
    at: tuple[int, int] = (-1, -1)
    why: str = field(default="", compare=False)


def notices(pair: Pair) -> Iterator[tuple[Heard, Notice]]:
    """Each with the customer, as the new version knows them."""
    before = {one.who: one for one in heard(pair.old)}
    for after in heard(pair.new):
        found = list(_of_one(before[after.who], after, pair)) if after.who in before else []
        yield from ((after, one) for one in found)


def _of_one(old: Heard, new: Heard, pair: Pair) -> Iterator[Notice]:
    yield from _stuck(old, new, pair)
    way = list(_route(old.way, new.way))
    yield from way
    yield from _messages(old, new, alone=not way)
    yield from _facts(old, new)


def _stuck(old: Heard, new: Heard, pair: Pair) -> Iterator[Notice]:
    if pair.new.stuck and new.who == pair.new.stage.who:
        spot = last_entered(pair.new)
        yield Notice(STUCK, "At {step} {count} cannot go on as before.", spot, why=pair.new.stuck.sentence)
    elif new.failed and not old.failed:
        yield Notice(STUCK, "At {step} the conversation of {count} breaks off.", new.failed)
    elif new.waits and not old.waits:
        text = "At {step} {count} wait for ever; before, it came to an end."
        yield Notice(STUCK, text, new.waits)


def _route(old: tuple[Spot, ...], new: tuple[Spot, ...]) -> Iterator[Notice]:
    """The first parting of the ways: what comes after it follows from it."""
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        last = new[c - 1] if c else NOWHERE
        was, now = (old[a] if b > a else NOWHERE), (new[c] if d > c else NOWHERE)
        yield _parting(last, was, now)
        return


def _parting(last: Spot, was: Spot, now: Spot) -> Notice:
    if was == NOWHERE:
        return Notice(ROUTE, "{count} now come to {step}.", now, (("after", last),))
    if now == NOWHERE:
        return Notice(ROUTE, "{count} no longer come to {step}.", was, (("after", last),))
    if last == NOWHERE:
        return Notice(ROUTE, "{count} begin at {now} in place of {step}.", was, (("now", now),))
    text = "After {step} {count} come to {now} in place of {was}."
    return Notice(ROUTE, text, last, (("was", was), ("now", now)))


def _messages(old: Heard, new: Heard, *, alone: bool) -> Iterator[Notice]:
    """`alone`: the way is the same, so that a message more or less is news of its own."""
    late = timedelta(0)
    spots = [one.spot for one in old.said], [one.spot for one in new.said]
    for what, a, b, c, d in SequenceMatcher(None, *spots, autojunk=False).get_opcodes():
        if what != "equal":
            yield from _more_or_less(old.said[a:b], new.said[c:d]) if alone else ()
            continue
        for was, now in zip(old.said[a:b], new.said[c:d], strict=True):
            yield from _message(was, now)
            gap = now.at - was.at
            if gap != late:
                yield _timing(was, now, gap - late)
                late = gap


def _message(was: Said, now: Said) -> Iterator[Notice]:
    at = (was.index, now.index)
    if (was.text, was.media, was.html) != (now.text, now.media, now.html):
        yield Notice(TEXT, "{step} says something else to {count}.", now.spot, at=at)
    if was.buttons != now.buttons:
        yield Notice(BUTTONS, "{step} shows other buttons to {count}.", now.spot, at=at)


def _timing(was: Said, now: Said, gap: timedelta) -> Notice:
    text = (
        "{step} comes {gap} later to {count}."
        if gap > timedelta(0)
        else "{step} comes {gap} earlier to {count}."
    )
    return Notice(TIMING, text, now.spot, (("gap", gap_words(abs(gap))),), (was.index, now.index))


def _more_or_less(was: tuple[Said, ...], now: tuple[Said, ...]) -> Iterator[Notice]:
    if len(now) > len(was):
        yield Notice(TEXT, "{step} says more to {count}.", now[0].spot, at=(-1, now[0].index))
    elif was:
        yield Notice(TEXT, "{step} says less to {count}.", was[0].spot, at=(was[0].index, -1))


def _facts(old: Heard, new: Heard) -> Iterator[Notice]:
    spot = new.way[-1] if new.way else NOWHERE
    for name in sorted(old.facts.keys() | new.facts.keys()):
        was, now = old.facts.get(name), new.facts.get(name)
        if was == now:
            continue
        text, values = _fact(name, was, now)
        yield Notice(STATE, text, spot, values)


def _fact(name: str, was: Any, now: Any) -> tuple[str, Values]:
    kind, _, own = name.partition(" ")
    values = (("name", own), ("was", shown(was)), ("now", shown(now)))
    match kind:
        case "tag":
            text = "{count} now have the tag “{name}”." if now else "{count} no longer have the tag “{name}”."
            return text, values[:1]
        case "field":
            return "{count} end with “{now}” in the field “{name}” in place of “{was}”.", values
        case "stage":
            return "{count} end in the stage “{now}” in place of “{was}”.", values[1:]
        case "subscribed":
            text = "{count} are no longer subscribed." if now is False else "{count} stay subscribed."
            return text, ()
    return "{count} end with other orders.", ()
