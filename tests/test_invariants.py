"""Invariants: what each takes for a breach, the shortest conversation that shows it, and tests that fail by
it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from flowbook.cli.app import app
from flowbook.errors import UnreadableFile
from flowbook.explore import Land, explore
from flowbook.explore.aims import Arena
from flowbook.explore.upholding import Violation, violations
from flowbook.flow import Flow
from flowbook.invariants import chosen, invariants
from flowbook.notebook.playing import run_notebooks
from flowbook.notebook.reading import read_notebook
from flowbook.notebook.stage import Ground
from flowbook.setting import Setting, library_of
from flowbook.workspace import Workspace
from flowbook.writing import write_flow
from tests.explore_flows import PLACE, Step, flow_of, menu

HOURS = {"amount": 14, "unit": "hours"}
MINUTE = {"amount": 1, "unit": "minutes"}
BY_NIGHT: Mapping[str, Step] = {
    "later": ("delay", {"after": HOURS}, {"next": "night"}),
    "night": ("message", {"text": "Sleep well."}, {}),
}
CHATTY: Mapping[str, Step] = {
    "one": ("delay", {"after": MINUTE}, {"next": "first"}),
    "first": ("message", {"text": "One."}, {"next": "two"}),
    "two": ("delay", {"after": MINUTE}, {"next": "second"}),
    "second": ("message", {"text": "Two."}, {}),
}
AGAIN: Mapping[str, Step] = {
    "name": (
        "question",
        {"text": "Your name?", "kind": "text", "save_to": "first_name"},
        {"answered": "sure"},
    ),
    "sure": ("menu", menu("yes", "no"), {"yes": "end", "no": "name"}),
    "end": ("message", {"text": "Thank you."}, {}),
}
PAID: Mapping[str, Step] = {
    "take": ("order", {"action": "register", "items": ["x"], "total": 5, "status": "paid"}, {"next": "end"}),
    "end": ("message", {"text": "Thank you."}, {}),
}
TAGGED = {
    "take": (PAID["take"][0], PAID["take"][1], {"next": "mark"}),
    "mark": ("tag", {"add": ["customer"]}, {"next": "end"}),
    "end": PAID["end"],
}
STUCK: Mapping[str, Step] = {"ask": ("menu", menu("yes", "no"), {"yes": "end"}), "end": PAID["end"]}
REACHED: Mapping[str, Step] = {
    "ask": ("menu", menu("yes", "us"), {"yes": "ask", "us": "us"}),
    "us": ("hand_over", {"team": "shop"}, {}),
}
ALONE: Mapping[str, Step] = {"ask": ("menu", menu("yes"), {"yes": "ask"})}


def broken(steps: Mapping[str, Step], **wanted: Any) -> list[Violation]:
    place = replace(PLACE, quiet=None, invariants=wanted)
    land = Land(flow_of(steps), place)
    return violations(Arena(land), explore(land), chosen(place))


@pytest.mark.parametrize(
    ("steps", "wanted", "told"),
    [
        (STUCK, {"no_dead_end": True}, "“ask” leaves the customer standing: nothing comes after “No”."),
        (BY_NIGHT, {"quiet_hours": True}, "“night” writes at 00:00, in quiet hours"),
        (CHATTY, {"messages_a_day": 1}, "“second” sends message 2 of 2026-03-02 that nobody asked for"),
        (AGAIN, {"question_once": True}, "“name” asks again what was answered already."),
        (PAID, {"paid_tagged": "customer"}, "“take” leaves an order paid and its customer without the tag"),
        (ALONE, {"person_within": 3}, "From “ask” no way leads to a person."),
    ],
)
def test_what_is_broken_is_told(steps: Mapping[str, Step], wanted: dict[str, Any], told: str) -> None:
    (one,) = broken(steps, **wanted)
    assert one.breach.sentence.startswith(told)


@pytest.mark.parametrize(
    ("steps", "wanted"),
    [
        (AGAIN, {"no_dead_end": True}),
        (CHATTY, {"quiet_hours": True}),
        (CHATTY, {"messages_a_day": 2}),
        (ALONE, {"question_once": True}),
        (TAGGED, {"paid_tagged": "customer"}),
        (REACHED, {"person_within": 1}),
    ],
)
def test_what_is_fine_is_not_told(steps: Mapping[str, Step], wanted: dict[str, Any]) -> None:
    assert broken(steps, **wanted) == []


def test_the_conversation_that_shows_it_is_short_and_ends_there() -> None:
    (one,) = broken(AGAIN, question_once=True)
    assert [name for name, _ in one.conversation.script.deeds] == ["say", "say", "tap"]
    assert one.conversation.lines[-1] == ("Your name?",)


def test_every_invariant_can_be_switched_on_as_it_usually_is() -> None:
    place = Workspace(invariants={name: one.usual for name, one in invariants().items()})
    assert [one.name for one, _ in chosen(place)] == list(invariants())


@pytest.mark.parametrize("wanted", [{"no_dead_ends": True}, {"messages_a_day": "many"}, {"quiet_hours": 3}])
def test_what_cannot_be_read_is_refused_by_its_name(wanted: dict[str, Any]) -> None:
    with pytest.raises(UnreadableFile, match=next(iter(wanted))):
        chosen(Workspace(invariants=wanted))


def test_a_notebook_fails_by_what_is_switched_on() -> None:
    flow = flow_of(AGAIN)
    text = (
        "notebook: Again\nflow: small\ncells:\n  - {id: a, say: /start}\n  - {id: b, say: Anna}\n"
        "  - {id: c, tap: 'No'}\n  - {id: d, say: Ann}\n"
    )
    place = replace(PLACE, invariants={"question_once": True})
    ground = Ground(read_notebook(text, path="again"), flow, Setting(place, library_of(flow)))
    (run,) = run_notebooks([ground]).notebooks[0].runs
    failed = {one.cell.id: [why.sentence for why in one.failures] for one in run.outcomes if one.failures}
    assert failed == {"c": ["No question asked twice: “name” asks again what was answered already."]}


def test_the_command_ends_with_1_where_one_is_broken(tmp_path: Path) -> None:
    def written(flow: Flow) -> str:
        path = tmp_path / f"{flow.id}.flow.json"
        path.write_text(write_flow(flow), "utf-8")
        return str(path)

    (tmp_path / "workspace.json").write_text('{"invariants": {"question_once": true}}', "utf-8")
    said = CliRunner().invoke(app, ["explore", written(flow_of(AGAIN, "again")), "--invariants"])
    assert said.exit_code == 1
    assert "tap: No" in said.output
    fine = CliRunner().invoke(app, ["explore", written(flow_of(ALONE, "alone")), "--invariants"])
    assert fine.exit_code == 0
