"""What a channel would refuse: texts too long, too many buttons, buttons and messages without a text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from flowbook.checks.configs import TEXT_WIDGETS, parts
from flowbook.checks.issue import Case, Issue, Rule
from flowbook.flow import Node
from flowbook.markup import compose
from flowbook.messages import TELEGRAM
from flowbook.texts import Text, every

LONG = "This text of {step} has {length} characters; Telegram takes {most}. Shorten it or split it in two."
CAPTION = "The text of {step} has {length} characters; under a picture or file Telegram takes {most}."
EMPTY = "{step} says nothing yet. Write its text."
BUTTON = "A button of {step} has no text."
MANY = "{step} has {count} buttons; Telegram takes {most}."


def _check(case: Case) -> Iterator[Issue]:
    for node in case.flow.nodes:
        most = TELEGRAM.caption_limit if node.config.get("media") else TELEGRAM.text_limit
        for part in parts(node):
            if part.widget == "text" and "." not in part.path:
                yield from _message(case, node, part.path, part.value, most)
            elif part.widget in TEXT_WIDGETS and part.path.endswith(".label"):
                if not all(text.strip() for text in every(part.value)):
                    yield case.issue("channel_limits", BUTTON, node, field=part.path)
            elif isinstance(part.value, list) and part.widget in ("buttons", "links"):
                yield from _count(case, node, part.path, len(part.value))


def _message(case: Case, node: Node, path: str, value: Text, most: int) -> Iterator[Issue]:
    required = path == "text" and not node.config.get("media")
    for text in every(value):
        length = _length(text)
        if required and not text.strip():
            yield case.issue("channel_limits", EMPTY, node, field=path)
        elif length > most:
            words = CAPTION if most == TELEGRAM.caption_limit else LONG
            values = {"length": f"{length:,}", "most": f"{most:,}"}
            yield case.issue("channel_limits", words, node, field=path, values=values)


@lru_cache(maxsize=10_000)
def _length(text: str) -> int:
    """As Telegram counts, without what is filled in."""
    return compose(text, lambda name: None, "en").length


def _count(case: Case, node: Node, path: str, count: int) -> Iterator[Issue]:
    if count > TELEGRAM.button_limit:
        values = {"count": count, "most": TELEGRAM.button_limit}
        yield case.issue("channel_limits", MANY, node, field=path, values=values)


RULE = Rule("channel_limits", "Telegram can carry every message: length, captions, buttons.", _check)
