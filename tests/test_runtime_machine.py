"""The name of a machine's run: the same until it is started anew, and none where the system gives none."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from runtime import machine


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux names its runs in a file")
def test_two_looks_find_the_same_name() -> None:
    assert machine.name_of_this_run() == machine.name_of_this_run() != ""


def test_a_system_without_a_name_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "LINUX", tmp_path / "nothing")
    monkeypatch.setattr(machine, "APPLE", (str(tmp_path / "nothing"),))
    assert machine.name_of_this_run() == ""
