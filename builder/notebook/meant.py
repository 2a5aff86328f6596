"""Whom a cell is for, in words, and whom it could be for: what stands in its `only`."""

from __future__ import annotations

from builder.moments import language_name
from builder.notebook.desk import Desk
from builder.texts import _
from flowbook.notebook.scenarios import arms_of


def who(desk: Desk, wanted: str) -> str:
    """What nobody knows stays as it is written."""
    what, mark, name = wanted.partition(":")
    if not mark:
        return _people(desk).get(wanted, wanted)
    match what:
        case "language":
            return _("readers of {language}", language=language_name(name))
        case "tag":
            return _("the tag {tags}", tags=name)
        case "segment":
            return _("the segment {name}", name=name)
        case "arm":
            split, _mark, arm = name.partition("=")
            return _("{arm} at “{step}”", arm=arm, step=desk.title_of(split))
    return wanted


def anybody(desk: Desk) -> list[str]:
    """All that can be chosen, as it is written: people, languages, segments, tags, arms of the matrix."""
    ground = desk.ground
    if ground is None:
        return []
    spoken = (one.customer.language for one in desk.scenarios)
    languages = dict.fromkeys(filter(None, (*ground.languages, *spoken)))
    arms = (f"{split}={arm}" for chosen in arms_of(ground) for split, arm in chosen.items())
    kinds = {
        "language": languages,
        "segment": ground.workspace.segments,
        "tag": ground.workspace.tags,
        "arm": dict.fromkeys(arms),
    }
    return [*_people(desk), *(f"{kind}:{name}" for kind, names in kinds.items() for name in names)]


def _people(desk: Desk) -> dict[str, str]:
    return {one.customer.id: one.customer.name for one in desk.scenarios}
