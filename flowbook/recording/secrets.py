"""What must not stand in a file for others to read: whatever a customer is known by, or has said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flowbook.customer import Customer
from flowbook.events import FieldSet, MessageReceived, MessageSent, OrderRegistered, Record
from flowbook.flow import Flow
from flowbook.rules.readings import fold
from flowbook.workspace import Workspace

OPEN = ("language", "timezone", "segment")
"""Fields that tell nobody who somebody is."""
_WORD = re.compile(r"\w+")
_LEAST_LETTERS, _LEAST_DIGITS = 3, 5
_COMMENT = 4
"""Words above which a text is a remark rather than a name."""


@dataclass(frozen=True, slots=True)
class Public:
    """What the shop itself has written: whole texts, and single words, without regard to case."""

    texts: frozenset[str]
    words: frozenset[str]

    def has(self, text: str) -> bool:
        """A command counts with what the shop has written behind it."""
        return fold(text).lstrip("/") in self.texts


def public_of(flows: Iterable[Flow], workspace: Workspace, more: Iterable[str] = ()) -> Public:
    texts = [text for flow in flows for text in (flow.title, flow.timezone or "", *_of_flow(flow))]
    texts += [
        workspace.name,
        workspace.timezone,
        *workspace.stages,
        *workspace.tags,
        *workspace.products,
        *more,
    ]
    texts += [product.title for product in workspace.products.values()]
    folded = frozenset(fold(text).lstrip("/") for text in texts)
    return Public(folded, frozenset(word for text in folded for word in _WORD.findall(text)))


def secrets_of(customer: Customer, records: Iterable[Record], public: Public) -> frozenset[str]:
    """Words and texts, folded; what the shop has written itself is no secret."""
    found = {fold(customer.id)}
    for name, value in customer.fields.items():
        if name not in OPEN:
            found |= set(_words(value))
    found |= {fold(order.id) for order in customer.orders}
    for event in customer.happened:
        found |= set(_words(list(event.data.values())))
    for record in records:
        found |= set(_of_record(record))
    return frozenset(one for one in found if one and one not in public.words and one not in public.texts)


def leaks(texts: Iterable[str], secrets: Iterable[str]) -> list[str]:
    """The secrets that stand in the texts, as whole words."""
    folded = "\n".join(fold(_joined(text)) for text in texts)
    return sorted(one for one in secrets if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", folded))


def _of_record(record: Record) -> Iterator[str]:
    match record.event:
        case MessageReceived(text):
            yield from _telling(text)
        case MessageSent(_, message, "") if len(message.text) > _LEAST_LETTERS:
            yield fold(message.text)
        case FieldSet(name, value) if name not in OPEN and not name.startswith("session._"):
            yield from _words(value)
        case OrderRegistered(order):
            yield fold(order.id)


def _words(value: Any) -> Iterator[str]:
    """The words of a value by which somebody could be known."""
    match value:
        case Mapping():
            yield from _words(list(value.values()))
        case list() | tuple():
            for item in value:
                yield from _words(item)
        case str() if len(value.split()) <= _COMMENT:
            yield from (word for word in _WORD.findall(fold(_joined(value))) if len(word) >= _least(word))
        case str():
            yield from _telling(value)
            yield from (fold(word) for word in _WORD.findall(value)[1:] if word[:1].isupper())
        case int() | float() if not isinstance(value, bool):
            yield from _telling(f"{value:.0f}")


def _telling(text: str) -> Iterator[str]:
    """E-mail addresses and long numbers."""
    joined = _joined(text)
    yield from (fold(word.strip(".,;:!?")) for word in joined.split() if "@" in word.strip("@.,;:!?"))
    numbers = (word for word in _WORD.findall(joined) if word.isdigit())
    yield from (number for number in numbers if len(number) >= _LEAST_DIGITS)


def _least(word: str) -> int:
    return _LEAST_DIGITS if word.isdigit() else _LEAST_LETTERS


def _joined(text: str) -> str:
    """With the digits of a phone number in one piece."""
    return re.sub(r"(?<=\d)[ ()-]+(?=\d)", "", text)


def _of_flow(flow: Flow) -> Iterator[str]:
    for node in flow.nodes:
        yield node.title
        yield from _texts(node.config)


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            for item in value.values():
                yield from _texts(item)
        case list() | tuple():
            for item in value:
                yield from _texts(item)
