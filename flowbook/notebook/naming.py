"""What cells refer to and is not there any more: steps, arms, fields, tags, customers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flowbook.notebook.cells import Cell
from flowbook.notebook.kind import Name
from flowbook.notebook.kinds import kinds
from flowbook.notebook.stage import Ground
from flowbook.rules.sources import COMPUTED, SESSION
from flowbook.rules.suggestions import did_you_mean
from flowbook.workspace import declared


def gone(ground: Ground, cell: Cell) -> list[str]:
    """A sentence for each name in the cell that means nothing here."""
    return [told for name in kinds()[cell.kind].names(cell.value) if (told := unknown(ground, name))]


def unknown(ground: Ground, name: Name) -> str:
    """A sentence where the name means nothing here, else empty."""
    return _CHECKS[name.what](ground, name.name)


def _step(ground: Ground, name: str) -> str:
    if ground.node(name):
        return ""
    near = did_you_mean(name, ground.flow.by_id)
    return f"There is no step “{name}” in “{ground.flow.title}” any more.{near}"


def _arm(ground: Ground, name: str) -> str:
    split, _, arm = name.partition(":")
    known = ground.splits
    if "." in split:
        return _step(ground, split)
    if split not in known:
        return f"There is no split “{split}” in “{ground.flow.title}”.{did_you_mean(split, known)}"
    if arm not in known[split]:
        return f"{ground.title(split)} has no arm “{arm}”. It has {', '.join(known[split])}."
    return ""


def _field(ground: Ground, name: str) -> str:
    if name.startswith(SESSION) or name in COMPUTED or name in declared(ground.workspace):
        return ""
    near = did_you_mean(name, declared(ground.workspace))
    return f"There is no field “{name}”.{near}"


def _segment(ground: Ground, name: str) -> str:
    known = ground.workspace.segments
    return "" if name in known else f"There is no segment “{name}”.{did_you_mean(name, known)}"


def _language(ground: Ground, name: str) -> str:
    known = ground.languages
    return "" if name in known else f"Nobody here has the language “{name}”. Known are {', '.join(known)}."


def _customer(ground: Ground, name: str) -> str:
    written = {one["id"] for one in ground.notebook.customers if isinstance(one, dict)}
    of_files = {one.id for some in ground.files.values() for one in some}
    known = {*ground.pool, *written, *of_files, "sam"}
    return "" if name in known else f"There is no sample customer “{name}”.{did_you_mean(name, known)}"


def _declared(what: str, there: Callable[[Ground], tuple[str, ...]]) -> Callable[[Ground, str], str]:
    """A workspace that declares none of its kind takes any."""

    def check(ground: Ground, name: str) -> str:
        known = there(ground)
        return (
            "" if name in known or not known else f"There is no {what} “{name}”.{did_you_mean(name, known)}"
        )

    return check


_CHECKS: Mapping[str, Callable[[Ground, str], str]] = {
    "step": _step,
    "arm": _arm,
    "field": _field,
    "customer": _customer,
    "segment": _segment,
    "language": _language,
    "tag": _declared("tag", lambda ground: ground.workspace.tags),
    "stage": _declared("stage", lambda ground: ground.workspace.stages),
    "event": _declared("event", lambda ground: ground.workspace.events),
}
