"""Notebooks for tests: those in tests/cases/notebooks, and ones written out in a test."""

from pathlib import Path

from flowbook.cli.notebooks import Shelf, find_notebooks, ground_of
from flowbook.notebook.playing import NotebookRun, Options, Report, run_notebooks
from flowbook.notebook.reading import read_notebook
from flowbook.notebook.stage import Ground
from tests.sources import ROOT

CASES = ROOT / "tests" / "cases" / "notebooks"
HEAD = "notebook: A test\nflow: shop\ncustomers: anna\ncells:\n"


def case_files(folder: str) -> list[Path]:
    found = sorted((CASES / folder).glob("*.test.yaml"))
    assert found
    return found


def expected(path: Path) -> list[str]:
    """The remarks that a case begins with."""
    lines = path.read_text("utf-8").splitlines()
    return [line.removeprefix("# ") for line in lines if line.startswith("# ")]


def ground_at(path: Path) -> Ground:
    """Raises AssertionError with the sentence, for one that cannot be read."""
    (loaded,) = find_notebooks(path, Shelf())
    assert loaded.ground is not None, loaded.problem
    return loaded.ground


def ground(cells: str, head: str = HEAD) -> Ground:
    """Cells over the shop of the cases, indented as they stand below `cells:`."""
    return ground_of(read_notebook(head + cells, path="it.test.yaml"), CASES / "it.test.yaml", Shelf())


def play(*grounds: Ground, strict: bool = False) -> Report:
    return run_notebooks(grounds, Options(strict=strict, keep=True))


def play_one(cells: str, head: str = HEAD, strict: bool = False) -> NotebookRun:
    return play(ground(cells, head), strict=strict).notebooks[0]


def failures(run: NotebookRun) -> list[str]:
    """`b: the sentence`, of all scenarios and of accepted texts that nobody uses."""
    told = [
        f"{outcome.cell.id}: {failure.sentence}"
        for one in run.runs
        for outcome in one.outcomes
        for failure in outcome.failures
    ]
    return told + [f"{cell.id}: {sentence}" for cell, sentence in run.unused]
