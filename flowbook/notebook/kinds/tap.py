"""Tap: the customer taps a button."""

from __future__ import annotations

from flowbook.checks.configs import parts
from flowbook.events import MessageSent
from flowbook.messages import Button
from flowbook.notebook.acting import act, shown_buttons
from flowbook.notebook.cells import Cell
from flowbook.notebook.kind import Kind
from flowbook.notebook.shapes import TEXT, either, fields
from flowbook.notebook.stage import Stage, Step, stop
from flowbook.options import TICK
from flowbook.stimuli import ContactShared, Said, Tapped
from flowbook.texts import every


def _run(stage: Stage, cell: Cell) -> Step:
    found = sought(stage, cell)
    return press(stage, found[1]) if found else stop(stage, _missing(stage, *_wanted(stage, cell)))


def sought(stage: Stage, cell: Cell) -> tuple[MessageSent, Button] | None:
    """The button that the cell means, and the message it is under."""
    label, on = _wanted(stage, cell)
    return _find(stage, label, on) or _find(stage, label, on, translated=True)


def find_button(stage: Stage, label: str, on: str, translated: bool = False) -> Button | None:
    """The newest with that label, or by it in any language; `on` is a part of the message it is under."""
    found = _find(stage, label, on, translated)
    return found[1] if found else None


def _wanted(stage: Stage, cell: Cell) -> tuple[str, str]:
    value = {"button": cell.value} if isinstance(cell.value, str) else cell.value
    return stage.fill(value["button"]), stage.fill(value.get("on", ""))


def _find(stage: Stage, label: str, on: str, translated: bool = False) -> tuple[MessageSent, Button] | None:
    for sent, button in shown_buttons(stage):
        wanted = _words(stage, sent, label) if translated else {label}
        if on in sent.message.text and (button.label in wanted or button.label.removeprefix(TICK) in wanted):
            return sent, button
    return None


def _words(stage: Stage, sent: MessageSent, label: str) -> set[str]:
    """The label as this customer reads it, where the step says it in any language."""
    live = stage.ground.setting.library.live.values()
    nodes = [node for release in live if (node := release.flow.get(sent.node))]
    rows = [part.value for node in nodes for part in parts(node) if part.widget == "line_text"]
    return {stage.situation.plain(text) for text in rows if label in every(text)}


def press(stage: Stage, button: Button) -> Step:
    """Whoever talks taps it; a button of the reply keyboard says what stands on it."""
    match button.kind:
        case "link":
            sentence = f"“{button.label}” opens an address; the bot never hears of such a tap."
            return stop(stage, sentence)
        case "contact":
            phone = stage.customer.fields.get("phone")
            if not phone:
                sentence = (
                    f"{stage.customer.name} has no phone number to share. Set one, or say: {{contact: …}}"
                )
                return stop(stage, sentence)
            return act(stage, ContactShared(str(phone)))
        case "location":
            return stop(
                stage, f"“{button.label}” shares a place. Write it as say: {{location: 54.68, 25.28}}"
            )
    return act(stage, Tapped(button.value, button.label) if button.value else Said(button.label))


def _missing(stage: Stage, label: str, on: str) -> str:
    there = dict.fromkeys(button.label for _, button in shown_buttons(stage))
    seen = ", ".join(f"“{one}”" for one in there)
    where = f" on a message with “{on}”" if on else ""
    told = f"There are: {seen}." if seen else "The bot has shown no buttons."
    return f"{stage.customer.name} finds no button “{label}”{where}. {told}"


KIND = Kind(
    name="tap",
    label="Tap",
    help="The customer taps a button by what stands on it, in the language they read or in any other that "
    "the flow is written in. `on` is a part of the message it is under, where several have such a button; "
    "else it is the newest. Without such a button the scenario stops.",
    shape=either(TEXT, fields("button", button=TEXT, on=TEXT)),
    example="tap: Haircut",
    run=_run,
    act=True,
    order=40,
)
