"""Exercises: what the bot says next, and what is wrong with this one."""

from __future__ import annotations

import pytest

from flowbook.cli.notebooks import grounds_at
from flowbook.notebook.cells import Cell
from flowbook.notebook.scenarios import scenarios
from flowbook.training import questions, riddle
from flowbook.training.quiz import Question, is_meant
from flowbook.training.riddle import first_difference
from tests.conversations import sample_flows
from tests.notebook_cases import ground
from tests.sources import ROOT

CELLS = """
  - {id: begin, say: /start}
  - {id: small, tap: Small}
  - {id: hm, say: what}
"""
MOCK = "  - {id: stock, mock: {node: stock, replies: [{body: {left: 3}}]}}\n"


def test_each_act_is_a_question_with_the_answer_among_others() -> None:
    where = ground(MOCK + CELLS.lstrip("\n"))
    first, second, *_ = questions(where, scenarios(where)[0])
    assert (first.cell.id, second.cell.id) == ("begin", "small")
    assert first.answer == "Hello, Anna!"
    assert len(first.options) == len(set(first.options)) == 4
    assert "" in first.options
    assert not [record for record in first.before if record.flow]
    assert second.before == first.after


def test_wrong_answers_are_no_part_of_the_right_one_and_filled_in() -> None:
    for where in grounds_at(str(ROOT / "flows" / "salon"))[:3]:
        for question in questions(where, scenarios(where)[0]):
            others = [one for one in question.options if one and one != question.answer]
            assert not [one for one in others if one in question.answer or "{" in one]


def test_the_same_seed_asks_the_same() -> None:
    where = ground(MOCK + CELLS.lstrip("\n"))
    person = scenarios(where)[0]
    assert questions(where, person, 3) == questions(where, person, 3)
    orders = {tuple(one.options for one in questions(where, person, seed)) for seed in range(5)}
    assert len(orders) > 1


def test_words_of_ones_own_count_when_they_come_near() -> None:
    where = ground(MOCK + CELLS.lstrip("\n"))
    question = questions(where, scenarios(where)[0])[0]
    assert is_meant(question, "hello anna")
    assert not is_meant(question, "Goodbye")
    assert not is_meant(question, "")


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("you", False),
        ("we expect you", False),
        ("you you you you you you", False),
        ("see you for your haircut tomorrow", True),
        ("tomorow we expect you for the hair cut at ten", True),
        ("Thank you, we expect you tomorrow for your haircut at ten!", True),
    ],
)
def test_a_word_of_ten_is_not_enough(typed: str, right: bool) -> None:
    says = "Thank you, we expect you tomorrow for your haircut at ten."
    assert is_meant(Question(Cell("a", "say", "x"), (), (), "anna", (says,), 0), typed) is right


@pytest.mark.parametrize("name", sorted(sample_flows()))
def test_every_sample_can_be_broken_so_that_it_is_heard(name: str) -> None:
    found = riddle(grounds_at(str(ROOT / "flows" / name)), 1)
    assert found is not None
    assert found.mutant in found.changes
    assert found.mutant.node in found.steps
    assert len({one.what for one in found.changes}) == len(found.changes) >= 2
    place = first_difference(found)
    assert found.broken[:place] != found.broken or found.broken != found.whole


def test_the_same_seed_breaks_the_same_and_others_break_others() -> None:
    some = [ground(MOCK + CELLS.lstrip("\n"))]
    told = [(one.mutant.what if (one := riddle(some, seed)) else "") for seed in (1, 1, 2, 3, 4)]
    assert told[0] == told[1]
    assert len(set(told)) > 1


def test_without_notebooks_there_is_nothing_to_break() -> None:
    assert riddle([], 1) is None
