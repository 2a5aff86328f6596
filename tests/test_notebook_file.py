"""The file of a notebook: texts stay texts, changes touch only what changes, remarks stay where they were."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowbook.notebook.chunks import split
from flowbook.notebook.reading import read_notebook
from flowbook.notebook.strict_yaml import read_yaml
from flowbook.notebook.typed import FREE, as_written, typed
from flowbook.notebook.writing import cells_of, rewritten, written
from tests.notebook_cases import case_files
from tests.sources import ROOT

TEXT = """\
# Above everything
notebook: Haircut   # the title
flow: shop
cells:  # all of them

  # Anna begins.
  - id: hello
    say: /start    # as everybody does
    note: 5

  # Then she looks.
  - id: seen   # here
    snapshot:
      of: replies # and no more
      accepted: |
        - id: no_cell
        # no remark

        the end
  - id: last
    expect: {  reply: "hi", field: {size: 1.0} }

# Below
tags: [a, "b"]
"""
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=40)
SCALARS = st.one_of(
    ANY_TEXT, st.sampled_from(["yes", "1:30", "null", "~", "- x", "# y", "{a}", " a", "a ", "5"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(st.sampled_from("abc"), inner, min_size=1, max_size=3)
    ),
    max_leaves=6,
)
CELLS = st.lists(
    st.fixed_dictionaries({"id": st.sampled_from(["p", "q", "r", "s"]), "say": VALUES}),
    unique_by=lambda cell: cell["id"],
    max_size=4,
)


def notebooks() -> list[Any]:
    return [*case_files("fine"), *case_files("failing"), *sorted((ROOT / "flows").glob("*/*.test.yaml"))]


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.name)
def test_read_and_written_again_a_file_is_the_same(path: Any) -> None:
    text = path.read_text("utf-8")
    assert split(text).text == text
    assert rewritten(text, cells_of(text)) == text


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.name)
def test_cells_read_one_by_one_are_the_cells_of_the_whole(path: Any) -> None:
    text = path.read_text("utf-8")
    assert cells_of(text) == read_yaml(text).value["cells"]


def test_texts_stay_what_was_written() -> None:
    notebook = read_notebook(
        "notebook: yes\nflow: f\ncells:\n  - {id: '1', say: 1:30}\n  - {id: on, say: no}\n"
    )
    assert (notebook.title, [(cell.id, cell.value) for cell in notebook.cells]) == (
        "yes",
        [("1", "1:30"), ("on", "no")],
    )


def test_data_of_others_is_read_as_json_only_without_quotes() -> None:
    tree = read_yaml("{a: 1, b: '1', c: true, d: yes, e: null, f: 1.5, g: [007, -2], h: 1e3, i: }")
    read = {
        "a": 1,
        "b": "1",
        "c": True,
        "d": "yes",
        "e": None,
        "f": 1.5,
        "g": ["007", -2],
        "h": "1e3",
        "i": "",
    }
    assert typed(tree.value, FREE) == read
    assert typed(as_written({"a": 1, "b": "1", "c": True, "e": None}), FREE) == {
        "a": 1,
        "b": "1",
        "c": True,
        "e": None,
    }


def test_a_new_cell_costs_two_lines() -> None:
    cells = cells_of(TEXT)
    cells.insert(1, {"id": "new", "say": "yes"})
    before, after = TEXT.splitlines(), rewritten(TEXT, cells).splitlines()
    assert [line for line in after if line not in before] == ["  - id: new", "    say: yes"]
    assert after.index("  - id: new") == after.index("    note: 5") + 1
    assert len(after) == len(before) + 2


def test_a_cell_that_moves_takes_its_remark_along() -> None:
    first, second, third = cells_of(TEXT)
    moved = rewritten(TEXT, [second, first, third])
    assert moved.index("# Then she looks.") < moved.index("id: seen") < moved.index("# Anna begins.")
    assert rewritten(moved, [first, second, third]) == TEXT


def test_a_changed_value_leaves_the_cells_remarks_alone() -> None:
    cells = cells_of(TEXT)
    cells[1]["snapshot"]["accepted"] = "Hello\n  [A | B]\n"
    after = rewritten(TEXT, cells)
    assert "- id: seen   # here" in after
    assert "of: replies # and no more" in after
    assert "      accepted: |\n        Hello\n          [A | B]\n" in after
    assert cells_of(after) == cells


def test_a_removed_cell_goes_with_its_remark() -> None:
    first, _, third = cells_of(TEXT)
    after = rewritten(TEXT, [first, third])
    assert "Then she looks" not in after
    assert "# Below" in after


def test_windows_line_ends_stay() -> None:
    text = TEXT.replace("\n", "\r\n")
    cells = cells_of(text)
    cells[0]["say"] = "/begin"
    after = rewritten(text, cells)
    assert after.replace("\r\n", "\n") == TEXT.replace("/start", "/begin")
    assert "\n" not in after.replace("\r\n", "")
    assert [cell.id for cell in read_notebook("\ufeff" + text).cells] == ["hello", "seen", "last"]


@settings(max_examples=40)
@given(CELLS, CELLS)
def test_whatever_is_written_is_read_again(old: list[Any], new: list[Any]) -> None:
    text = written({"notebook": "N", "flow": "shop"}, old)
    assert cells_of(text) == old
    again = rewritten(text, new)
    assert cells_of(again) == new
    assert rewritten(again, new) == again
