"""Whom a cell is for, in words, and whom it could be for: what stands in its `only`."""

from __future__ import annotations

from collections.abc import Callable

from builder.moments import language_name
from builder.notebook.desk import Desk
from builder.texts import _
from flowbook.notebook.only import company_of


def teller(desk: Desk) -> Callable[[str], str]:
    """Gives the words for what stands there. What nobody knows stays as it is written."""
    people = _people(desk)

    def who(wanted: str) -> str:
        what, mark, name = wanted.partition(":")
        if not mark:
            return people.get(wanted, wanted)
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

    return who


def anybody(desk: Desk) -> list[str]:
    """All that can be chosen, as it is written: people, languages, segments, tags, arms of the matrix."""
    ground = desk.ground
    if ground is None or desk.problem:
        return []
    company = company_of(ground)
    kinds = {
        "language": company.languages,
        "segment": ground.workspace.segments,
        "tag": ground.workspace.tags,
        "arm": company.arms,
    }
    people = dict.fromkeys((*_people(desk), *sorted(company.people)))
    return [*people, *(f"{kind}:{name}" for kind, names in kinds.items() for name in names)]


def _people(desk: Desk) -> dict[str, str]:
    return {one.customer.id: one.customer.name for one in desk.scenarios}
