"""What a mutant is, and what it may differ in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from flowbook.customer import NOTHING
from flowbook.flow import Flow
from flowbook.sentences import fill

THRESHOLD, COMPARISON, NEGATION, JOIN = "threshold", "comparison", "negation", "join"
ORDER, SWAPPED, CUT, LEFT_OUT = "order", "swapped", "cut", "left_out"
TIME, NUMBER, CHOICE, DROPPED, TEXT = "time", "number", "choice", "dropped", "text"

KINDS: Mapping[str, str] = MappingProxyType(
    {
        THRESHOLD: "A rule compares with another number or date",
        COMPARISON: "A rule takes its own limit in, or leaves it out",
        NEGATION: "A rule says the opposite",
        JOIN: "“All of these” is “one of these”, or a part of the rule is missing",
        ORDER: "Rows stand in another order",
        SWAPPED: "Two ways on are exchanged",
        CUT: "A way on leads nowhere",
        LEFT_OUT: "A step is passed over",
        TIME: "It comes earlier or later",
        NUMBER: "A number is another one",
        CHOICE: "Something else is chosen",
        DROPPED: "Something is missing",
        TEXT: "A text says less",
    }
)
"""What may have been changed, in words for whoever has to find it."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """`flow` is the whole flow with the change in it, under the same id. `node` is the step that was changed
    and `path` where: dotted in its config, or `exits.NAME`; empty where the step itself is passed over.
    `text` and `values` as in an Issue; `kind` is one of KINDS."""

    flow: Flow
    node: str
    kind: str
    text: str
    values: Mapping[str, Any] = field(default_factory=lambda: NOTHING)
    path: str = ""

    @property
    def what(self) -> str:
        """The change as a sentence, with the step's title."""
        return fill(self.text, self.values)


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one step before it is known whether it can be: the value at `path` becomes `after`, or goes
    where that is GONE."""

    kind: str
    path: str
    after: Any
    text: str
    values: Mapping[str, Any] = field(default_factory=lambda: NOTHING)


GONE = object()
BECAME = "{step}, “{what}”: “{after}” in place of “{before}”."
IS_GONE = "{step}, “{what}”: “{before}” is missing."
