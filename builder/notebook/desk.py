"""What the Test screen has open: a flow, its notebooks, perhaps one of them, and what was played of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from builder import state
from builder.edits import Draft
from builder.notebook import files, grounds
from builder.notebook.files import Sheet
from flowbook.errors import FlowbookError
from flowbook.flow import Flow
from flowbook.notebook.run import Play, ready
from flowbook.notebook.scenarios import Scenario, scenarios
from flowbook.notebook.stage import Ground


@dataclass(frozen=True)
class Desk:
    """`sheet` is the open notebook, None where the list of all is shown. What is asked of it is worked out
    once for each time the page is drawn; `made` has what others have worked out of it."""

    draft: Draft
    sheet: Sheet | None = None
    made: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def flow(self) -> Flow:
        return self.draft.flow

    @cached_property
    def _found(self) -> tuple[tuple[Ground, str] | None, str]:
        """The ground with its digest, or why there is none."""
        try:
            return grounds.ground_of(self.sheet) if self.sheet else None, ""
        except FlowbookError as error:
            return None, str(error)

    @property
    def played_on(self) -> tuple[Ground, str] | None:
        """The open notebook's ground, and a digest of the flows in it; None where it cannot be played."""
        return self._found[0]

    def title_of(self, name: str) -> str:
        """A step's, by its id as it stands in cells."""
        found = self.ground.node(name) if self.ground else None
        return found[1].title if found else name

    @property
    def ground(self) -> Ground | None:
        return self.played_on[0] if self.played_on else None

    @cached_property
    def problem(self) -> str:
        """Why the open notebook cannot be played; empty where it can."""
        return self._found[1] or self._players[1]

    @cached_property
    def play(self) -> Play | None:
        return ready(self.ground) if self.ground and not self.problem else None

    @cached_property
    def scenarios(self) -> tuple[Scenario, ...]:
        """Who plays the open notebook, in every combination of its matrix."""
        return self._players[0]

    @cached_property
    def _players(self) -> tuple[tuple[Scenario, ...], str]:
        """Or why nobody can play it."""
        try:
            return scenarios(self.ground) if self.ground else (), ""
        except FlowbookError as error:
            return (), str(error)

    @cached_property
    def seen(self) -> Scenario | None:
        """The one whose chats are shown."""
        wanted = memory(self.flow.id).get("seen", "")
        return next((one for one in self.scenarios if one.key == wanted), next(iter(self.scenarios), None))


def desk_of(draft: Draft, told: Callable[[float], None] = lambda share: None) -> Desk:
    """With the notebook that the address names; `told` hears how far it is read. Raises StoreError where it
    is gone."""
    name = state.named_notebook()
    return Desk(draft, files.sheet_of(draft.flow.id, name, told) if name else None)


def memory(flow: str) -> dict[str, object]:
    """What the Test screen remembers of a flow in this visit."""
    return state.remembered(f"test {flow}")
