"""Every operator: its words, the kinds of subject it goes with, what it means in Python and in SQL.

Stated rule: a value that is missing, or cannot be read as the operator needs it, fails every operator except
those with `missing=True`: unknown, is_not, not_contains, not_equals, is_false, and the negations of flags.

A list contains what one of its elements is, and is one of some texts when one of its elements is; it is a
text when it holds nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from flowbook.rules.operands import OPERANDS
from flowbook.rules.readings import is_anniversary, month_of
from flowbook.rules.texts import holds, is_only, meets

LINES = ("text", "phone", "email", "language", "timezone")
CHOSEN = (*LINES, "choice", "stage", "status")
FIELD_KINDS = (*LINES, "choice", "number", "yes_no", "date")


@dataclass(frozen=True, slots=True)
class Operator:
    """`test(actual, operand, today)` and `sql` mean the same; in SQL {a} is the actual value, {v} the operand
    ({low} and {high} of a pair), {today} the customer's own date, dates being day numbers.

    `reads` names the reading of the actual value (READINGS, or a native `number` or `flag`); `missing` is the
    answer where there is none. `opposite` holds exactly where this one does not. `words` speaks of one,
    `many` of more than one."""

    name: str
    kinds: tuple[str, ...]
    words: str
    operand: str
    reads: str
    test: Callable[[Any, Any, int], bool]
    sql: str
    missing: bool = False
    opposite: str = ""
    many: str = ""

    @property
    def relative(self) -> bool:
        """Whether the answer depends on what day it is."""
        return "{today}" in self.sql

    @property
    def label(self) -> str:
        """For a list to choose from: “is at least”, “is in the next … days”."""
        return self.words.replace("{subject}", "").replace("{value}", "…").strip(" …")

    @property
    def widget(self) -> str:
        return OPERANDS[self.operand].widget


# fmt: off
OPERATORS: tuple[Operator, ...] = (
    # Texts: compared folded.
    Operator("is", CHOSEN, "{subject} is {value}", "text", "text",
             lambda a, v, _: is_only(a, v), "rule_only({a}, {v})", opposite="is_not"),
    Operator("is_not", CHOSEN, "{subject} is not {value}", "text", "text",
             lambda a, v, _: not is_only(a, v), "NOT rule_only({a}, {v})", missing=True, opposite="is"),
    Operator("contains", (*LINES, "choice"), "{subject} contains {value}", "text", "text",
             lambda a, v, _: holds(a, v), "rule_holds({a}, {v})", opposite="not_contains"),
    Operator("not_contains", (*LINES, "choice"), "{subject} does not contain {value}", "text", "text",
             lambda a, v, _: not holds(a, v), "NOT rule_holds({a}, {v})", missing=True, opposite="contains"),
    Operator("starts_with", LINES, "{subject} starts with {value}", "text", "text",
             lambda a, v, _: a.startswith(v), "instr({a}, {v}) = 1"),
    Operator("one_of", CHOSEN, "{subject} is one of {value}", "texts", "text",
             lambda a, v, _: meets(a, v), "rule_meets({a}, {v})"),
    Operator("known", (*FIELD_KINDS, "stage", "status"), "{subject} is known", "none", "known",
             lambda a, v, _: True, "{a} IS NOT NULL", opposite="unknown"),
    Operator("unknown", (*FIELD_KINDS, "stage", "status"), "{subject} is not known", "none", "known",
             lambda a, v, _: False, "{a} IS NULL", missing=True, opposite="known"),
    # Numbers.
    Operator("equals", ("number",), "{subject} is {value}", "number", "number",
             lambda a, v, _: a == v, "{a} = {v}", opposite="not_equals"),
    Operator("not_equals", ("number",), "{subject} is not {value}", "number", "number",
             lambda a, v, _: a != v, "{a} <> {v}", missing=True, opposite="equals"),
    Operator("at_least", ("number",), "{subject} is at least {value}", "number", "number",
             lambda a, v, _: a >= v, "{a} >= {v}"),
    Operator("at_most", ("number",), "{subject} is at most {value}", "number", "number",
             lambda a, v, _: a <= v, "{a} <= {v}"),
    Operator("more_than", ("number",), "{subject} is more than {value}", "number", "number",
             lambda a, v, _: a > v, "{a} > {v}"),
    Operator("less_than", ("number",), "{subject} is less than {value}", "number", "number",
             lambda a, v, _: a < v, "{a} < {v}"),
    Operator("between", ("number",), "{subject} is between {value}", "pair", "number",
             lambda a, v, _: v[0] <= a <= v[1], "{a} BETWEEN {low} AND {high}"),
    # Yes or no.
    Operator("is_true", ("yes_no",), "{subject} is yes", "none", "yes_no",
             lambda a, v, _: a, "{a}", opposite="is_false"),
    Operator("is_false", ("yes_no",), "{subject} is not yes", "none", "yes_no",
             lambda a, v, _: not a, "NOT {a}", missing=True, opposite="is_true"),
    # Dates: the day it is in the customer's zone.
    Operator("on", ("date",), "{subject} is on {value}", "date", "day",
             lambda a, v, _: a == v, "{a} = {v}"),
    Operator("before", ("date",), "{subject} is before {value}", "date", "day",
             lambda a, v, _: a < v, "{a} < {v}"),
    Operator("after", ("date",), "{subject} is after {value}", "date", "day",
             lambda a, v, _: a > v, "{a} > {v}"),
    Operator("in_next_days", ("date",), "{subject} is within the next {value} days", "days", "day",
             lambda a, v, today: today <= a <= today + v, "{a} - {today} BETWEEN 0 AND {v}"),
    Operator("in_last_days", ("date",), "{subject} is within the last {value} days", "days", "day",
             lambda a, v, today: today - v <= a <= today, "{today} - {a} BETWEEN 0 AND {v}"),
    Operator("days_since_at_least", ("date",), "{subject} is at least {value} days ago", "days", "day",
             lambda a, v, today: today - a >= v, "{today} - {a} >= {v}"),
    Operator("days_until_at_most", ("date",), "{subject} is past or at most {value} days ahead", "days",
             "day", lambda a, v, today: a - today <= v, "{a} - {today} <= {v}"),
    # Month and day: a date without a year will do.
    Operator("month_is", ("date",), "{subject} is in {value}", "month", "month_day",
             lambda a, v, _: a // 100 == v, "{a} / 100 = {v}"),
    Operator("month_is_now", ("date",), "{subject} is in this month of any year", "none", "month_day",
             lambda a, v, today: a // 100 == month_of(today), "{a} / 100 = rule_month({today})"),
    Operator("day_is_today", ("date",), "{subject} is on this day of any year", "none", "month_day",
             lambda a, v, today: is_anniversary(a, today), "rule_anniversary({a}, {today})"),
    # Everything that is no field.
    Operator("is", ("spoken",), "{subject} is {value}", "text", "spoken",
             lambda a, v, _: f"{a}-".startswith(f"{v}-"), "instr({a} || '-', {v} || '-') = 1",
             opposite="is_not"),
    Operator("is_not", ("spoken",), "{subject} is not {value}", "text", "spoken",
             lambda a, v, _: not f"{a}-".startswith(f"{v}-"), "instr({a} || '-', {v} || '-') <> 1",
             missing=True, opposite="is"),
    Operator("has", ("tag",), "has {subject}", "none", "flag", lambda a, v, _: a, "{a}", opposite="has_not"),
    Operator("has_not", ("tag",), "does not have {subject}", "none", "flag",
             lambda a, v, _: not a, "NOT {a}", missing=True, opposite="has"),
    Operator("has", ("product",), "has ordered {subject}", "none", "flag",
             lambda a, v, _: a, "{a}", opposite="has_not"),
    Operator("has_not", ("product",), "has not ordered {subject}", "none", "flag",
             lambda a, v, _: not a, "NOT {a}", missing=True, opposite="has"),
    Operator("in", ("segment",), "is in {subject}", "none", "flag",
             lambda a, v, _: a, "{a}", opposite="not_in"),
    Operator("not_in", ("segment",), "is not in {subject}", "none", "flag",
             lambda a, v, _: not a, "NOT {a}", missing=True, opposite="in"),
    Operator("happened", ("event",), "{subject} happened", "times", "number",
             lambda a, v, _: a >= v, "{a} >= {v}", opposite="not_happened",
             many="{subject} happened at least {value} times"),
    Operator("not_happened", ("event",), "{subject} did not happen", "times", "number",
             lambda a, v, _: a < v, "{a} < {v}", missing=True, opposite="happened",
             many="{subject} happened fewer than {value} times"),
    Operator("is_true", ("subscription",), "is subscribed", "none", "flag",
             lambda a, v, _: a, "{a}", opposite="is_false"),
    Operator("is_false", ("subscription",), "is not subscribed", "none", "flag",
             lambda a, v, _: not a, "NOT {a}", missing=True, opposite="is_true"),
    Operator("at_least", ("silence",), "has been silent for at least {value} days", "days", "number",
             lambda a, v, _: a >= v, "{a} >= {v}"),
)
# fmt: on

_BY_KIND: Mapping[tuple[str, str], Operator] = MappingProxyType(
    {(kind, operator.name): operator for operator in OPERATORS for kind in operator.kinds}
)
FIELD_OPERATORS: Mapping[str, Operator] = MappingProxyType(
    {one.name: one for one in OPERATORS if set(one.kinds) & set(FIELD_KINDS)}
)
"""By name, since no name means two things on a field, whatever its kind."""


def operators_for(kind: str) -> list[Operator]:
    """`kind` is a declared field's kind, or stage, status, spoken (the customer's language), tag, product,
    event, segment, subscription, silence. In the order in which they should be offered."""
    return [operator for operator in OPERATORS if kind in operator.kinds]


def find_operator(kind: str, name: str) -> Operator | None:
    """For `kind` "field" whatever suits a field of some kind."""
    return FIELD_OPERATORS.get(name) if kind == "field" else _BY_KIND.get((kind, name))
