"""Changes to a notebook's cells, as pure functions, and what they leave of the file's own words."""

import pytest

from builder.notebook import edits
from builder.notebook.accepting import accepted_with
from builder.notebook.compared import compared, differing, sign_of
from builder.notebook.marked import as_html, bare, strong
from builder.notebook.words import cell_words, look_of
from flowbook.errors import StoreError
from flowbook.notebook.cells import Cell
from flowbook.notebook.kinds import kinds
from flowbook.notebook.reading import read_notebook
from flowbook.notebook.schema import CELL_LIMIT
from flowbook.notebook.snapshots import Change
from flowbook.notebook.writing import cells_of, rewritten

TEXT = """\
# Kept by hand.
notebook: A haircut
flow: salon

cells:
  # Anna comes in.
  - {id: hello, say: /start}   # by habit
  - id: pick
    tap: Haircut

  # And then she waits.
  - {id: later, wait: next timer}
"""


def ids(text: str) -> list[str]:
    return [cell.id for cell in read_notebook(text).cells]


def written(change: list[edits.Data]) -> str:
    return rewritten(TEXT, change)


def test_a_cell_put_in_between_costs_its_own_line_only() -> None:
    after = written(edits.added(cells_of(TEXT), "hello", {"wait": "1 hour"}))
    assert ids(after) == ["hello", "wait", "pick", "later"]
    before = TEXT.splitlines()
    assert [line for line in after.splitlines() if line not in before] == ["  - id: wait", "    wait: 1 hour"]
    assert [line for line in before if line not in after.splitlines()] == []


def test_a_new_first_cell() -> None:
    assert ids(written(edits.added(cells_of(TEXT), "", {"note": "Read me"})))[0] == "note"


@pytest.mark.parametrize(
    ("by", "order"), [(-1, "pick hello later"), (1, "hello later pick"), (9, "hello later pick")]
)
def test_a_cell_moves_with_its_remarks(by: int, order: str) -> None:
    after = written(edits.moved(cells_of(TEXT), "pick", by))
    assert ids(after) == order.split()
    assert after.index("# Anna comes in.") < after.index("id: hello") < after.index("# by habit")
    assert after.index("# And then she waits.") < after.index("id: later")


def test_the_first_cell_moved_up_stays() -> None:
    assert written(edits.moved(cells_of(TEXT), "hello", -1)) == TEXT


def test_a_copy_has_an_id_of_its_own_and_stands_below() -> None:
    once = written(edits.copied(cells_of(TEXT), "pick"))
    assert ids(once) == ["hello", "pick", "pick-2", "later"]
    assert ids(rewritten(once, edits.copied(cells_of(once), "pick-2"))) == [
        "hello",
        "pick",
        "pick-2",
        "pick-3",
        "later",
    ]


def test_a_deleted_cell_takes_its_remarks_along() -> None:
    after = written(edits.removed(cells_of(TEXT), "hello"))
    assert ids(after) == ["pick", "later"]
    assert "Anna comes in" not in after
    assert "# Kept by hand." in after


def test_leaving_out_and_playing_again_gives_the_file_back() -> None:
    out = written(edits.left_out(cells_of(TEXT), "later"))
    assert read_notebook(out).cells[2].skip
    again = rewritten(out, edits.left_out(cells_of(out), "later"))
    assert not read_notebook(again).cells[2].skip
    assert cells_of(again) == cells_of(TEXT)


def test_a_cell_that_is_gone_is_told() -> None:
    for deed in (edits.removed, edits.copied, edits.left_out):
        with pytest.raises(StoreError, match="not in the file any more"):
            deed(cells_of(TEXT), "nobody")


def test_a_full_notebook_takes_no_more() -> None:
    full = [{"id": f"n{number}", "note": "x"} for number in range(CELL_LIMIT)]
    with pytest.raises(StoreError, match="10,000"):
        edits.added(full, "n5", {"note": "y"})


def test_an_id_as_long_as_can_be_is_copied() -> None:
    long = "a" * 40
    cells = [{"id": long, "note": "x"}]
    head = "notebook: A\nflow: salon\ncells:\n"
    text = rewritten(f"{head}  - {{id: {long}, note: x}}\n", edits.copied(cells, long))
    assert len(read_notebook(text).cells) == 2


@pytest.mark.parametrize("kind", kinds())
def test_a_new_cell_of_each_kind_can_be_read(kind: str) -> None:
    after = written(edits.added(cells_of(TEXT), "pick", {kind: edits.FRESH[kind]}))
    assert read_notebook(after).cells[2].kind == kind


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_is_told_in_words(kind: str) -> None:
    head = "notebook: A\nflow: salon\ncells:\n"
    cell = read_notebook(f"{head}  - id: a\n    {kinds()[kind].example}\n").cells[0]
    words = cell_words(cell, lambda node: f"“{node}”")
    look = look_of(kind)
    assert look.noun
    assert kind != look.noun
    assert kind == "snapshot" or bare(words[0]).strip()


def test_what_people_write_is_never_read_as_html() -> None:
    cell = Cell("a", "expect", {"reply": {"contains": "<img src=x onerror=alert(1)>"}})
    (told,) = cell_words(cell, str)
    assert "<img" not in as_html(told)
    assert as_html(strong("<b>\x01x")) == "<b>&lt;b&gt;x</b>"
    change = Change(Cell("a", "snapshot", "replies"), "<i>old</i>", "<i>new</i>", ("anna",))
    drawn = compared(change, {}, {})
    assert "<i>" not in drawn.replace('<i class="ic', "")


def test_what_differs_is_marked_on_both_sides() -> None:
    old, new = differing("Shall we keep it?", "Shall we send it?")
    assert old == "Shall we <del>keep</del> it?"
    assert new == "Shall we <ins>send</ins> it?"


def snapshot(accepted: object = None) -> Cell:
    value = "replies" if accepted is None else {"of": "replies", "accepted": accepted}
    return Cell("s", "snapshot", value)


def test_a_text_that_all_have_needs_no_names() -> None:
    change = Change(snapshot(), None, "Hello\n", ("anna", "boris"))
    assert accepted_with(change, ["anna", "boris"]) == {"of": "replies", "accepted": "Hello\n"}


def test_what_others_have_stays_accepted() -> None:
    change = Change(snapshot("Hello\n"), "Hello\n", "Good day\n", ("boris",))
    assert accepted_with(change, ["anna", "boris", "clara"])["accepted"] == [
        {"for": ["anna", "clara"], "text": "Hello\n"},
        {"for": "boris", "text": "Good day\n"},
    ]


def test_a_text_is_not_accepted_for_those_who_have_none() -> None:
    change = Change(snapshot(), None, "Hello\n", ("anna",))
    assert accepted_with(change, ["anna", "boris"])["accepted"] == [{"for": "anna", "text": "Hello\n"}]


def test_another_difference_is_another_decision() -> None:
    one = Change(snapshot("a\n"), "a\n", "b\n", ("anna",))
    other = Change(snapshot("a\n"), "a\n", "c\n", ("anna",))
    assert sign_of(one) != sign_of(other)
