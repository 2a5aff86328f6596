"""Message: the bot says something and goes on at once."""

from __future__ import annotations

from flowbook.asking import media_of, rows, say
from flowbook.flow import Config, Node
from flowbook.messages import Button
from flowbook.nodetype import NodeType, Step, go
from flowbook.shapes import config, items, line, media, number, row, text
from flowbook.situation import Situation
from flowbook.templates import names
from flowbook.texts import every, pick


def _run(node: Node, situation: Situation) -> Step:
    links = [
        Button(situation.plain(link["label"]), "link", situation.plain(link["url"]))
        for link in node.config.get("links", ())
    ]
    sent = say(
        node,
        situation,
        node.config["text"],
        media=media_of(node.config, situation),
        buttons=rows(links, 1),
        keyboard="inline" if links else "",
        typing=node.config.get("typing", 0),
    )
    return go("next", sent)


def _summary(config: Config) -> tuple[str, ...]:
    return (pick(config.get("text", ""), "", ""),)


def _reads(config: Config) -> frozenset[str]:
    texts = [config.get("text", ""), *(link["label"] for link in config.get("links", ()))]
    addresses = [link["url"] for link in config.get("links", ())]
    return frozenset().union(*(names(one) for text in (*texts, *addresses) for one in every(text)))


NODE = NodeType(
    type="message",
    label="Message",
    category="message",
    icon="message-square",
    order=10,
    help="Says a text, with a picture or file and link buttons if wished, and goes on at once.",
    config=config(
        ("text",),
        text=text("What the bot says", "Use {first_name} and other fields."),
        media=media(),
        links=items(
            "Link buttons",
            row(("label", "url"), label=text("Text", widget="line_text"), url=line("Address", widget="url")),
            widget="links",
            most=20,
        ),
        typing=number("Seconds of “typing…” first", 0, 0, 10),
    ),
    example={"text": "Hello, {first_name|default:friend}! Good to see you."},
    run=_run,
    summary=_summary,
    reads=_reads,
)
