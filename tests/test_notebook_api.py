"""Flowbook from Python, and the document on notebooks: its examples run, its reference is complete."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

import flowbook
from flowbook.errors import ExpectationFailed, FlowbookError, UnreadableFile
from flowbook.notebook.reading import read_notebook
from flowbook.notebook.reference import reference
from flowbook.notebook.schema import head_shape, notebook_schema
from tests.notebook_cases import CASES
from tests.sources import ROOT

SHOP = str(CASES / "shop.flow.json")


def blocks(language: str) -> list[str]:
    text = (ROOT / "docs" / "notebooks.md").read_text("utf-8")
    found = re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert found
    return found


def test_the_example_of_the_document_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    shared: dict[str, Any] = {}
    for block in blocks("python"):
        exec(compile(block, "docs/notebooks.md", "exec"), shared)
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("['And at what time?")
    assert re.match(r"2026-03-11 08:00:00\+00:00 2026-03-13.14:30 “Remind”", told[1])


def test_the_notebook_of_the_document_passes() -> None:
    from flowbook.cli.notebooks import Shelf, ground_of
    from tests.notebook_cases import failures, play

    path = ROOT / "flows" / "salon" / "document.test.yaml"
    read = ground_of(read_notebook(blocks("yaml")[0]), path, Shelf())
    assert failures(play(read).notebooks[0]) == []


def test_the_reference_is_the_documents() -> None:
    assert reference() in (ROOT / "docs" / "notebooks.md").read_text("utf-8")


def test_the_document_knows_every_key_of_the_head() -> None:
    text = (ROOT / "docs" / "notebooks.md").read_text("utf-8")
    assert [key for key in head_shape()["properties"] if f"| `{key}` |" not in text] == []
    assert set(notebook_schema()["required"]) == {"notebook", "flow", "cells"}


def test_a_conversation_never_changes() -> None:
    begun = flowbook.open_flow(SHOP).simulate("anna", start="2026-03-02 10:00", seed=1).say("/start")
    small = begun.mock("stock", {"body": {"left": 3}}).tap("Small")
    assert small.customer.fields["size"] == "Small"
    assert "size" not in begun.customer.fields
    assert begun.replies == ["Hello, Anna!", "Which size? [Small | Large]"]
    assert begun.now == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert begun.wait("2 hours").expect(reply="Still there?").path[-2:] == [
        "“Pick a size” → No answer in 2 hours",
        "“Nudge” → next",
    ]
    assert begun.event("cart_abandoned", total=89).replies == ["Which size? [Small | Large]"]


def test_python_values_mean_what_they_are() -> None:
    chat = flowbook.open_flow(SHOP).simulate("anna")
    rated = chat.do("customer", {"set": {"rating": 5, "news": True}})
    assert (rated.customer.fields["rating"], rated.customer.fields["news"]) == (5, True)
    rated.expect(field={"rating": 5}, silence=True, order={"count": 2})


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (None, r"^say: This should be a text or an object\."),
        ({"text": None}, r"^say: This should be a text, not None\."),
        ("\ud800", r"^say: This text has half of a character in it\."),
    ],
)
def test_what_nobody_can_write_cannot_be_said(said: Any, told: str) -> None:
    chat = flowbook.open_flow(SHOP).simulate("anna")
    with pytest.raises(FlowbookError, match=told):
        chat.say(said)


def test_nothing_is_something_only_in_data_of_others() -> None:
    chat = flowbook.open_flow(SHOP).simulate("anna").say("/start")
    chat = chat.do("choose", {"split": "lot", "arm": "a"})
    small = chat.mock("stock", {"body": {"left": None}}).tap("Small")
    assert small.replies[0] == "Kept.  left."


def test_sentences_for_what_cannot_be() -> None:
    chat = flowbook.open_flow(SHOP).simulate("anna", language="ru").say("/start")
    assert chat.replies[0] == "Здравствуйте, Anna!"
    with pytest.raises(ExpectationFailed, match=r"^Anna: expected silence; the bot said"):
        chat.expect(silence=True)
    with pytest.raises(FlowbookError, match=r"^Anna finds no button “Medium”"):
        chat.tap("Medium")
    with pytest.raises(
        FlowbookError, match=r"^There is no kind of cell called “tapp”\. Did you mean “tap”\?"
    ):
        chat.do("tapp", "Small")
    with pytest.raises(FlowbookError, match=r"^expect: “rply” is not known here"):
        chat.expect(rply="x")
    with pytest.raises(FlowbookError, match="There is no step “payment” in “Shop” any more"):
        chat.expect(node="payment")
    with pytest.raises(UnreadableFile, match=r"There is no sample customer “anne”\. Did you mean “anna”"):
        flowbook.open_flow(SHOP).simulate("anne")
    with pytest.raises(UnreadableFile, match=r"^Nobody here has the language “xx”\. Known are en, ru\."):
        flowbook.open_flow(SHOP).simulate("anna", language="xx")
    with pytest.raises(FlowbookError, match=r"^Only a file can include another notebook\."):
        chat.do("include", "part.test.yaml")
    with pytest.raises(UnreadableFile):
        flowbook.open_flow(str(CASES / "nowhere"))
    with pytest.raises(AttributeError):
        _ = flowbook.open_flows  # type: ignore[attr-defined]
