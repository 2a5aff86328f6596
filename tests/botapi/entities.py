"""Formatted text: Telegram's HTML read into plain text and entities, with its refusals."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

from tests.botapi.refusals import Refusal, bad_request

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "blockquote": "blockquote",
}
CHARACTER = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
START_TAG = re.compile(r"<\s*([a-zA-Z0-9-]*)([^>]*)>")
ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]+)|(?P<email>[\w.+-]+@[\w-]+\.[\w.]+)"
    r"|(?<!\S)(?P<bot_command>/[A-Za-z0-9_]{1,32}(?:@\w+)?)(?![\w/])|(?<!\w)(?P<mention>@\w{5,32})"
)

Entity = dict[str, Any]


def utf16(text: str) -> int:
    """The length of a text as Telegram counts offsets: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


@dataclass(slots=True)
class _Reading:
    """How far the reading of one HTML text has come."""

    source: str
    plain: str = ""
    opened: list[tuple[str, int, str]] = field(default_factory=list)  # tag, start, attributes
    entities: list[Entity] = field(default_factory=list)

    def refuse(self, what: str, position: int) -> Refusal:
        offset = len(self.source[:position].encode())
        return bad_request(f"can't parse entities: {what.replace('@', str(offset), 1)}")


def read_html(source: str) -> tuple[str, list[Entity]]:
    """Plain text and entities. Refuses unknown, unclosed and crossed tags as Telegram does."""
    reading, position = _Reading(source), 0
    while position < len(source):
        if source[position] == "<":
            position = _read_tag(reading, position)
        elif character := CHARACTER.match(source, position):
            reading.plain += html.unescape(character[0])
            position = character.end()
        else:
            reading.plain += source[position]
            position += 1
    if reading.opened:
        tag = reading.opened[-1][0]
        raise bad_request(f"can't parse entities: Can't find end tag corresponding to start tag \"{tag}\"")
    return reading.plain, sorted(reading.entities, key=lambda e: (e["offset"], -e["length"]))


def _read_tag(reading: _Reading, position: int) -> int:
    found = START_TAG.match(reading.source, position)
    if reading.source.startswith("</", position):
        return _close_tag(reading, position)
    if not found:
        raise reading.refuse("Unclosed start tag at byte offset @", position)
    tag = found[1].lower()
    if tag not in KINDS:
        raise reading.refuse(f'Unsupported start tag "{tag}" at byte offset @', position)
    if tag == "span" and "tg-spoiler" not in found[2]:
        raise reading.refuse('Tag "span" must have class "tg-spoiler" at byte offset @', position)
    reading.opened.append((tag, len(reading.plain), found[2]))
    return found.end()


def _close_tag(reading: _Reading, position: int) -> int:
    end = reading.source.find(">", position)
    if end < 0:
        raise reading.refuse("Unclosed end tag at byte offset @", position)
    if not reading.opened:
        raise reading.refuse("Unexpected end tag at byte offset @", position)
    tag, start, attributes = reading.opened.pop()
    closing = reading.source[position + 2 : end].strip().lower()
    if closing not in ("", tag):
        what = f'Unmatched end tag at byte offset @, expected "</{tag}>", found "</{closing}>"'
        raise reading.refuse(what, position)
    _add_entity(reading, tag, start, _attributes(attributes))
    return end + 1


def _attributes(text: str) -> dict[str, str]:
    values = ((m[1].lower(), m[2] or m[3] or m[4] or "") for m in ATTRIBUTE.finditer(text))
    return {name: html.unescape(value) for name, value in values}


def _add_entity(reading: _Reading, tag: str, start: int, attributes: dict[str, str]) -> None:
    covered = reading.plain[start:]
    entity: Entity = {
        "type": KINDS[tag],
        "offset": utf16(reading.plain[:start]),
        "length": utf16(covered),
    }
    if tag == "a":
        entity["url"] = attributes.get("href") or covered
        if "." not in entity["url"] and "://" not in entity["url"]:
            return
    if tag == "tg-emoji":
        entity["custom_emoji_id"] = attributes.get("emoji-id", "")
    if tag == "blockquote" and "expandable" in attributes:
        entity["type"] = "expandable_blockquote"
    if covered:
        reading.entities.append(entity)


def find_entities(text: str) -> list[Entity]:
    """What Telegram finds by itself: addresses, e-mails, commands, mentions."""
    return [
        {"type": found.lastgroup, "offset": utf16(text[: found.start()]), "length": utf16(found[0])}
        for found in FOUND.finditer(text)
    ]


def read_text(source: str, parse_mode: str, given: list[Entity] | None) -> tuple[str, list[Entity]]:
    """The text that a person reads and its entities, trimmed as Telegram trims it."""
    if parse_mode and parse_mode.upper() != "HTML":
        raise bad_request("unsupported parse_mode")
    plain, entities = read_html(source) if parse_mode else (source, list(given or []))
    left = utf16(plain) - utf16(plain.lstrip())
    trimmed = plain.strip()
    kept = [_shift(entity, left, utf16(trimmed)) for entity in entities]
    entities = [entity for entity in kept if entity["length"] > 0]
    taken = [range(e["offset"], e["offset"] + e["length"]) for e in entities]
    new = [e for e in find_entities(trimmed) if not any(e["offset"] in span for span in taken)]
    return trimmed, sorted(entities + new, key=lambda e: e["offset"])


def _shift(entity: Entity, left: int, length: int) -> Entity:
    start = max(entity["offset"] - left, 0)
    end = min(entity["offset"] + entity["length"] - left, length)
    return {**entity, "offset": start, "length": end - start}
