"""A long notebook says how far it is read, and is read once."""

import pytest

from builder.notebook import files
from flowbook.notebook.reading import PIECE

HEAD = "notebook: Long\nflow: shop\ncells:\n"


def test_a_long_notebook_tells_how_far_it_is_and_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_read", type(files._read)())
    told: list[float] = []
    text = HEAD + "".join(f"  - {{id: c{number}, note: Hello}}\n" for number in range(4 * PIECE))
    first = files.parsed(text, "long.test.yaml", told.append)
    assert told == [0.25, 0.5, 0.75]
    assert files.parsed(text, "long.test.yaml", told.append) is first
    assert len(told) == 3
