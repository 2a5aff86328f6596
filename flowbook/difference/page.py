"""A behaviour diff as a page of its own: each sentence, why, and one customer's chat before and now."""

from __future__ import annotations

from collections.abc import Iterator

from flowbook.difference.behaviour import Behaviour, Change
from flowbook.notebook.page.chat import bubble_html
from flowbook.notebook.page.document import framed
from flowbook.notebook.page.elements import Html, element
from flowbook.transcript import Bubble


def page(old: str, new: str, found: Behaviour) -> str:
    """`old` and `new` name the versions."""
    return framed(f"From {old} to {new}", *_parts(found))


def _parts(found: Behaviour) -> Iterator[Html]:
    talks = f"{found.talks} conversations with each version"
    if found.same:
        yield element("p", f"Customers would notice nothing: {talks}.", class_="verdict good")
        return
    count = len(found.changes)
    told = f"Customers would notice {count} {'thing' if count == 1 else 'things'}: {talks}."
    yield element("p", told, class_="verdict bad")
    yield from map(_change, found.changes)


def _change(one: Change) -> Html:
    example = one.example
    source = f" · {example.source}" if example.source else ""
    before, after = one.example.at
    chats = element(
        "div",
        _chat("Before", example.old, before),
        _chat("Now", example.new, after),
        class_="two",
    )
    return element(
        "section",
        element("h2", one.sentence),
        element("p", one.kind, class_="quiet"),
        *(element("p", f"Because: {cause.sentence}") for cause in one.causes),
        *([element("p", f"{example.who}: {example.why}")] if example.why else []),
        element("details", element("summary", element("b", example.who), source), chats, open="open"),
    )


def _chat(title: str, shown: tuple[Bubble, ...], there: int) -> Html:
    """The bubble that it is about is ringed."""
    bubbles = (bubble_html(one, ringed=one.index == there) for one in shown)
    return element("div", element("h3", title), *bubbles)
