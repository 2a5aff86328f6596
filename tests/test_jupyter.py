"""The export to Jupyter: every notebook in its format, saying what it tests, and played by a real kernel."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from flowbook.cli.app import main
from flowbook.cli.notebooks import Shelf, find_notebooks
from flowbook.errors import ExpectationFailed
from flowbook.notebook.jupyter import jupyter_of
from tests.notebook_cases import CASES
from tests.sources import ROOT

FLOWS = ROOT / "flows"
SALON = FLOWS / "salon" / "salon.test.yaml"
FINE = sorted((CASES / "fine").glob("*.test.yaml"))
SAMPLES = [max(folder.glob("*.test.yaml")) for folder in sorted(FLOWS.iterdir()) if folder.is_dir()]


def exported(path: Path, place: str) -> dict[str, Any]:
    (loaded,) = find_notebooks(path, Shelf())
    assert loaded.ground is not None, loaded.problem
    data: dict[str, Any] = json.loads(json.dumps(jupyter_of(loaded.ground, place)))
    return data


def sources(data: dict[str, Any]) -> list[str]:
    return [cell["source"] for cell in data["cells"] if cell["cell_type"] == "code"]


def run_here(data: dict[str, Any]) -> dict[str, Any]:
    """The code of all cells in one namespace, as a kernel has it."""
    space: dict[str, Any] = {}
    for source in sources(data):
        exec(compile(source, "cell", "exec"), space)
    return space


@pytest.mark.parametrize("path", [*FINE, *SAMPLES], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_notebook_is_one_of_jupyters_and_its_cells_pass(path: Path) -> None:
    flow = next(path.parent.glob("*.flow.json"), CASES / "shop.flow.json")
    data = exported(path, flow.as_posix())
    nbformat.validate(data)
    assert run_here(data)["chat"].now


def test_the_cells_read_like_the_notebook() -> None:
    told = sources(exported(SALON, "salon.flow.json"))
    assert told[0] == "import flowbook\n\nflow = flowbook.open_flow('salon.flow.json')"
    assert "chat = chat.say('/start salon')\nchat.replies" in told
    assert "chat = chat.tap('Haircut')\nchat.replies" in told
    assert "chat = chat.wait('next timer')\nchat.replies" in told


def test_a_kernel_of_jupyter_plays_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    target = tmp_path / "salon.ipynb"
    command(monkeypatch, "jupyter", str(SALON), "--to", str(target))
    notebook = nbformat.read(target, as_version=4)
    play(notebook, tmp_path)
    shown = [out["data"]["text/plain"] for cell in notebook.cells for out in cell.get("outputs", ())]
    assert any("What shall we do for you?" in one for one in shown)
    notebook.cells.append(nbformat.v4.new_code_cell("chat.expect(tag='never_given')"))
    with pytest.raises(CellExecutionError, match="ExpectationFailed"):
        play(notebook, tmp_path)


def play(notebook: nbformat.NotebookNode, folder: Path) -> None:
    NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(folder)}}).execute()


def command(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["flowbook", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


def test_what_has_changed_fails_in_jupyter_too() -> None:
    data = exported(CASES / "failing" / "changed_snapshot.test.yaml", (CASES / "shop.flow.json").as_posix())
    with pytest.raises((AssertionError, ExpectationFailed)):
        run_here(data)


def test_no_such_notebook_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert command(monkeypatch, "jupyter", str(tmp_path / "none.test.yaml")) == 2
    assert "There is no such notebook." in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(monkeypatch, "jupyter", str(SALON), "--to", "/proc/nothing/x.ipynb") == 2
    assert "cannot be written" in capsys.readouterr().err
