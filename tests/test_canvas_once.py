"""Nothing that is done on the canvas is done twice, whatever comes between it and its answer."""

from __future__ import annotations

import pytest

from tests.canvas_fixtures import data, hand, server, visit
from tests.canvas_hand import Hand

pytestmark = pytest.mark.browser
__all__ = ["data", "hand", "server", "visit"]

PASTES = 12
HASTY = """async (count) => {
  const { board } = window.flowbookCanvas;
  const tea = { id: "tea", type: "message", title: "Tea", config: { text: "Tea" }, exits: {} };
  const part = { flowbook: "part", flow: "elsewhere", nodes: [tea] };
  for (let number = 0; number < count; number += 1) {
    board.outbox.push({ op: "paste", part, at: [0, 400 + 100 * number] });
    board.outbox.flush();
    for (let more = 0; more < 4; more += 1) {
      board.host.setStateValue("way", `${number} ${more}`);
      await new Promise((done) => setTimeout(done, 7 + number));
    }
    await new Promise((done) => setTimeout(done, 100));
  }
}"""
"""Each paste with other news right behind it, which break off the run that carries the paste out."""


def test_news_in_quick_succession_repeat_nothing(hand: Hand) -> None:
    hand.page.evaluate(HASTY, PASTES)
    pasted = [name for name in hand.ids() if name.startswith("tea")]
    assert len(pasted) == PASTES
