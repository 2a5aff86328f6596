"""Say: what the customer writes or sends."""

from __future__ import annotations

from typing import Any

from flowbook.notebook.acting import act
from flowbook.notebook.cells import Cell
from flowbook.notebook.kind import Kind
from flowbook.notebook.shapes import ANY_TEXT, TEXT, either, fields
from flowbook.notebook.stage import Stage, Step, stop
from flowbook.stimuli import ContactShared, FileSent, LocationShared, Said, Stimulus

FILES = ("photo", "video", "document", "voice")
ONE_OF = ("text", *FILES, "contact", "location")


def _run(stage: Stage, cell: Cell) -> Step:
    if isinstance(cell.value, str):
        return act(stage, Said(stage.fill(cell.value)))
    sent = [name for name in ONE_OF if name in cell.value]
    if len(sent) != 1:
        return stop(stage, f"One thing is sent at a time: {', '.join(ONE_OF)}.")
    stimulus = _stimulus(stage, sent[0], cell.value)
    if stimulus is None:
        return stop(stage, f"“{cell.value['location']}” is no place. Write it like 54.6872, 25.2797.")
    return act(stage, stimulus)


def _stimulus(stage: Stage, what: str, value: dict[str, Any]) -> Stimulus | None:
    if what == "contact":
        return ContactShared(stage.fill(value["contact"]))
    if what == "location":
        return _place(value["location"])
    if what == "text":
        return Said(stage.fill(value["text"]))
    return FileSent(what, value[what], value.get("caption", ""))


def _place(text: str) -> LocationShared | None:
    try:
        latitude, longitude = (float(part) for part in text.split(","))
    except ValueError:
        return None
    return LocationShared(latitude, longitude)


KIND = Kind(
    name="say",
    label="Say",
    help="The customer writes a text, or sends a photo, video, document, voice message, contact (a phone "
    "number) or location (latitude, longitude). Fields such as {first_name} are filled in.",
    shape=either(TEXT, fields(caption=ANY_TEXT, **dict.fromkeys(ONE_OF, TEXT))),
    example="say: /start",
    run=_run,
    act=True,
    order=30,
)
