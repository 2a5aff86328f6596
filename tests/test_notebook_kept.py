"""Cells that were played once are looked up, and an edit plays again only what depends on it."""

import time

import pytest

from builder.notebook import kept
from builder.notebook.kept import Deck, digest_of, keys_of, looked_up, marks_of, play_until
from builder.notebook.rows import next_taps
from flowbook.notebook.cells import Cell
from flowbook.notebook.playing import first_stage
from flowbook.notebook.run import FAILED, PASSED, UNREACHED, ready, run_through
from flowbook.notebook.scenarios import scenarios
from tests.notebook_cases import HEAD, ground

TALK = """\
  - {id: system, mock: {node: stock, replies: [{body: {left: 3}}]}}
  - {id: hello, say: /start}
  - {id: large, tap: Large}
  - {id: kept, expect: {field: {size: Large}}}
  - {id: later, wait: 1 hour}
"""


def deck(cells: str, told: str) -> Deck:
    """`told` keeps the tests apart: what was played is remembered by all."""
    play = ready(ground(cells))
    return Deck(play, digest_of(told), tuple(marks_of(play.cells)))


def states(table: Deck) -> list[str]:
    found = looked_up(keys_of(table, scenarios(table.play.ground)[0]))
    return [one.outcome.state if one else "" for one in found]


def played(table: Deck, count: int = 1000) -> int:
    (scenario,) = scenarios(table.play.ground)
    return play_until(table, scenario, min(count, len(table.play.cells)))


def test_what_was_played_is_not_played_again() -> None:
    table = deck(TALK, "again")
    assert [played(table, 2), played(table, 4), played(table), played(table)] == [2, 2, 1, 0]


def test_an_edit_leaves_what_comes_before_it() -> None:
    played(deck(TALK, "before"))
    edited = deck(TALK.replace("tap: Large", "tap: Small"), "before")
    assert states(edited) == [PASSED, PASSED, "", "", ""]
    assert played(edited) == 3
    assert states(edited) == [PASSED, PASSED, PASSED, FAILED, PASSED]


def test_another_expectation_leaves_what_comes_after_it() -> None:
    played(deck(TALK, "after"))
    edited = deck(TALK.replace("size: Large", "size: Small"), "after")
    assert states(edited) == [PASSED, PASSED, PASSED, "", PASSED]


def test_a_cell_put_in_between_is_followed_by_the_others() -> None:
    played(deck(TALK, "between"))
    noted = deck(TALK.replace("  - {id: large", "  - {id: why, note: It fits}\n  - {id: large"), "between")
    assert states(noted) == [PASSED, PASSED, "", PASSED, PASSED, PASSED]
    waited = deck(TALK.replace("  - {id: large", "  - {id: wait, wait: 1 minute}\n  - {id: large"), "between")
    assert states(waited) == [PASSED, PASSED, "", "", "", ""]


def test_another_flow_makes_everything_stale() -> None:
    played(deck(TALK, "one flow"))
    assert states(deck(TALK, "another flow")) == [""] * 5


def test_after_what_cannot_be_done_nothing_is_reached() -> None:
    table = deck(TALK.replace("tap: Large", "tap: Nowhere"), "halted")
    played(table, 3)
    assert played(table) == 2
    assert states(table)[2:] == [FAILED, UNREACHED, UNREACHED]


def test_a_stage_that_was_not_kept_is_played_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "DENSE", 0)
    monkeypatch.setattr(kept, "EVERY", 2)
    more = "".join(f"  - {{id: w{n}, wait: {n} minutes}}\n" for n in range(1, 8))
    table = deck(TALK + more, "sparse")
    for count in range(1, len(table.play.cells) + 1):
        played(table, count)
    (scenario,) = scenarios(table.play.ground)
    straight = run_through(table.play, scenario, first_stage(table.play, scenario), table.play.cells)
    found = looked_up(keys_of(table, scenario))
    assert [one.outcome for one in found if one] == [outcome for _, outcome in straight]


def test_what_a_skipped_cell_did_is_not_kept_for_it() -> None:
    played(deck(TALK, "skipped"))
    skipping = deck(TALK.replace("{id: large,", "{id: large, skip: later,"), "skipped")
    played(skipping)
    assert states(skipping)[2:4] == ["skipped", FAILED]


def test_two_who_play_are_kept_apart() -> None:
    head = HEAD.replace("customers: anna", "customers: [anna, boris]")
    play = ready(ground(TALK, head))
    table = Deck(play, digest_of("two"), tuple(marks_of(play.cells)))
    anna, boris = scenarios(play.ground)
    assert [play_until(table, anna, 5), play_until(table, boris, 5)] == [5, 5]
    first = looked_up(keys_of(table, boris))[0]
    assert first
    assert first.outcome.who == "boris"


def test_the_button_that_is_tapped_next_is_known_and_quickly_in_long_notebooks() -> None:
    cells = ground(TALK + "  - {id: on, tap: {button: Small, on: size}}\n").notebook.cells
    assert next_taps(cells) == ["", "Large", "", "", "Small", ""]
    begun = time.process_time()
    next_taps([Cell(f"n{number}", "note", "x") for number in range(10_000)])
    assert time.process_time() - begun < 1
