"""Notebooks that are fine, that fail, and that cannot be read: each with the sentences it begins with."""

from pathlib import Path

import pytest

from flowbook.cli.notebooks import Shelf, find_notebooks
from flowbook.errors import UnreadableFile
from flowbook.notebook.including import expanded
from flowbook.notebook.kinds import kinds
from flowbook.notebook.playing import run_notebooks
from flowbook.notebook.reading import read_notebook
from tests.notebook_cases import CASES, case_files, expected, failures, ground_at, play


def stem(path: Path) -> str:
    return path.name.removesuffix(".test.yaml")


@pytest.mark.parametrize("path", case_files("fine"), ids=stem)
def test_a_fine_notebook_passes(path: Path) -> None:
    assert failures(play(ground_at(path)).notebooks[0]) == []


@pytest.mark.parametrize("path", case_files("failing"), ids=stem)
def test_a_failing_notebook_says_why(path: Path) -> None:
    run = play(ground_at(path)).notebooks[0]
    assert not run.passed
    assert sorted(failures(run)) == sorted(expected(path))


@pytest.mark.parametrize("path", case_files("broken"), ids=stem)
def test_a_broken_notebook_says_where(path: Path) -> None:
    (loaded,) = find_notebooks(path, Shelf())
    problem = loaded.problem
    if loaded.ground:
        with pytest.raises(UnreadableFile) as caught:
            run_notebooks([loaded.ground])
        problem = str(caught.value)
    here, wanted = path.parent.as_posix(), expected(path)[0]
    told = problem.removeprefix(f"{path.as_posix()}, ").removeprefix(f"{path.as_posix()}: ")
    told = told.replace(CASES.as_posix() + "/fine", "fine").replace(here, "HERE")
    assert told == wanted


def test_every_kind_of_cell_has_been_tried() -> None:
    tried = {
        cell.kind for path in case_files("fine") for cell in read_notebook(path.read_text("utf-8")).cells
    }
    assert set(kinds()) - tried == set()


def long_notebook(cells: int) -> str:
    rows = (f"  - {{id: c{number}, note: x}}\n" for number in range(cells))
    return "notebook: Long\nflow: shop\ncells:\n" + "".join(rows)


@pytest.mark.long
def test_ten_thousand_cells_are_fine() -> None:
    assert len(read_notebook(long_notebook(10_000)).cells) == 10_000


def test_one_cell_more_is_a_sentence() -> None:
    with pytest.raises(
        UnreadableFile, match=r"line 10004: The notebook has 10,001 cells; 10,000 is the most\."
    ):
        read_notebook(long_notebook(10_001))


def test_a_file_that_is_too_large_is_not_even_looked_at() -> None:
    with pytest.raises(UnreadableFile, match=r"3,000,000 characters; 2,000,000 is the most"):
        read_notebook("#" * 3_000_000, path="x")


def test_notebooks_that_include_each_other_over_and_over_are_cut_off() -> None:
    head = "notebook: N\nflow: shop\ncells:\n"
    texts = {f"n{level}": head for level in range(6)}
    for level in range(5):
        inner = "".join(f"  - {{id: i{n}, include: n{level + 1}}}\n" for n in range(10))
        texts[f"n{level}"] += inner
    texts["n5"] += "  - {id: c, note: x}\n"
    read = {name: read_notebook(text, path=name) for name, text in texts.items()}
    with pytest.raises(UnreadableFile, match="more than 10,000 cells"):
        expanded(read["n0"], read)
    assert len(expanded(read["n2"], read).cells) == 1_000
    assert expanded(read["n4"], read).cells[3].id == "i3/c"
