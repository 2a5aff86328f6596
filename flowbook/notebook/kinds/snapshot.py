"""Snapshot: what came of the last act is what was accepted."""

from __future__ import annotations

from typing import Any

from flowbook.notebook import tellings
from flowbook.notebook.cells import Cell
from flowbook.notebook.kind import Kind
from flowbook.notebook.shapes import ANY_TEXT, TEXT, either, fields, listed, one_or_more
from flowbook.notebook.stage import Failure, Stage, Step, Taken
from flowbook.sentences import ended

PARTS = ("replies", "state", "trace")
OF: dict[str, Any] = {"type": "string", "enum": list(PARTS)}


def _run(stage: Stage, cell: Cell) -> Step:
    """What is accepted for this customer is put in by whoever runs the scenario (Stage.accepted)."""
    text = _text(stage, parts_of(cell.value))
    accepted = stage.accepted.get(cell.id)
    taken = Taken(text, accepted)
    if accepted is None or taken.same:
        return Step(stage, taken=taken)
    sentence = f"{stage.customer.name}: not what was accepted. {first_difference(accepted, text)}"
    return Step(stage, (Failure(sentence),), taken=taken)


def parts_of(value: Any) -> list[str]:
    wanted = value.get("of", PARTS[0]) if isinstance(value, dict) else value
    return [wanted] if isinstance(wanted, str) else list(wanted)


def first_difference(accepted: str, text: str) -> str:
    """One sentence: the first line that is another one now."""
    before, after = accepted.strip().splitlines(), text.strip().splitlines()
    for was, now in zip(before, after, strict=False):
        if was != now:
            return ended(f"“{now}” in place of “{was}”.")
    if len(after) > len(before):
        return f"“{after[len(before)]}” is new."
    return f"“{before[len(after)]}” is gone."


def _text(stage: Stage, parts: list[str]) -> str:
    sections = {
        "replies": lambda: tellings.replies(stage.turn, stage.who) or ["(silence)"],
        "state": lambda: [*tellings.state(stage), *tellings.timers(stage)],
        "trace": lambda: tellings.path(stage, stage.turn),
    }
    return "\n\n".join("\n".join(sections[part]()) for part in parts) + "\n"


KIND = Kind(
    name="snapshot",
    label="Snapshot",
    help="Keeps what came of the last act and compares it ever after: the `replies`, and if wanted the "
    "`state` of the customer and the `trace` of the steps. What is accepted stands in the file, for "
    "everybody, or with `for` whom it is; `python -m flowbook test --update` writes it.",
    shape=either(
        OF,
        fields(
            of=one_or_more(OF),
            accepted=either(ANY_TEXT, listed(fields("for", "text", for_=one_or_more(TEXT), text=ANY_TEXT))),
        ),
    ),
    example="snapshot: replies",
    run=_run,
    inert=True,
    order=110,
)
