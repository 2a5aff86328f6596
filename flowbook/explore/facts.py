"""An abstract customer: all that a path through the flow has asked of somebody, and what it has made of them.

What is known is a term of flowbook.rules over symbols. A symbol stands for a value: one that the customer had
at the beginning (made 0), or one that the step made at that place of the path. What the path has written is
held beside it, as a plain value or as another symbol."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from flowbook.copies import altered
from flowbook.customer import NOTHING
from flowbook.rules.readings import READINGS
from flowbook.rules.sources import Source, shape_of
from flowbook.rules.terms import Term
from flowbook.rules.tree import Comparison, read_comparison

Place = tuple[str, str]
"""A thing known of a customer: ("field", "city"), ("session", "guests"), ("tag", "vip"), ("orders",
"count")."""
OPEN = "*"
MADE, LATER = "\x1f", "\x1e"
"""Between a place's name, the step that made the value, and the turn at which time has changed it."""
ORDERS = ("orders", "product")
PLAIN = ("field", "session", "tag")
"""Of these the rules take no more for granted at the beginning than later."""
BOUGHT = (("orders", ""), 0)
"""What the customer had ordered before: one figure of it says something of the others."""
COUNTS = (("orders", "count"),)
NO_ORDER = read_comparison({"orders": "count", "op": "equals", "value": 0})
Key = tuple[bool, tuple[Any, ...], frozenset[Any]]
TIMED = frozenset({"today", "silence"})
TIMED_FIGURES = frozenset({"days_since_last"})


class Symbol(Struct, frozen=True):
    """A value that is not known: the one `place` had when step number `made` had been taken, and `plus`
    more."""

    place: Place
    made: int = 0
    plus: float = 0


class Known(Struct, frozen=True):
    value: Any


Cell = Symbol | Known


class Claim(Struct, frozen=True):
    """What was asked of a symbol: the comparison with its operand as the symbol sees it, and at which of the
    path's turns."""

    symbol: Symbol
    comparison: Comparison
    truth: bool
    turn: int


class Moment(Struct, frozen=True):
    """What the clock had to say at one of the path's turns."""

    what: str
    name: str
    truth: bool
    turn: int


class Facts(Struct, frozen=True):
    """`turn` counts what has happened from outside: between two turns time may have passed."""

    term: Term = Term()
    cells: Mapping[Place, Cell] = NOTHING
    turn: int = 0
    claims: tuple[Claim, ...] = ()
    moments: tuple[Moment, ...] = ()

    def cell(self, place: Place) -> Cell:
        if place in self.cells:
            return self.cells[place]
        opened = self.cells.get((place[0], OPEN))
        if isinstance(opened, Symbol):
            return Symbol(place, opened.made)
        if place[0] != "session":
            return Symbol(place)
        reported = ("session", f"{place[1].partition('.')[0]}.{OPEN}") in self.cells
        return Symbol(place) if reported else Known(None)

    def write(self, place: Place, cell: Cell) -> Facts:
        return altered(self, cells={**self.cells, place: cell})

    def lose(self, place: Place, made: int) -> Facts:
        """From this step on nothing is known of it; with OPEN for a name, of nothing that has its shape."""
        cells = self.cells
        if place[1] == OPEN:
            cells = {own: cell for own, cell in cells.items() if own[0] != place[0]}
        return altered(self, cells={**cells, place: Symbol(place, made)})

    def claim(self, comparison: Comparison, truth: bool, hidden: bool = False) -> Facts | None:
        """None where it cannot be so. `hidden`: inside a segment, which sees no conversation."""
        place = place_of(comparison.source)
        cell = Known(None) if hidden and place[0] == "session" else self.cell(place)
        if isinstance(cell, Known):
            bounded = comparison.source.within_days is not None
            answer = None if bounded else decided(comparison, cell.value)
            return self if answer in (None, truth) else None
        lasting = not (cell.plus and comparison.source.within_days is not None)
        asked = shifted(comparison, cell.plus) if lasting else None
        if asked is None:
            return self
        renamed = altered(asked, source=_named(asked, cell, self.turn))
        term = self.term.meet(renamed, truth)
        if term is None:
            return None
        found = altered(self, term=term, claims=(*self.claims, Claim(cell, asked, truth, self.turn)))
        return found.with_order() if _shows_order(comparison, truth) else found

    def with_order(self) -> Facts:
        """Of somebody who has ordered before. Nobody has to see to it, so it is no claim."""
        found = self.claim(NO_ORDER, False)
        return altered(found, claims=self.claims) if found else self

    def at(self, what: str, name: str, truth: bool) -> Facts | None:
        """None where the same turn had the clock otherwise already."""
        moment = Moment(what, name, truth, self.turn)
        if altered(moment, truth=not truth) in self.moments:
            return None
        return self if moment in self.moments else altered(self, moments=(*self.moments, moment))

    def next_turn(self) -> Facts:
        return altered(self, turn=self.turn + 1)


def _shows_order(comparison: Comparison, truth: bool) -> bool:
    """Whoever has ordered lately has ordered, also when it is not so lately any more."""
    source = comparison.source
    lately = place_of(source) in COUNTS and source.within_days is not None
    return lately and decided(comparison, 0) == (not truth)


def place_of(source: Source) -> Place:
    return ("field", "language") if source.shape == "language" else (source.shape, source.name)


def timed(comparison: Comparison) -> bool:
    """Whether the answer changes by time alone."""
    source = comparison.source
    within = source.within_days is not None or (source.shape == "orders" and source.name in TIMED_FIGURES)
    return comparison.operator.relative or source.shape in (*TIMED, "event") or within


def decided(comparison: Comparison, value: Any) -> bool | None:
    """What the comparison says of a value; None where that depends on the day, or on the customer's zone."""
    operator = comparison.operator
    native = shape_of(comparison.source).native
    if value is None:
        return operator.missing
    if operator.relative or (operator.reads in ("day", "month_day") and len(str(value)) > len("2026-01-01")):
        return None
    actual = value if native == operator.reads else READINGS[operator.reads].read(value, "UTC")
    return operator.missing if actual is None else bool(operator.test(actual, comparison.operand, 0))


def shifted(comparison: Comparison, plus: float) -> Comparison | None:
    """The same asked of the value before so much was added; None where that cannot be said."""
    if not plus:
        return comparison
    if comparison.operator.reads != "number" or isinstance(comparison.operand, str):
        return None
    operand = comparison.operand
    lower = [round(one - plus, 6) for one in (operand if isinstance(operand, tuple) else (operand,))]
    moved = tuple(lower) if isinstance(operand, tuple) else lower[0]
    return altered(comparison, operand=moved, value=list(moved) if isinstance(moved, tuple) else moved)


def _named(comparison: Comparison, symbol: Symbol, turn: int) -> Source:
    """Each symbol is a source of its own; what time changes is another one in every turn. Of all but what the
    customer began with the rules take nothing for granted, except that a count is a count."""
    source = comparison.source
    later = f"{LATER}{turn}" if turn and timed(comparison) else ""
    if not (symbol.made or later):
        return source
    name = f"{symbol.place[0]} {symbol.place[1]}{MADE}{symbol.made}{later}"
    if symbol.place in COUNTS or symbol.place[0] == "event":
        return Source("event", name, source.within_days)
    return Source("tag" if symbol.place[0] in ("tag", "product") else "field", name, source.within_days)


def key_of(facts: Facts, live: Iterable[Place]) -> Key:
    """Equal for customers who cannot be told apart by what is asked of these places from now on; one part of
    it for each of them."""
    told = _told(facts)
    order: dict[tuple[Place, int], int] = {}
    parts: list[tuple[Any, ...]] = []
    for place in live:
        cell = facts.cell(place)
        if isinstance(cell, Known):
            parts.append((place, repr(cell.value)))
            continue
        number = order.setdefault((cell.place, cell.made), len(order))
        own = cell.place[0] in ORDERS and not cell.made
        known = told.get(BOUGHT if own else (cell.place, cell.made), ())
        begun = not cell.made and (cell.place[0] not in PLAIN or cell.place[1] == "language")
        parts.append((place, number, begun, cell.plus, frozenset(known)))
    now = frozenset(one for one in facts.moments if one.turn == facts.turn)
    return facts.turn == 0, tuple(parts), now


def _told(facts: Facts) -> dict[tuple[Place, int], tuple[Any, ...]]:
    """What the term says of each symbol, but for what was asked in a turn that is over."""
    found: dict[tuple[Place, int], list[Any]] = {}
    for (source, reads), left in facts.term.left.items():
        axes = tuple(sorted(left.axes.items(), key=lambda item: item[0]))
        origin, sort, now = _origin(source, facts.turn)
        if now:
            found.setdefault(origin, []).append((sort, source.within_days, reads, left.may_be_missing, axes))
    for source, known in facts.term.known.items():
        origin, sort, now = _origin(source, facts.turn)
        if now:
            found.setdefault(origin, []).append((sort, source.within_days, "known", known))
    return {origin: tuple(ones) for origin, ones in found.items()}


def _origin(source: Source, turn: int) -> tuple[tuple[Place, int], str, bool]:
    """Whose value it is, under which name the customer's own are told apart, and whether it still is so."""
    if MADE not in source.name:
        origin = BOUGHT if source.shape in ORDERS else (place_of(source), 0)
        return origin, f"{source.shape} {source.name}", True
    name, _, rest = source.name.partition(MADE)
    made, _, later = rest.partition(LATER)
    shape, _, own = name.partition(" ")
    return ((shape, own), int(made)), "later" if later else "", later in ("", str(turn))
