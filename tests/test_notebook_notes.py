"""Notes in Markdown: lists, links and code as they are read, and nothing in them that a browser would run."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from flowbook.notebook.notes import note_html, note_words
from tests.builder_pages import data
from tests.test_notebook_drawn import HEAD, place
from tests.test_notebook_presses import cells_on, shown

__all__ = ["data", "place"]
LISTED = """\
cells:
  - id: about
    note: |-
      **Two things** in [the plan](https://plan.example/a?b=1&c=2):

      - she `stays`
      - he goes
  - {id: hello, note: "1. First of all", say: /start}
"""
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "a <svg/onload=alert(1)> b",
    "[press](javascript:alert(1))",
    "[press](&#106;avascript:alert(1))",
    "[press](//evil.example)",
    "<javascript:alert(1)>",
    "[press](data:text/html,<script>alert(1)</script>)",
    "![seen](https://evil.example/seen.png)",
    '[press](https://a.example "x\\" onmouseover=\\"alert(1)")',
    "```<script>\nalert(1)\n```",
    "`<script>`",
    "| <b onclick=alert(1)> |\n|---|\n| <script> |",
]


def test_a_note_is_drawn_as_it_is_read(place: Path) -> None:
    html = cells_on(shown(place, HEAD + LISTED))
    assert "<li>she <code>stays</code></li>" in html
    assert "<strong>Two things</strong>" in html
    assert 'href="https://plan.example/a?b=1&amp;c=2" target="_blank"' in html
    assert "<ol>\n<li>First of all</li>" in html
    assert "- she" not in html


def test_a_note_opens_its_form_by_a_button_that_says_what_is_in_it(place: Path) -> None:
    html = cells_on(shown(place, HEAD + LISTED))
    assert 'aria-label="Edit: Note Two things in the plan: she stays he goes"' in html
    button = html.partition('data-tap="open:about"')[2].partition("</button>")[0]
    assert "<" not in button, "a button may hold neither lists nor links"


class Tags(HTMLParser):
    """What of a text a browser would take for HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [tag, *(name for name, _ in attrs)]
        self.links += [str(value) for name, value in attrs if name in ("href", "src")]


@pytest.mark.parametrize("note", HOSTILE)
def test_nothing_in_a_note_is_executed_or_fetched(note: str) -> None:
    tags = Tags(note_html(note))
    blocks = {"p", "pre", "code", "class", "table", "thead", "tbody", "tr", "th", "td"}
    assert set(tags.found) <= blocks | {"a", "href", "title", "target", "rel"}
    assert not [link for link in tags.links if not link.startswith("https://")]


def test_lines_stay_lines() -> None:
    assert note_html("one\ntwo") == "<p>one<br />\ntwo</p>"


def test_the_first_heading_stands_below_those_of_the_page() -> None:
    assert note_html("# Why") == "<h4>Why</h4>"


def test_the_words_of_a_note_have_no_marks() -> None:
    assert note_words("# W**h**y\n\n- one\n  two\n\n```\nx *= 2\n```") == "Why one two x *= 2"
