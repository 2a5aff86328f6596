"""Marks in an author's text, and that nothing a customer wrote can become one."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowbook.markup import addresses, compose, is_linkable

NOTHING: dict[str, Any] = {}


class Reader(HTMLParser):
    """Reads HTML as a channel would: words, and tags with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words, self.tags, self.links, self.open = "", [], [], []
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.open.append(tag)
        self.links += [value for _, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        self.tags.append("/" + tag)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain & <simple>", "plain &amp; &lt;simple&gt;"),
        ("**bold** and _italic_", "<b>bold</b> and <i>italic</i>"),
        ("~~old~~ `a < b`", "<s>old</s> <code>a &lt; b</code>"),
        ("**a _b_ c**", "<b>a <i>b</i> c</b>"),
        ("**two\nlines**", "<b>two\nlines</b>"),
        ("**a _b** c_", "<b>a _b</b> c_"),
        ("`**no bold** in code`", "<code>**no bold** in code</code>"),
        ("snake_case_name, 2*3*4, ** alone **, ____", "snake_case_name, 2*3*4, ** alone **, ____"),
        ("**open and ~~open", "**open and ~~open"),
        ("\\*\\*stars\\*\\* \\_a_", "**stars** _a_"),
        ("[here](https://e.com/a_b?x=1&y=2)", '<a href="https://e.com/a_b?x=1&amp;y=2">here</a>'),
        ("[**b**](https://e.com/w_(x))", '<a href="https://e.com/w_(x)"><b>b</b></a>'),
        ("[me](tg://user?id=1)", '<a href="tg://user?id=1">me</a>'),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("[x](/relative) [y](https://)", "[x](/relative) [y](https://)"),
        ("https://e.com/_a_/b_c is _here_", "https://e.com/_a_/b_c is <i>here</i>"),
        ("{{**x**}}", "{<b>x</b>}"),
        ("<b>typed</b>", "&lt;b&gt;typed&lt;/b&gt;"),
    ],
)
def test_what_an_author_writes(text: str, html: str) -> None:
    assert compose(text, NOTHING.get).html == html


@pytest.mark.parametrize(
    ("text", "value", "plain", "html"),
    [
        ("**{x}**", "a*b", "a*b", "<b>a*b</b>"),
        ("{x}", "**a** <i>b</i>", "**a** <i>b</i>", "**a** &lt;i&gt;b&lt;/i&gt;"),
        ("{x}_{x}", "a", "a_a", "a_a"),
        ("_{x}_", "", "", "<i></i>"),
        (
            "[{x}](https://e.com/?q={x})",
            'a b&"/',
            'a b&"/',
            '<a href="https://e.com/?q=a%20b%26%22%2F">a b&amp;"/</a>',
        ),
        ("[go]({x})", 'https://e.com/?a="&b', "go", '<a href="https://e.com/?a=&quot;&amp;b">go</a>'),
        ("[go]({x})", "javascript:alert(1)", "go", "go"),
        ("[go]({x})", "", "go", "go"),
        ("[go](https://{x}.e.com)", "evil.org/", "go", '<a href="https://evil.org%2F.e.com">go</a>'),
        ("`{x}`", "`</code>", "`</code>", "<code>`&lt;/code&gt;</code>"),
    ],
)
def test_values_arrive_as_words(text: str, value: str, plain: str, html: str) -> None:
    rich = compose(text, lambda name: value)
    assert (rich.plain, rich.html) == (plain, html)


def test_length_counts_as_telegram_does() -> None:
    assert compose("**👍** é {x}", {"x": "<𝄞>"}.get).length == len("👍 é <𝄞>".encode("utf-16-le")) // 2


def test_addresses_as_they_are_written() -> None:
    text = "{a} [{b}](https://e.com/{c}) **{d}** [x](javascript:1) [y]({e})"
    assert addresses(text) == ("https://e.com/{c}", "javascript:1", "{e}")


@pytest.mark.parametrize(
    ("address", "linkable"),
    [
        ("https://e.com", True),
        ("HTTP://e.com/x y", False),
        ("http://e.com/\x07", False),
        ("https:///path", False),
        ("tg://resolve?domain=x", True),
        ("ftp://e.com", False),
        (" https://e.com", False),
        ("data:text/html,x", False),
    ],
)
def test_only_some_addresses_can_be_linked(address: str, linkable: bool) -> None:
    assert is_linkable(address) is linkable


MARKS = [
    "**",
    "_",
    "~~",
    "`",
    "[",
    "](",
    ")",
    "https://e.com/",
    "\\",
    "{x}",
    "{y|upper}",
    "<b>",
    "</a>",
    "&lt;",
]
MARKS += ["[a](https://e.com/{x})", "[a]({x})", "\0", "{{", "\n", " ", "a", "](javascript:", '"', "tg://x"]
TEXTS = st.lists(st.sampled_from(MARKS) | st.text(max_size=3), max_size=25).map("".join)
VALUES = st.lists(st.sampled_from(MARKS) | st.text(max_size=4), max_size=8).map("".join)


@given(TEXTS, VALUES, VALUES)
def test_html_reads_as_the_plain_words_with_tags_nested(text: str, x: str, y: str) -> None:
    rich = compose(text, {"x": x, "y": y}.get)
    reader = Reader(rich.html)
    assert reader.words == rich.plain
    assert reader.open == []
    assert set(reader.tags) <= {t for tag in ("b", "i", "s", "code", "a") for t in (tag, "/" + tag)}
    assert all(link and is_linkable(link) for link in reader.links)


@given(TEXTS, VALUES, VALUES)
def test_no_value_adds_a_tag(text: str, x: str, y: str) -> None:
    """An address that begins with a field may be linked or not, but no other tag depends on a value."""

    def tags(html: str) -> list[str]:
        return [tag for tag in Reader(html).tags if tag not in ("a", "/a")]

    filled = compose(text, {"x": x, "y": y}.get).html
    neutral = compose(text, {"x": "n", "y": "n"}.get).html
    assert tags(filled) == tags(neutral)
    if "]({" not in text.replace("\0", ""):
        assert Reader(filled).tags == Reader(neutral).tags


@given(TEXTS, VALUES)
def test_a_value_is_shown_whole(text: str, x: str) -> None:
    marker = "m4rk3r"
    expected = compose(text, {"x": marker}.get).plain.replace(marker, x)
    assert compose(text, {"x": x}.get).plain == expected


@given(st.text(alphabet=st.characters(exclude_characters="\0")))
def test_a_backslash_makes_words_of_every_mark(words: str) -> None:
    written = re.sub(r"([\\*_~`\[\]()])", r"\\\1", words).replace("{", "{{").replace("}", "}}")
    rich = compose(written, NOTHING.get)
    assert rich.plain == words
    assert "<" not in rich.html


@given(st.text())
def test_a_value_alone_is_itself(value: str) -> None:
    rich = compose("{x}", {"x": value}.get)
    assert rich.plain == value
    assert Reader(rich.html).tags == []
