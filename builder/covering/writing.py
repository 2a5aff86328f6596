"""“Write me a test”: conversations found for ways that no test checks, put beside the flow as a notebook."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from time import monotonic

from builder import drafts
from builder.edits import Draft
from builder.places import data_folder
from flowbook.errors import FlowbookError
from flowbook.explore import Land
from flowbook.explore.single import find_tests
from flowbook.flow import Flow
from flowbook.notebook.company import company
from flowbook.notebook.coverage import Target
from flowbook.notebook.writing import written
from flowbook.store.notebooks import add_notebook
from flowbook.store.workspaces import flows_folder

BUDGET = 15.0
"""Seconds after which it is said that nothing was found."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """`names` are the new notebooks' files. Of what they do not check, some is `impossible` by proof, and
    `left` is neither found nor proved."""

    names: tuple[str, ...] = ()
    impossible: int = 0
    left: int = 0


def write_tests(draft: Draft, targets: Collection[Target], title: str) -> Attempt:
    """Raises StoreError or OSError where a notebook cannot be written."""
    found = find_tests(land_of(draft), targets, monotonic, BUDGET)
    head = written({"notebook": title}, []).partition("\n")[0]
    texts = [f"{head}\n" + one.text.partition("\n")[2] for one in found.files]
    names = [add_notebook(data_folder(), draft.flow.id, title, text) for text in texts]
    return Attempt(tuple(names), len(found.proved & set(targets)), len(found.missing))


def land_of(draft: Draft) -> Land:
    """The draft with the flows it leads to, and the other drafts beside it."""
    known = {**_others(draft.flow.id), draft.flow.id: draft.flow}
    own, *called = company([draft.flow.id], known)
    neighbours = tuple(flow for name, flow in known.items() if name != own.id)
    return Land(own, drafts.workspace(), tuple(called), neighbours)


def _others(own: str) -> dict[str, Flow]:
    found = {}
    for path in sorted(flows_folder(data_folder()).glob("*/*.flow.json")):
        name = path.parent.name
        try:
            found |= {name: drafts.load(name).flow} if name != own else {}
        except FlowbookError:
            continue
    return found
