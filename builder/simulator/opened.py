"""The rehearsals of one visit, and what they need of the data folder: drafts, live flows, people to talk
as."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from builder import drafts, state
from builder.moments import language_name, zone_name
from builder.places import store
from builder.simulator.rehearsal import Rehearsal, begin
from builder.simulator.stage import Stage, stage_of
from builder.texts import _
from flowbook.checks.configs import called_flows
from flowbook.copies import altered
from flowbook.customer import Customer
from flowbook.errors import FlowbookError
from flowbook.flow import Flow
from flowbook.store import PRACTICE
from flowbook.store.customers import find_customer
from flowbook.store.listing import labels_of
from flowbook.store.releases import list_releases, live_releases, load_release
from flowbook.workspace import Workspace

NEWCOMER = "newcomer"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to talk as; `about` says where they live and what they speak."""

    id: str
    name: str
    about: str


def stage_for(flow: str) -> Stage:
    """The draft as it is now, with the flows that are live beside it and those it goes to."""
    draft = drafts.load(flow).flow
    live = {
        number
        for bot in _bots(flow)
        for other, number in live_releases(store(), bot).items()
        if other != flow
    }
    others = {
        release.flow.id: release.flow for release in (load_release(store(), one) for one in sorted(live))
    }
    return stage_of(draft, drafts.workspace(), tuple({**_called(draft, set(others)), **others}.values()))


def people(workspace: Workspace) -> list[Person]:
    """Newcomers first, one for each language the workspace speaks, then the invented customers."""
    found = [
        Person(_newcomer(tag), _("Somebody new"), language_name(tag))
        for tag in workspace.languages or ("en",)
    ]
    for key, fields in labels_of(store()):
        name = " ".join(str(fields[one]) for one in ("first_name", "last_name") if fields.get(one)) or key
        found.append(Person(key, name, _about(fields, workspace)))
    return found


def about(customer: Customer, workspace: Workspace) -> str:
    return _about(customer.fields, workspace)


def current(flow: str, workspace: Workspace) -> Rehearsal:
    """The talk that is open; a new one with the first newcomer where there is none."""
    kept = state.rehearsals(flow)
    who = kept.get("who") or _newcomer((workspace.languages or ("en",))[0])
    if who not in kept:
        talk_as(flow, who, workspace)
    return cast("Rehearsal", kept[kept["who"]])


def talk_as(flow: str, who: str, workspace: Workspace) -> None:
    """Opens the talk with that customer; the ones with others stay as they are."""
    kept = state.rehearsals(flow)
    kept["who"] = who
    if who not in kept:
        kept[who] = begin(_person(who), _now())


def keep(flow: str, rehearsal: Rehearsal, *, undoable: str = "") -> None:
    """`undoable` is the notice of a change that `bring_back` can take back."""
    kept = state.rehearsals(flow)
    if undoable:
        kept["before"] = kept[kept["who"]]
        state.note(undoable, undo=kept["who"])
    kept[kept["who"]] = rehearsal


def start_over(flow: str) -> None:
    """The same customer as they are stored now, at this moment of the real clock."""
    kept = state.rehearsals(flow)
    new = begin(_person(kept["who"]), _now(), kept[kept["who"]])
    keep(flow, new, undoable=_("You started over."))


def bring_back(flow: str, who: str) -> None:
    """The talk with that customer as it was before the last change that could be undone."""
    kept = state.rehearsals(flow)
    kept[who] = kept.pop("before", kept[who])


def _called(draft: Flow, known: set[str]) -> dict[str, Flow]:
    """Drafts of flows that are gone to and not live yet, and of those that they go to."""
    found: dict[str, Flow] = {}
    ahead = sorted(called_flows(draft))
    while ahead:
        name = ahead.pop()
        if name in known or name in found or name == draft.id:
            continue
        try:
            found[name] = drafts.load(name).flow
        except FlowbookError:
            continue
        ahead += sorted(called_flows(found[name]))
    return found


def _bots(flow: str) -> Iterable[str]:
    live = {bot for note in list_releases(store(), flow) for bot in note.bots}
    return sorted(live) or [PRACTICE]


def _newcomer(language: str) -> str:
    return f"{NEWCOMER}-{language}"


def _person(who: str) -> Customer:
    found = None if who.startswith(f"{NEWCOMER}-") else find_customer(store(), who)
    if found:
        return altered(found, segments=frozenset())
    return Customer(who, _now(), {"first_name": "Sam", "language": who.rpartition("-")[2]}, invented=True)


def _about(fields: object, workspace: Workspace) -> str:
    return ", ".join(_where(cast("dict[str, str]", fields), workspace))


def _where(fields: dict[str, str], workspace: Workspace) -> Iterator[str]:
    if fields.get("language"):
        yield language_name(fields["language"])
    yield zone_name(fields.get("timezone") or workspace.timezone)


def _now() -> datetime:
    return datetime.now(UTC).replace(second=0, microsecond=0)
