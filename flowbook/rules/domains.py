"""Sets of values an operator accepts: spans of numbers, choices among few; texts are in textual.py.

Each can be met with another and says when it is certainly empty; one that is not certainly so may still be.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from flowbook.rules.textual import Single, Texts, starting, text_among, text_holding, text_is, text_starting

Cut = tuple[float, int]
"""A place on the number line: (3, 0) is just before 3, (3, 1) just after it."""
BOTTOM: Cut = (-math.inf, 0)
TOP: Cut = (math.inf, 1)


@dataclass(frozen=True, slots=True)
class Spans:
    """Stretches of the number line between cuts, in order and apart; `whole` where only integers count."""

    spans: tuple[tuple[Cut, Cut], ...] = ((BOTTOM, TOP),)
    whole: bool = False

    def meet(self, other: Spans) -> Spans:
        pairs = (
            (max(low, other_low), min(high, other_high))
            for (low, high), (other_low, other_high) in product(self.spans, other.spans)
        )
        whole = self.whole or other.whole
        return Spans(tuple(pair for pair in pairs if _holds_any(*pair, whole=whole)), whole)

    def complement(self) -> Spans:
        edges = (BOTTOM, *(cut for span in self.spans for cut in span), TOP)
        gaps = zip(edges[::2], edges[1::2], strict=True)
        return Spans(tuple(gap for gap in gaps if gap[0] < gap[1]), self.whole)

    @property
    def empty(self) -> bool:
        return not self.spans

    @property
    def least(self) -> float:
        """The least integer, or the lower end; without end -inf."""
        return _least(self.spans[0][0]) if self.whole else self.spans[0][0][0]

    @property
    def most(self) -> float:
        return _most(self.spans[-1][1]) if self.whole else self.spans[-1][1][0]


@dataclass(frozen=True, slots=True)
class Choice:
    """Some of a few possible values: months, yes and no."""

    values: frozenset[Any]
    universe: frozenset[Any]

    def meet(self, other: Choice) -> Choice:
        return Choice(self.values & other.values, self.universe)

    def complement(self) -> Choice:
        return Choice(self.universe - self.values, self.universe)

    @property
    def empty(self) -> bool:
        return not self.values


Domain = Spans | Choice | Single | Texts
YES_NO = frozenset({True, False})
MONTHS = frozenset(range(1, 13))


def _span(low: Cut, high: Cut, whole: bool = False) -> Spans:
    return Spans(((low, high),), whole)


def _between(low: float, high: float, whole: bool = False) -> Spans:
    return _span((low, 0), (high, 1), whole)


def _yes(operand: Any) -> Choice:
    return Choice(frozenset({True}), YES_NO)


def _no(operand: Any) -> Choice:
    return Choice(frozenset({False}), YES_NO)


Accepting = Callable[[Any], Domain]
ACCEPTED: Mapping[tuple[str, str], tuple[str, Accepting]] = {
    ("text", "is"): ("text", text_is),
    ("text", "is_not"): ("text", lambda v: text_is(v).complement()),
    ("text", "one_of"): ("text", text_among),
    ("text", "contains"): ("text", text_holding),
    ("text", "not_contains"): ("text", lambda v: text_holding(v).complement()),
    ("text", "starts_with"): ("text", text_starting),
    ("spoken", "is"): ("spoken", lambda v: starting(f"{v}-")),
    ("spoken", "is_not"): ("spoken", lambda v: starting(f"{v}-").complement()),
    ("number", "equals"): ("number", lambda v: _between(v, v)),
    ("number", "not_equals"): ("number", lambda v: _between(v, v).complement()),
    ("number", "at_least"): ("number", lambda v: _span((v, 0), TOP)),
    ("number", "at_most"): ("number", lambda v: _span(BOTTOM, (v, 1))),
    ("number", "more_than"): ("number", lambda v: _span((v, 1), TOP)),
    ("number", "less_than"): ("number", lambda v: _span(BOTTOM, (v, 0))),
    ("number", "between"): ("number", lambda v: _between(*v)),
    ("number", "happened"): ("number", lambda v: _span((v, 0), TOP)),
    ("number", "not_happened"): ("number", lambda v: _span(BOTTOM, (v, 0))),
    ("yes_no", "is_true"): ("yes_no", _yes),
    ("yes_no", "is_false"): ("yes_no", _no),
    **{("flag", name): ("flag", _yes) for name in ("has", "in", "is_true")},
    **{("flag", name): ("flag", _no) for name in ("has_not", "not_in", "is_false")},
    ("day", "on"): ("day", lambda v: _between(v, v, True)),
    ("day", "before"): ("day", lambda v: _span(BOTTOM, (v, 0), True)),
    ("day", "after"): ("day", lambda v: _span((v, 1), TOP, True)),
    ("day", "in_next_days"): ("ahead", lambda v: _between(0, v, True)),
    ("day", "in_last_days"): ("ahead", lambda v: _between(-v, 0, True)),
    ("day", "days_since_at_least"): ("ahead", lambda v: _span(BOTTOM, (-v, 1), True)),
    ("day", "days_until_at_most"): ("ahead", lambda v: _span(BOTTOM, (v, 1), True)),
    ("month_day", "month_is"): ("month", lambda v: Choice(frozenset({v}), MONTHS)),
    ("month_day", "month_is_now"): ("this month", _yes),
    ("month_day", "day_is_today"): ("this day", _yes),
}
"""Reading and operator -> the axis it speaks of, and what it accepts there. `known` and `unknown` accept no
values: they speak of whether there is one. Days ahead of today are an axis of their own, since no one knows
here what day it is."""


def accepted(reads: str, name: str, operand: Any, truth: bool) -> tuple[str, Domain] | None:
    """The axis and what remains there when the operator answers `truth`; None where nothing can be said."""
    entry = ACCEPTED.get((reads, name))
    if entry is None:
        return None
    axis, accepting = entry
    domain = accepting(operand)
    return axis, domain if truth else domain.complement()


def _least(cut: Cut) -> float:
    value, after = cut
    if math.isinf(value):
        return value
    return math.floor(value) + 1 if after else math.ceil(value)


def _most(cut: Cut) -> float:
    value, after = cut
    if math.isinf(value):
        return value
    return math.floor(value) if after else math.ceil(value) - 1


def _holds_any(low: Cut, high: Cut, *, whole: bool) -> bool:
    return _least(low) <= _most(high) if whole else low < high
