"""Set field: something is written down about the customer: a text, a sum, a count, today's date."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flowbook.asking import read_by, title_of, written_to
from flowbook.events import FieldSet
from flowbook.flow import Config, Node
from flowbook.nodetype import Finding, NodeType, Step, go
from flowbook.rules.readings import as_number, as_yes_no
from flowbook.schedule import Duration, add_duration
from flowbook.shapes import UNITS, choice, config, field_name, offset, only, optional_number, text
from flowbook.situation import Situation
from flowbook.ways import ANYTHING, Around, Plus, Same, Way, literal
from flowbook.workspace import Workspace, declared

HOW = {
    "text": "to a text",
    "copy": "to what another field says",
    "add": "up by an amount (a counter)",
    "subtract": "down by an amount",
    "multiply": "to itself times",
    "divide": "to itself divided by",
    "today": "to today's date",
    "now": "to this moment",
    "clear": "to nothing",
}
SIGNS = {"add": "+", "subtract": "−", "multiply": "×", "divide": "÷"}
ARITHMETIC = tuple(SIGNS)
DATES = ("today", "now")
_DECIMALS = 10


def _run(node: Node, situation: Situation) -> Step:
    value, why = _ACTIONS[node.config["how"]](node.config, situation)
    return go("next", FieldSet(node.config["field"], value), why=why)


def _written(config: Config, situation: Situation) -> tuple[Any, str]:
    """The text, as the field's kind wants it: a number where it is a number, yes or no where it is one of
    them."""
    return _typed(situation.raw(config.get("value", "")), config["field"], situation.setting.workspace), ""


def _typed(text: str, name: str, workspace: Workspace) -> Any:
    said, field = text.strip(), declared(workspace).get(name)
    reader = {"number": as_number, "yes_no": as_yes_no}.get(field.kind if field else "")
    value = reader(said) if reader else said
    return _plain(value) if value is not None and value != "" else None


def _copied(config: Config, situation: Situation) -> tuple[Any, str]:
    return situation.value(config.get("source", "")), ""


def _reckoned(config: Config, situation: Situation) -> tuple[Any, str]:
    """A field that is empty, or no number, counts as 0. Nothing can be divided by 0: then the field stays."""
    before = as_number(situation.value(config["field"])) or 0
    amount = as_number(situation.value(config["source"])) if config.get("source") else config.get("amount", 1)
    amount = amount or 0
    match config["how"]:
        case "add":
            after = before + amount
        case "subtract":
            after = before - amount
        case "multiply":
            after = before * amount
        case _ if not amount:
            return situation.value(config["field"]), "nothing can be divided by 0, so it stays as it was"
        case _:
            after = before / amount
    sign = SIGNS[config["how"]]
    return _plain(after), f"{_plain(before)} {sign} {_plain(amount)} = {_plain(after)}"


def _dated(config: Config, situation: Situation) -> tuple[Any, str]:
    """In the customer's time zone: a date, or a moment to the minute with its offset."""
    then = add_duration(situation.now, _shift(config), situation.zone).astimezone(situation.zone)
    if config["how"] == "today":
        return then.date().isoformat(), ""
    return then.isoformat(timespec="minutes"), ""


def _shift(config: Config) -> Duration:
    shift = config.get("offset") or {}
    sign = {"before": -1, "after": 1}.get(shift.get("direction", "on"), 0)
    return Duration(sign * shift.get("amount", 0), shift.get("unit", "days"))


def _plain(value: Any) -> Any:
    """Floats without the dust of reckoning, and whole ones as integers."""
    if not isinstance(value, float):
        return value
    rounded = round(value, _DECIMALS)
    return int(rounded) if rounded.is_integer() else rounded


_ACTIONS: dict[str, Callable[[Config, Situation], tuple[Any, str]]] = {
    "text": _written,
    "copy": _copied,
    **dict.fromkeys(ARITHMETIC, _reckoned),
    **dict.fromkeys(DATES, _dated),
    "clear": lambda config, situation: (None, ""),
}


def _ways(config: Config, around: Around) -> tuple[Way, ...]:
    return (Way(exit="next", effects=(FieldSet(config["field"], _becomes(config, around)),)),)


def _becomes(config: Config, around: Around) -> Any:
    """A sum with another field, and a date, can be anything."""
    match config["how"]:
        case "text":
            text = literal(config.get("value", ""))
            return text if text is ANYTHING else _typed(text, config["field"], around.workspace)
        case "copy":
            return Same(config.get("source", ""))
        case "add" | "subtract" if not config.get("source"):
            amount = config.get("amount", 1)
            return Plus(amount if config["how"] == "add" else -amount)
        case "clear":
            return None
    return ANYTHING


def _check(node: Node) -> Iterable[Finding]:
    config = node.config
    if not config["field"]:
        yield Finding("no_field", "{step} does not say which field to set.", "field")
    if config["how"] == "copy" and not config.get("source"):
        yield Finding("no_source", "{step} does not say which field to copy.", "source")
    if config["how"] == "divide" and not config.get("source") and config.get("amount", 1) == 0:
        yield Finding(
            "divided_by_zero", "{step} divides by 0, which nobody can. Choose another amount.", "amount"
        )


def _summary(config: Config) -> tuple[str, ...]:
    field, how = config["field"] or "a field", config["how"]
    match how:
        case "text":
            return (f"{field} = {title_of(config.get('value', ''))}",)
        case "copy":
            return (f"{field} = {config.get('source', '')}",)
        case "clear":
            return (f"{field} is emptied",)
        case _ if how in SIGNS:
            return (f"{field} {SIGNS[how]} {config.get('source') or config.get('amount', 1)}",)
    return (f"{field} = {how}",)


def _reads(config: Config) -> frozenset[str]:
    own = {config["field"]} if config["how"] in SIGNS else set()
    source = {config["source"]} if config.get("source") else set()
    return read_by(config.get("value", "")) | own | source


NODE = NodeType(
    type="set_field",
    label="Set field",
    category="data",
    icon="pencil",
    order=10,
    help="Writes something down about the customer: a text, what another field says, a sum, a count, "
    "today's date. session.NAME is forgotten when the conversation ends; other fields stay with the "
    "customer.",
    config=config(
        ("field", "how"),
        field=field_name("Set the field"),
        how=choice("How", HOW, "text"),
        value=only(
            text("The text", "Fields can stand in it, such as {first_name}.", widget="line_text"),
            how=("text",),
        ),
        amount=only({**optional_number("By"), "default": 1}, how=ARITHMETIC),
        source=only(
            field_name("The other field", "For sums in place of the amount."), how=("copy", *ARITHMETIC)
        ),
        offset=only(offset("Moved by", units=UNITS), how=DATES),
    ),
    example={"field": "score", "how": "add", "amount": 10},
    run=_run,
    check=_check,
    summary=_summary,
    reads=_reads,
    writes=lambda config: written_to(config.get("field")),
    ways=_ways,
)
