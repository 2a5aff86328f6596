"""`flowbook diff`: what customers would notice of another version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from flowbook.cli.bar import with_bar
from flowbook.cli.common import (
    FINE,
    PROBLEMS,
    AsJson,
    Data,
    complain,
    say,
    show_json,
    with_options,
)
from flowbook.cli.exploring import land_of, stopwatch
from flowbook.cli.notebooks import (
    PATTERN,
    Shelf,
    find_notebooks,
    ground_beside,
    ground_of,
    notebooks_at,
)
from flowbook.cli.versions import Version, find_version
from flowbook.difference import (
    Behaviour,
    Talk,
    behaviour_to_json,
    compare_behaviour,
    distinct,
    talks_of_conversations,
    talks_of_notebook,
)
from flowbook.difference.page import page
from flowbook.difference.report import behaviour_lines
from flowbook.errors import UnreadableFile
from flowbook.explore import explore
from flowbook.notebook.cells import Notebook
from flowbook.store.files import write_text

NAMED = "A file, a folder of one flow, NAME@3, NAME@live, or NAME for the draft."


@dataclass(frozen=True)
class Options:
    """What is given to the command."""

    old: Annotated[str, typer.Argument(help=f"The version before. {NAMED}")]
    new: Annotated[str, typer.Argument(help="The version after, named the same way.")]
    data: Data
    budget: Annotated[
        float, typer.Option(min=0, help="Seconds to explore each version, for talks that no notebook has.")
    ] = 5.0
    scripts: Annotated[
        list[Path] | None,
        typer.Option("--script", help="A notebook, or a folder of them, in place of those beside the flow."),
    ] = None
    html: Annotated[Path | None, typer.Option(help="Write a page with a conversation for each.")] = None
    as_json: AsJson = False


@with_options(Options)
def show_difference(options: Options) -> None:
    """Talk to two versions of a flow as the same customers, and tell what is different for them.

    Exit code 0 when customers would notice nothing, 1 when they would, 2 when a version cannot be read."""
    old, new = (find_version(text, options.data) for text in (options.old, options.new))
    if old.flow.id != new.flow.id:
        raise UnreadableFile(
            f"“{old.flow.title}” and “{new.flow.title}” are two flows, not two versions of one."
        )
    talks = distinct(
        [*_notebook_talks(old, new, options.scripts), *_explored_talks(old, new, options.budget)]
    )
    found = _compared(old, new, talks, quiet=options.as_json)
    if options.html:
        write_text(options.html, page(old.name, new.name, found))
    if options.as_json:
        show_json({"old": old.name, "new": new.name, **behaviour_to_json(found)})
    else:
        _tell(old, new, found)
    raise typer.Exit(FINE if found.same else PROBLEMS)


def _notebook_talks(old: Version, new: Version, scripts: Sequence[Path] | None) -> Iterator[Talk]:
    """From the scripts that were named, played beside the new version; else from the notebooks beside the
    flow, of which one that cannot be read is told of and left out."""
    shelf = Shelf()
    for place in scripts or ():
        for path in notebooks_at(place):
            yield from talks_of_notebook(ground_beside(path, new.place, shelf))
    if scripts:
        return
    folders = dict.fromkeys(one.place.resolve().parent for one in (new, old))
    for path in [path for folder in folders for path in sorted(folder.glob(PATTERN))]:
        (one,) = find_notebooks(path, shelf)
        if one.ground is None:
            complain(one.problem)
        elif one.ground.flow.id == new.flow.id:
            yield from talks_of_notebook(one.ground)


def _explored_talks(old: Version, new: Version, budget: float) -> Iterator[Talk]:
    if not budget:
        return
    for version in (old, new) if old.flow != new.flow else (new,):
        ground = ground_of(Notebook("", version.flow.id), version.place, Shelf())
        report = explore(land_of(version.place, version.flow), stopwatch(), budget)
        yield from talks_of_conversations(ground, report.conversations)


def _compared(old: Version, new: Version, talks: tuple[Talk, ...], *, quiet: bool) -> Behaviour:
    if quiet:
        return compare_behaviour(old.flow, new.flow, talks)
    work = partial(compare_behaviour, old.flow, new.flow, talks)
    return with_bar("Talking to both", work)


def _tell(old: Version, new: Version, found: Behaviour) -> None:
    talks = f"{found.talks} conversation{'s' if found.talks != 1 else ''} with each"
    if found.same:
        say(f"From {old.name} to {new.name} customers would notice nothing: {talks}.")
        return
    say(f"From {old.name} to {new.name}, {talks}:")
    for line in behaviour_lines(found):
        say(line)
