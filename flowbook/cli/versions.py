"""Versions of a flow as people name them: a file, `salon@3`, `salon@live`, or `salon` for the draft."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flowbook.cli.common import opened
from flowbook.cli.places import find_flows, one_flow
from flowbook.errors import UnreadableFile
from flowbook.flow import Flow
from flowbook.store.folder import flow_path, load_flow
from flowbook.store.releases import list_releases, load_release

DRAFT, LIVE = "draft", "live"


@dataclass(frozen=True, slots=True)
class Version:
    """`place` is where the flow's file stands, with its notebooks and its workspace; `name` is for people."""

    flow: Flow
    place: Path
    name: str


def find_version(text: str, data: Path) -> Version:
    """Raises UnreadableFile for what is not there."""
    path = Path(text)
    if path.exists():
        found = find_flows(path)
        return Version(one_flow(path), found[0].path, path.as_posix())
    name, _, which = text.partition("@")
    place = flow_path(data, name)
    if which in ("", DRAFT):
        if not place.exists():
            raise UnreadableFile(f"There is no file “{text}”, and no draft “{name}” in {data.as_posix()}.")
        return Version(load_flow(data, name), place, f"the draft of {name}")
    return _release(name, which, data, place)


def _release(name: str, which: str, data: Path, place: Path) -> Version:
    with opened(data) as store:
        notes = list_releases(store, name)
        fitting = [one for one in notes if str(one.version) == which or (which == LIVE and one.bots)]
        if not fitting:
            there = ", ".join(f"{name}@{one.version}" for one in notes) or "none yet"
            raise UnreadableFile(f"There is no release “{name}@{which}”. Releases: {there}.")
        return Version(load_release(store, fitting[0].number).flow, place, f"{name}@{fitting[0].version}")
