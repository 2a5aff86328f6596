"""Texts longer than a channel takes: cut where a reader would pause, marks whole, nothing lost."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowbook.copies import altered
from flowbook.customer import set_field
from flowbook.events import MessageSent
from flowbook.flow import Flow, Node
from flowbook.markup import Rich, compose, length
from flowbook.splitting import split
from flowbook.stimuli import OperatorSaid
from flowbook.store.customers import change_state
from flowbook.store.publishing import publish
from flowbook.store.workspaces import save_workspace
from tests.chat import Chat
from tests.test_runtime_worker import Desk

BODY = "\n\n".join(f"Paragraph {n}: " + "words and more words. " * 20 for n in range(30))


def rich(text: str) -> Rich:
    return compose(text, lambda name: None)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("short", ["short"]),
        ("First of all.\n\nThen the rest.", ["First of all.", "Then the rest."]),
        ("First line here\nthen the rest", ["First line here", "then the rest"]),
        ("One. Two and three. Four", ["One. Two and three.", "Four"]),
        ("One, two, three, four, five", ["One, two, three,", "four, five"]),
        ("x" * 45, ["x" * 20, "x" * 20, "x" * 5]),
        ("😀" * 11, ["😀" * 10, "😀"]),
        ("A. " + "b" * 30, ["A. " + "b" * 17, "b" * 13]),
    ],
)
def test_a_text_is_cut_at_the_best_place_that_is_not_too_early(text: str, parts: list[str]) -> None:
    assert [part.plain for part in split(rich(text), 20, 20)] == parts


def test_marks_close_at_a_cut_and_open_again() -> None:
    parts = split(rich("**All of this is bold, _and this too_ and on**"), 22, 22)
    assert [part.html for part in parts] == [
        "<b>All of this is bold,</b>",
        "<b><i>and this too</i> and on</b>",
    ]
    link = split(rich("[one two three four five](https://example.com/?a=1&b=2)"), 14, 14)
    assert [part.html for part in link] == [
        f'<a href="https://example.com/?a=1&amp;b=2">{words}</a>' for words in ("one two three", "four five")
    ]


@given(st.text(st.sampled_from("ab .\n*_&<😀"), max_size=120), st.integers(5, 30), st.integers(5, 30))
def test_whatever_the_text_its_parts_fit_and_lose_nothing(text: str, first: int, rest: int) -> None:
    whole = rich(text)
    parts = split(whole, first, rest)
    assert all(length(part.plain) <= (rest if number else first) for number, part in enumerate(parts))
    assert "".join("".join(part.plain.split()) for part in parts) == "".join(whole.plain.split())
    for part in parts:
        assert html.unescape(re.sub(r"</?[bis]>", "", part.html)) == part.plain
        assert part.html.count("<b>") == part.html.count("</b>")


def tale() -> Flow:
    """The customer's own words, under a menu and under a picture."""
    menu = {"text": "You wrote: {story}", "buttons": [{"id": "yes", "label": "Yes"}]}
    picture = {"text": "{story}", "media": {"kind": "photo", "source": "https://example.com/x.jpg"}}
    start = Node("start", "start", "Begin", {}, {"next": "tell"})
    tell = Node("tell", "menu", "Tell", menu, {"yes": "end"})
    return Flow("tale", "Tale", (start, tell, Node("end", "message", "End", picture)))


def test_a_long_menu_comes_in_parts_with_its_buttons_under_the_last() -> None:
    chat = Chat(tale(), fields={"story": BODY})
    said = chat.say("/start")
    assert [length(text) <= 4096 for text in said] == [True] * 4
    assert said[1].startswith("Paragraph ")
    *early, last = chat.events(MessageSent)
    assert [len(one.message.buttons) for one in (*early, last)] == [0, 0, 0, 1]
    assert len({one.key for one in (*early, last)}) == 4
    caption, *rest = chat.tap("Yes")
    assert length(caption) <= 1024
    assert [bool(one.message.media) for one in chat.events(MessageSent)] == [True] + [False] * len(rest)


def test_a_persons_long_answer_comes_in_parts() -> None:
    chat = Chat(tale())
    assert " ".join(" ".join(chat.happen(OperatorSaid(BODY))).split()) == " ".join(BODY.split())


def test_the_runtime_sends_the_same_parts(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "data")
    save_workspace(desk.store.data, {"fields": [{"name": "story", "label": "Story", "kind": "text"}]})
    publish(desk.store, tale(), [desk.bot])
    desk.say("/start")
    desk.work()
    change_state(
        desk.store,
        desk.customer(),
        lambda state: altered(state, customer=set_field(state.customer, "story", BODY)),
    )
    desk.say("/start")
    desk.work()
    assert desk.outgoing()[1:] == Chat(tale(), fields={"story": BODY}).say("/start")
