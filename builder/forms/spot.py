"""One place in a form: what may stand there, what stands there, and what surrounds it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

from builder.look import kit
from builder.texts import _
from flowbook.customer import NOTHING
from flowbook.flow import Flow, Node
from flowbook.workspace import Workspace


class Missing:
    """The value of a key that is left out."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING = Missing()


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem at a place: `path` dotted, `severity` error or warning."""

    path: str
    sentence: str
    severity: str = "error"


@dataclass(frozen=True)
class About:
    """What all places of one form share. `language` is the one texts are written in at the moment; `flows`
    are all drafts, as title by id; `remembered` the names that only a conversation knows, `filled` the fields
    that this flow fills; `load` reads a draft, `draw` draws a place within; `key` begins the keys of all
    widgets, and changes whenever they must forget."""

    flow: Flow
    node: Node
    workspace: Workspace
    key: str
    language: str
    flows: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    faults: tuple[Fault, ...] = ()
    remembered: tuple[str, ...] = ()
    filled: frozenset[str] = frozenset()
    load: Callable[[str], Flow] | None = None
    draw: Callable[[Spot], Any] = lambda spot: spot.value


@dataclass(frozen=True)
class Spot:
    """`around` holds the values beside this one, for controls that depend on them. `compact`: within a row,
    where the title is a placeholder instead of a label."""

    about: About
    path: tuple[str | int, ...]
    shape: Mapping[str, Any]
    value: Any = MISSING
    required: bool = False
    compact: bool = False
    around: Mapping[str, Any] = field(default_factory=lambda: NOTHING)

    @property
    def key(self) -> str:
        return f"{self.about.key}-{'-'.join(str(part) for part in self.path)}"

    @property
    def place(self) -> str:
        return ".".join(str(part) for part in self.path)

    @property
    def name(self) -> str:
        return _(self.shape.get("title", ""))

    @property
    def title(self) -> str:
        """The name as a native label takes it."""
        return kit.plain(self.name)

    @property
    def help(self) -> str | None:
        return kit.plain(_(self.shape.get("description", ""))) or None

    @property
    def naming(self) -> dict[str, Any]:
        """Label and help as native widgets take them."""
        if self.compact:
            return {"label": self.title or self.place, "label_visibility": "collapsed"}
        return {"label": self.title, "help": self.help}

    @property
    def shown(self) -> Any:
        """What stands there, else the shape's default, else MISSING."""
        return self.shape.get("default", MISSING) if self.value is MISSING else self.value

    def below(self, part: str | int, shape: Mapping[str, Any], value: Any = MISSING, **more: Any) -> Spot:
        path = more.pop("path", (*self.path, part))
        return replace(self, path=path, shape=shape, value=value, **more)

    def settle(self, value: Any) -> Any:
        """What belongs into the config: nothing where the key was left out and still says its default."""
        untouched = self.value is MISSING and value == self.shape.get("default", MISSING)
        return MISSING if untouched and not self.required else value


def text_or(value: Any, other: str = "") -> str:
    return value if isinstance(value, str) else other


def list_or_empty(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def show_faults(spot: Spot, *, below: bool) -> None:
    """Problems at this place; with `below` also those at places within it."""
    for fault in spot.about.faults:
        inside = below and fault.path.startswith(f"{spot.place}.")
        if fault.path == spot.place or inside:
            kit.show(kit.problem(fault.severity, fault.sentence))


def label(spot: Spot) -> None:
    """A label in the look of native ones, for controls made of several widgets."""
    if spot.title:
        hint = spot.shape.get("description", "")
        more = f'<div class="mut">{escape(_(hint))}</div>' if hint else ""
        kit.show(f'<div class="field-label">{escape(spot.name)}{more}</div>')
