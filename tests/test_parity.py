"""The simulator and the runtime say the same: every script of the sample flows, over the Bot API double."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.botapi import Botapi
from tests.conversations import Script, facts_of, scripts
from tests.parity import perform, set_up


@pytest.fixture(autouse=True)
def swift_fingers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is seen typing here."""
    monkeypatch.setattr("runtime.sender.typing_of", lambda row: 0.0)


@pytest.mark.parametrize("script", scripts(), ids=str)
def test_the_runtime_says_what_the_simulator_says(script: Script, botapi: Botapi, tmp_path: Path) -> None:
    stage = set_up(script, botapi, tmp_path / "data")

    async def whole() -> list[list[str]]:
        return [said async for said in perform(stage)]

    said = asyncio.run(whole())
    for act, lines in zip(script.acts, said, strict=True):
        assert lines == list(act.bot), f"{act.deed} {act.value}"
    assert facts_of(stage.state(), script.after) == dict(script.after)
