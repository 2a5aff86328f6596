"""What a node type says of its ways on: what happens for an exit to be taken, and what that means of the
customer.

Exploration knows nothing else of a node type (docs/explore.md). A declaration may leave the customer more
room than there is, never less: what it rules out is taken for impossible."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flowbook.customer import NOTHING
from flowbook.events import FieldSet, StageEntered, SubscriptionChanged, TagAdded, TagRemoved
from flowbook.mocks import Reply
from flowbook.stimuli import Stimulus
from flowbook.templates import names
from flowbook.workspace import Rule, Workspace

if TYPE_CHECKING:
    from flowbook.nodetype import NodeType

Wish = tuple[Rule, bool]
"""A rule and the truth it has to have."""


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds a node and its declaration may look at; `languages` are the flow's, the first one
    first."""

    workspace: Workspace = field(default_factory=Workspace)
    languages: tuple[str, ...] = ("en",)


@dataclass(frozen=True, slots=True)
class Press:
    """A button of the node's own message: the choice in its data, and its place among the choices, by which
    it is found where it stands in place of the keyboard."""

    choice: str
    place: int = 0


@dataclass(frozen=True, slots=True)
class TimePasses:
    """The next timer fires, and those that come before it."""


@dataclass(frozen=True, slots=True)
class Undelivered:
    """The message that asks does not reach the customer."""


@dataclass(frozen=True, slots=True)
class Replied:
    """What another system answers to the call the node makes."""

    reply: Reply


@dataclass(frozen=True, slots=True)
class Untold:
    """Something has to happen that the declaration does not name, so that nobody can play it."""


Act = Stimulus | Press | TimePasses | Undelivered | Replied | Untold


@dataclass(frozen=True, slots=True)
class Plus:
    """The value there was, read as a number or else 0, and this much more."""

    amount: float


@dataclass(frozen=True, slots=True)
class Same:
    """The value that another field has."""

    field: str


class Anything:
    """A value of which nothing can be said beforehand."""


ANYTHING = Anything()


@dataclass(frozen=True, slots=True)
class Bought:
    """A new order: None where its items or its total cannot be told beforehand."""

    items: tuple[str, ...] | None
    total: float | None
    status: str


@dataclass(frozen=True, slots=True)
class OrderMoved:
    """The status of one of the orders changes."""


@dataclass(frozen=True, slots=True)
class Happened:
    """An event was noted once more."""

    name: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Somebody else has changed whatever the rule asks about."""

    rule: Rule


Written = FieldSet | TagAdded | TagRemoved | StageEntered | SubscriptionChanged | Bought
Effect = Written | OrderMoved | Happened | Elsewhere
"""In a FieldSet the value may also be Plus, Same or ANYTHING."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What the moment has to be: within the named opening hours (`open`), or before a date (`before`), or
    just not so."""

    what: str
    name: str
    truth: bool = True


Told = Callable[[Mapping[str, Any]], Act | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way on. On arriving, `when` must be so, and `clock`; then the `acts` happen in their order, the
    `effects` come about, and `after` is so. Without acts the node goes on at once.

    `fields` are decided by what happens last: `told` gives the act that brings the values wanted of them
    (those nobody cares for are absent), None where none does; `samples` are values that are fine anyhow. A
    name that ends in `*` stands for all that begin so. After each of the `refused` acts one stands where
    one stood. `call` leads to another flow, and `exit` is taken on coming back. `arm` is drawn once for a
    customer and a node, and stays."""

    exit: str
    when: tuple[Wish, ...] = ()
    clock: tuple[Clock, ...] = ()
    acts: tuple[Act, ...] = ()
    effects: tuple[Effect, ...] = ()
    after: tuple[Wish, ...] = ()
    fields: tuple[str, ...] = ()
    told: Told | None = None
    samples: Mapping[str, tuple[Any, ...]] = field(default_factory=lambda: NOTHING)
    refused: tuple[Act, ...] = ()
    call: tuple[str, str] | None = None
    arm: str = ""

    @property
    def at_once(self) -> bool:
        return not self.acts and self.told is None


def so(rule: Rule) -> Wish:
    return rule, True


def not_so(rule: Rule) -> Wish:
    return rule, False


def only_if(config: Mapping[str, Any]) -> tuple[Wish, ...]:
    """What a trigger's `only_if` asks."""
    return (so(config["only_if"]),) if config.get("only_if") else ()


def literal(text: Any) -> Any:
    """What a text of a config comes to: ANYTHING where fields stand in it."""
    return text if isinstance(text, str) and not names(text) else ANYTHING


def ways_of(kind: NodeType, config: Mapping[str, Any], around: Around) -> tuple[Way, ...]:
    """What the type declares; else one way for each exit, on which every field it writes may become
    anything."""
    if kind.ways is not None:
        return kind.ways(config, around)
    acts = (Untold(),) if kind.waits(config) or kind.wakes or kind.plan else ()
    effects = tuple(FieldSet(name, ANYTHING) for name in sorted(kind.writes(config)))
    return tuple(Way(exit=exit.id, acts=acts, effects=effects) for exit in kind.exits(config))
