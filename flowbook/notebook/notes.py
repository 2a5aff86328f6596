"""Notes as they are read: Markdown made into HTML of ours, in which nothing an author wrote is HTML."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain

from markdown_it import MarkdownIt
from markdown_it.token import Token

SAFE = frozenset({"http", "https", "mailto", "tel", "tg"})
"""What an address may begin with to become a link; any other stays as it was typed."""
DEEPER = 3
"""A note's first heading stands below those of the page around it."""
_OUT = {"target": "_blank", "rel": "noopener noreferrer nofollow"}


class _Reader(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        return url.partition(":")[0].lower() in SAFE


_READER = _Reader("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
# A picture would be fetched from another host by whoever opens the page.
_READER.disable(["image", "html_block", "html_inline"])


@lru_cache(maxsize=512)
def note_html(text: str) -> str:
    """Safe to be put into a page; its links open beside it. A line stays a line, as it was typed."""
    tokens = _READER.parse(text)
    for token in chain(tokens, *(one.children or () for one in tokens)):
        _fit(token)
    return str(_READER.renderer.render(tokens, _READER.options, {})).strip()


@lru_cache(maxsize=512)
def note_words(text: str) -> str:
    """Without what marks it, on one line: for labels."""
    return " ".join(" ".join(map(_said, _READER.parse(text))).split())


def _said(token: Token) -> str:
    if token.children is None:
        return token.content
    return "".join(one.content or " " * one.type.endswith("break") for one in token.children)


def _fit(token: Token) -> None:
    if token.type == "link_open":
        token.attrs.update(_OUT)
    elif token.type in ("heading_open", "heading_close"):
        token.tag = f"h{min(int(token.tag[1]) + DEEPER, 6)}"
