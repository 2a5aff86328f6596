"""Flow files found on the disk, each with the workspace that stands above it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flowbook.cli.texts import text_of
from flowbook.errors import FlowbookError, UnreadableFile
from flowbook.flow import Flow
from flowbook.reading import read_flow
from flowbook.strict import read_json
from flowbook.workspace import Workspace, workspace_from_json

LEVELS = 3
"""How far above a flow file its workspace.json is looked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """`flow` is None, and `problem` says why, for a file that cannot be read."""

    path: Path
    flow: Flow | None
    problem: str = ""


def find_flows(place: Path) -> list[Found]:
    """Every *.flow.json at or below the place, by path. Raises UnreadableFile where there is none."""
    paths = [place] if place.is_file() else sorted(place.rglob("*.flow.json"))
    found = [_read(path) for path in paths]
    if not found:
        raise UnreadableFile("There is no file named *.flow.json here.", path=str(place))
    return found


def one_flow(place: Path) -> Flow:
    """The only flow at a place. Raises UnreadableFile."""
    found = find_flows(place)
    if len(found) > 1:
        names = ", ".join(one.path.name for one in found)
        raise UnreadableFile(f"There are several flows here ({names}); name one of them.", path=str(place))
    if found[0].flow is None:
        raise UnreadableFile(found[0].problem)
    return found[0].flow


def workspace_above(place: Path) -> Workspace:
    """The nearest workspace.json at or above the place, else a plain workspace. Raises UnreadableFile."""
    folder = place.resolve() if place.is_dir() else place.resolve().parent
    for candidate in [folder, *folder.parents][:LEVELS]:
        path = candidate / "workspace.json"
        if path.exists():
            return workspace_from_json(read_json(text_of(path), path=str(path)))
    return Workspace()


def home_of(path: Path) -> Path:
    """The folder of a file's workspace: the nearest with a workspace.json, else the file's own."""
    own = path.resolve().parent
    above = [own, *own.parents][:LEVELS]
    return next((one for one in above if (one / "workspace.json").exists()), own)


def is_at_home(place: Path, path: Path) -> bool:
    """Whether a place that a file names is in the file's workspace. Another one's files are none of its
    business, and a notebook may come from a stranger."""
    return place.resolve().is_relative_to(home_of(path))


def neighbours(place: Path, flow: Flow) -> list[Flow]:
    """The other flows of the same workspace folder: what would be live beside this one."""
    folder = place.resolve() if place.is_dir() else place.resolve().parent
    for candidate in [folder, *folder.parents][:LEVELS]:
        if (candidate / "workspace.json").exists():
            return [one.flow for one in find_flows(candidate) if one.flow and one.flow.id != flow.id]
    return []


def _read(path: Path) -> Found:
    try:
        return Found(path, read_flow(text_of(path), path=str(path)))
    except FlowbookError as error:
        return Found(path, None, str(error))
