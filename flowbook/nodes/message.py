"""Message: the bot says something and goes on at once."""

from __future__ import annotations

from collections.abc import Iterable

from flowbook.asking import link_button, media_of, read_by, rows, say, title_of
from flowbook.flow import Config, Node
from flowbook.messages import Media
from flowbook.nodetype import Finding, NodeType, Step, go
from flowbook.shapes import (
    ALBUM_KINDS,
    CAPTIONED,
    MEDIA_KINDS,
    config,
    items,
    line,
    media,
    number,
    row,
    text,
)
from flowbook.situation import Situation

PLACE = r"^(-?\d{1,2}(\.\d+)?\s*,\s*-?\d{1,3}(\.\d+)?|\{[^{}]+\})?$"


def _run(node: Node, situation: Situation) -> Step:
    """One message where everything fits into one bubble; else the media, then the text with its links."""
    shown, album = _media(node.config, situation)
    links = [link_button(situation, link["label"], link["url"]) for link in node.config.get("links", ())]
    spoken = node.config.get("text", "")
    parts = {"buttons": rows(links, 1), "keyboard": "inline" if links else ""}
    typing = node.config.get("typing", 0)
    together = shown is None or (shown.kind in CAPTIONED and not (album and links))
    if together or not (spoken or links):
        return go("next", *say(node, situation, spoken, media=shown, album=album, typing=typing, **parts))
    before = say(node, situation, "", media=shown, album=album, typing=typing, asking=True)
    return go("next", *before, *say(node, situation, spoken, nth=2, **parts))


def _media(config: Config, situation: Situation) -> tuple[Media | None, tuple[Media, ...]]:
    """What is shown, and what stands beside it as an album."""
    if config.get("place"):
        return Media("location", situation.raw(config["place"]).replace(" ", "")), ()
    album = tuple(Media(one["kind"], situation.address(one["source"])) for one in config.get("album", ()))
    shown = media_of(config, situation)
    if shown is None and album:
        return album[0], album[1:]
    return shown, album


def _check(node: Node) -> Iterable[Finding]:
    config = node.config
    if not any(config.get(key) for key in ("text", "media", "album", "place")):
        yield Finding(
            "says_nothing", "{step} says nothing yet. Write a text, or choose a picture or file.", "text"
        )
    if config.get("links") and not config.get("text"):
        yield Finding("links_alone", "{step} has link buttons and no text to stand under.", "text")
    if config.get("place") and (config.get("media") or config.get("album")):
        sentence = "{step} has a place and a picture or file; only the place is sent. Use two steps."
        yield Finding(
            "place_and_media", sentence, "place", fix={"place": None}, fix_label="leave the place out"
        )
    if config.get("album") and config.get("media", {}).get("kind", ALBUM_KINDS[0]) not in ALBUM_KINDS:
        sentence = "In {step}, only photos and videos can stand together in an album."
        yield Finding("mixed_album", sentence, "media")


def _summary(config: Config) -> tuple[str, ...]:
    shown = [config["media"]["kind"]] if config.get("media") else []
    shown += [f"{len(config['album'])} pictures"] if config.get("album") else []
    shown += ["a place"] if config.get("place") else []
    words = title_of(config.get("text", ""))
    return tuple(line for line in (words, ", ".join(shown)) if line)


def _reads(config: Config) -> frozenset[str]:
    sources = [one["source"] for one in (config.get("media"), *config.get("album", ())) if one]
    links = [part for link in config.get("links", ()) for part in (link["label"], link["url"])]
    return read_by(config.get("text", ""), config.get("place", ""), *sources, *links)


NODE = NodeType(
    type="message",
    label="Message",
    category="message",
    icon="message-square",
    order=10,
    help="Says a text, with a picture, file, place or link buttons if you like, and goes on at once.",
    config=config(
        text=text("What the bot says", "Use {first_name} and other fields."),
        media=media(kinds=MEDIA_KINDS),
        album=items(
            "More pictures beside it", media("Picture or video", kinds=ALBUM_KINDS), widget="album", most=9
        ),
        links=items(
            "Link buttons",
            row(("label", "url"), label=text("Text", widget="line_text"), url=line("Address", widget="url")),
            widget="links",
            most=20,
        ),
        place=line(
            "Place on the map", "Latitude and longitude: 54.6872, 25.2797.", widget="place", pattern=PLACE
        ),
        typing=number("Seconds of “typing…” first", 0, 0, 10),
    ),
    example={"text": "Hello, {first_name|default:friend}! Good to see you."},
    run=_run,
    check=_check,
    summary=_summary,
    reads=_reads,
)
