"""Notebooks as they run: in order, from immutable stages, through every combination, with snapshots kept."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from flowbook.copies import altered
from flowbook.customer import Customer
from flowbook.errors import UnreadableFile
from flowbook.events import ExitTaken
from flowbook.notebook.moments import read_moment, read_span, read_until, shown_moment
from flowbook.notebook.playing import funnel, run_notebooks
from flowbook.notebook.reading import read_notebook
from flowbook.notebook.run import PASSED, SKIPPED, UNREACHED, ready, run_cell, run_through
from flowbook.notebook.scenarios import opening, scenarios
from flowbook.notebook.snapshots import CHANGED, NEW, SAME
from flowbook.notebook.stage import Ground, Stage
from flowbook.notebook.tellings import timers
from flowbook.notebook.updating import updated
from flowbook.schedule import zone
from flowbook.setting import Setting, library_of
from flowbook.stimuli import Said
from flowbook.world import do, world_of
from tests.chat import order
from tests.notebook_cases import CASES, HEAD, failures, ground, ground_at, play, play_one

BOOKING = """\
  - {id: system, mock: {node: stock, replies: [{body: {left: 3}}]}}
  - {id: hello, say: /start}
  - {id: small, tap: Small}
  - {id: kept, expect: {tag: booked}}
"""


def states(cells: str) -> list[str]:
    return [outcome.state for outcome in play_one(cells).runs[0].outcomes]


def test_a_cell_run_again_begins_where_the_one_before_it_ended() -> None:
    here = ground(BOOKING)
    play_ = ready(here)
    (scenario,) = scenarios(here)
    stages = [opening(here, scenario)]
    for cell in here.notebook.cells:
        stages.append(run_cell(play_, scenario, stages[-1], cell)[0])
    again, outcome = run_cell(play_, scenario, stages[2], here.notebook.cells[2])
    assert outcome.state == PASSED
    assert again.world == stages[3].world
    other, _ = run_cell(play_, scenario, stages[2], altered(here.notebook.cells[2], value="Large"))
    assert other.customer.fields["size"] == "Large"
    assert stages[3].customer.fields["size"] == "Small"


def test_what_cannot_be_done_ends_the_scenario_and_a_failed_expectation_does_not() -> None:
    cells = "  - {id: a, say: /start}\n  - {id: b, expect: {silence: yes}}\n  - {id: c, tap: Medium}\n"
    assert states(cells + "  - {id: d, expect: {silence: no}}\n") == [
        "passed",
        "failed",
        "failed",
        "not reached",
    ]


def test_skipped_cells_change_nothing() -> None:
    cells = "  - {id: a, say: /start, skip: not now}\n  - {id: b, say: /start, only: boris}\n"
    cells += "  - {id: c, say: /start, only: [boris, 'tag:vip', 'segment:regulars', anna]}\n"
    run = play_one(cells, HEAD.replace("anna", "[anna, boris]"))
    assert [outcome.state for outcome in run.runs[0].outcomes] == [SKIPPED, SKIPPED, PASSED]


def test_one_who_fits_none_of_several_conditions_is_not_meant() -> None:
    cells = "  - {id: a, say: /start, only: ['language:ru', 'tag:vip', 'segment:regulars', 'arm:lot=b']}\n"
    run = play_one(cells, HEAD.replace("cells:", "matrix: {arms: all}\ncells:"))
    assert [one.outcomes[0].state for one in run.runs] == [SKIPPED, PASSED]


def test_the_same_notebook_gives_the_same_run() -> None:
    first, second = (play(ground_at(CASES / "fine" / "everything.test.yaml")) for _ in range(2))
    ends = [[run.last.world for run in one.notebooks[0].runs if run.last] for one in (first, second)]
    assert ends[0] == ends[1]


def test_the_matrix_makes_every_combination() -> None:
    matrix = "matrix: {languages: [en, ru], arms: {lot: [a, b]}}\n"
    head = f"notebook: M\nflow: shop\ncustomers: [anna, clara]\n{matrix}cells:\n"
    keys = [one.key for one in scenarios(ground("  - {id: a, say: /start}\n", head))]
    ways = product(("anna", "clara"), ("en", "ru"), ("lot=a", "lot=b"))
    assert keys == ["/".join(way) for way in ways]


def test_the_seed_throws_the_dice() -> None:
    tail = "customers: anna\nmatrix: {languages: [en]}\ncells:\n"
    arms = set()
    for seed in range(12):
        run = play_one(BOOKING, f"notebook: M\nflow: shop\nseed: {seed}\n{tail}").runs[0]
        assert run.last
        arms |= {event.exit for event in run.last.own(ExitTaken) if event.node == "lot"}
    assert arms == {"a", "b"}


def test_an_unmocked_call_offers_the_mock_that_mends_it() -> None:
    run = play_one("  - {id: hello, say: /start}\n  - {id: small, tap: Small}\n")
    (failure,) = run.runs[0].outcomes[1].failures
    assert failure.offer == {"mock": {"node": "stock", "replies": [{"status": 200, "body": {}}]}}
    assert run.runs[0].outcomes[1].state == "failed"


def test_a_later_mock_is_asked_first_and_hands_on_when_it_is_used_up() -> None:
    cells = """\
  - {id: always, mock: {node: stock, replies: [{body: {left: 9}}]}}
  - {id: once, mock: {url: "*/stock", replies: [{body: {left: 1}}], times: 1}}
  - {id: cold, choose: {split: lot, arm: a}}
  - {id: hello, say: /start}
  - {id: small, tap: Small}
  - {id: first, expect: {reply: Kept. 1 left.}}
  - {id: again, say: /start}
  - {id: large, tap: Large}
  - {id: second, expect: {reply: Kept. 9 left.}}
"""
    assert failures(play_one(cells)) == []


def test_a_funnel_counts_all_customers() -> None:
    head = "notebook: F\nflow: shop\ncustomers: [anna, boris, clara]\ncells:\n"
    run = play_one("  - {id: hello, say: /start}\n  - {id: all, look: funnel}\n", head)
    assert funnel(run, "all") == (
        "3 “Start”",
        "3 “A regular?”",
        "3 “Pick a size”",
        "2 “Say hello”",
        "1 “The discount”",
    )


def test_a_look_at_the_timers_says_when_the_conversation_ends() -> None:
    anna = Customer("anna", datetime(2026, 3, 1, tzinfo=UTC))
    setting = Setting(library=library_of(order()))
    world = do(world_of(setting, datetime(2026, 3, 2, 10, tzinfo=UTC), [anna]), "anna", Said("/order"))
    here = Ground(read_notebook("notebook: N\nflow: order\ncells: []\n"), order(), setting)
    told = "Wed 1 Apr 2026, 10:00, in 30 d: the conversation ends, nobody has answered"
    assert timers(Stage(here, world, "anna", world)) == [told]


SNAPSHOT = "  - {id: hello, say: /start}\n  - {id: seen, snapshot: replies}\n"
THREE = "notebook: S\nflow: shop\ncustomers: [anna, boris, clara]\ncells:\n"


def test_a_new_snapshot_passes_here_and_fails_on_a_build_server() -> None:
    assert failures(play_one(SNAPSHOT)) == []
    told = failures(play_one(SNAPSHOT, strict=True))
    assert [line[:26] for line in told] == ["seen: This snapshot is new"]


def test_accepted_texts_stand_in_the_file_and_hold() -> None:
    text = THREE + SNAPSHOT
    run = play_one(SNAPSHOT, THREE)
    accepted = updated(text, run)
    again = play_one(accepted.removeprefix(THREE), THREE, strict=True)
    assert failures(again) == []
    assert (run.album.count(NEW), again.album.count(SAME)) == (3, 3)
    assert updated(accepted, again) == accepted


def test_what_all_have_alike_is_written_once() -> None:
    cells = (
        "  - {id: hello, say: /start}\n  - {id: nothing, wait: 1 hour}\n  - {id: seen, snapshot: replies}\n"
    )
    assert updated(THREE + cells, play_one(cells, THREE)).endswith("accepted: |\n        (silence)\n")


def test_the_same_change_for_many_is_one_change() -> None:
    cells = "  - {id: a, wait: 1 hour}\n  - {id: seen, snapshot: {of: replies, accepted: Hello}}\n"
    run = play_one(cells, THREE)
    (change,) = run.album.changes
    assert (change.before, change.after, change.keys) == ("Hello", "(silence)\n", ("anna", "boris", "clara"))
    assert run.album.count(CHANGED) == 3


def test_who_did_not_come_to_a_snapshot_keeps_what_was_accepted() -> None:
    cells = """\
  - {id: hello, say: /start}
  - {id: stuck, only: boris, tap: Nowhere}
  - id: seen
    snapshot:
      of: state
      accepted:
        - {for: boris, text: as before}
        - {for: dora, text: gone}
"""
    accepted = updated(THREE + cells, play_one(cells, THREE))
    assert "as before" in accepted
    assert "gone" not in accepted


def test_an_accepted_text_of_somebody_else_is_not_compared() -> None:
    cells = (
        "  - {id: a, wait: 1 hour}\n  - {id: seen, snapshot: {accepted: [{for: anna, text: (silence)}]}}\n"
    )
    run = play_one(cells, THREE)
    assert (run.album.count(SAME), run.album.count(NEW), failures(run)) == (1, 2, [])


def test_nobody_to_play_with_is_a_sentence() -> None:
    head = "notebook: S\nflow: shop\ncustomers: segment:regulars\ncells:\n"
    here = ground(SNAPSHOT, head)
    assert [run.scenario.key for run in run_notebooks([here]).notebooks[0].runs] == ["boris"]
    with pytest.raises(UnreadableFile, match="nobody to play this notebook with"):
        run_notebooks([replace(here, pool={})])


def test_progress_is_told_to_the_end() -> None:
    told: list[float] = []
    run_notebooks([ground(SNAPSHOT, THREE), ground(SNAPSHOT)], progress=told.append)
    assert told == [0.25, 0.5, 0.75, 1.0]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026-03-01 10:00", "Sun 1 Mar 2026, 10:00"),
        ("2026-03-01T10:00 America/New_York", "Sun 1 Mar 2026, 17:00"),
        ("2026-03-01", "Sun 1 Mar 2026, 00:00"),
        ("2026-03-01T10:00+00:00", "Sun 1 Mar 2026, 12:00"),
        ("2026-03-29 03:30", "Sun 29 Mar 2026, 04:00"),
    ],
)
def test_moments_are_read_in_their_zone(text: str, shown: str) -> None:
    vilnius = zone("Europe/Vilnius")
    assert shown_moment(read_moment(text, vilnius), vilnius) == shown


def test_a_time_of_day_is_the_next_such() -> None:
    vilnius = zone("Europe/Vilnius")
    now = read_moment("2026-03-01 10:00", vilnius)
    told = [shown_moment(read_until(text, now, vilnius), vilnius) for text in ("10:00", "10:01", "9:59")]
    assert told == ["Mon 2 Mar 2026, 10:00", "Sun 1 Mar 2026, 10:01", "Mon 2 Mar 2026, 09:59"]


def test_spans_have_several_parts() -> None:
    assert [(one.amount, one.unit) for one in read_span("1 day  2 hours")] == [(1, "days"), (2, "hours")]


def test_after_a_halt_nothing_is_reached() -> None:
    here = ground("  - {id: a, tap: x}\n  - {id: b, note: y}\n")
    (scenario,) = scenarios(here)
    told = [
        one.state
        for _, one in run_through(ready(here), scenario, opening(here, scenario), here.notebook.cells)
    ]
    assert told[1] == UNREACHED


def test_a_notebook_without_cells_passes() -> None:
    assert read_notebook(HEAD.replace("cells:\n", "cells: []\n")).cells == ()
    assert run_notebooks([ground("")]).passed
