"""What the screen Try shows of what the bot knows."""

import pytest

from builder.simulator.deeds import hear
from builder.simulator.facts import known
from builder.simulator.reasons import drawn, last_turn, reasons
from builder.simulator.rehearsal import begin
from builder.simulator.stage import play, stage_of
from flowbook.flow import Flow, Node
from flowbook.workspace import Workspace
from tests.shoe_shop import START, anna


@pytest.mark.parametrize(("keyboard", "noted"), [("reply", "_keyboard"), ("inline", "_tapped")])
def test_what_steps_remember_for_themselves_is_not_shown(keyboard: str, noted: str) -> None:
    asked = {"text": "Come by?", "buttons": [{"id": "yes", "label": "Yes"}], "keyboard": keyboard}
    nodes = (
        Node("start", "start", "Start", {}, {"next": "keep"}),
        Node(
            "keep",
            "set_field",
            "Keep",
            {"field": "session.pair", "how": "text", "value": "red"},
            {"next": "ask"},
        ),
        Node("ask", "menu", "Ask", asked, {"yes": "ask"}),
    )
    stage = stage_of(Flow("visit", "Visit", nodes), Workspace(), ())
    rehearsal = begin(anna(), START)
    for pressed in ("say:/start", "tap:1.ask.yes.2")[: 2 if keyboard == "inline" else 1]:
        rehearsal = hear(rehearsal, play(stage, rehearsal), pressed)
    played = play(stage, rehearsal)
    shown = known(played) + drawn(reasons(last_turn(played), Workspace()), played)
    (session,) = played.state.sessions.values()
    assert noted in session.variables
    assert "<dt>pair</dt>" in shown
    assert noted not in shown
