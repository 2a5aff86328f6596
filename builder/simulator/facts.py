"""What the bot knows of the customer, as HTML; what this rehearsal has brought is marked as new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from builder.look.kit import icon, pill
from builder.moments import language_name, moment, short_day, zone_name
from builder.simulator.plans import plans_of
from builder.simulator.stage import Played
from builder.texts import _
from flowbook.customer import Customer, Order, figures
from flowbook.schedule import gap_words
from flowbook.session import CustomerState
from flowbook.setting import Setting
from flowbook.workspace import Workspace, declared

Row = tuple[str, str, bool]
"""Label, value, and whether it is new."""


def known(played: Played) -> str:
    """The whole card."""
    around = played.stage.setting
    parts = [
        _titled(_("What the bot knows"), _rows(_profile(played))),
        _titled(_("Only in this conversation"), _rows(_variables(played.state))),
        _titled(_("Tags"), _tags(played.first, played.state.customer)),
        _titled(_("Orders"), _rows(_orders(played))),
        _titled(_("Timers"), timer_rows(played.state, around, played.world.now, played.zone)),
    ]
    return '<div class="hr"></div>'.join(part for part in parts if part)


def value_words(value: Any, kind: str = "text") -> str:
    """A field's value as a designer reads it."""
    match kind:
        case "date":
            try:
                return short_day(date.fromisoformat(str(value)[:10]))
            except ValueError:
                return str(value)
        case "language":
            return language_name(str(value))
        case "timezone":
            return zone_name(str(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def profile_rows(customer: Customer, workspace: Workspace, before: Customer | None = None) -> Iterator[Row]:
    """Declared fields in their order, then others; with `before`, what differs from it is new."""
    fields = declared(workspace)
    old: Mapping[str, Any] = before.fields if before else customer.fields
    for name in [*fields, *sorted(customer.fields.keys() - fields.keys())]:
        if (value := customer.fields.get(name)) not in (None, ""):
            label, kind = (fields[name].label, fields[name].kind) if name in fields else (name, "text")
            yield label, value_words(value, kind), old.get(name) != value


def order_words(order: Order, workspace: Workspace) -> str:
    titles = [workspace.products[one].title if one in workspace.products else one for one in order.items]
    return ", ".join([f"{order.total:g} {workspace.currency}", order.status, *titles])


def timer_rows(state: CustomerState, setting: Setting, now: datetime, zone: ZoneInfo) -> str:
    """What is going to happen by itself, the soonest first; empty for nothing."""
    return "".join(
        f'<div class="timer">{icon("hourglass", 15)}<div class="grow">{escape(step)}'
        f'<div class="mut xs">{escape(what)}<br>{escape(moment(timer.due, zone))}</div></div>'
        f'<span class="mut sm num">{escape(gap_words(timer.due - now))}</span></div>'
        for timer, step, what in plans_of(state, setting)
    )


def _profile(played: Played) -> Iterator[Row]:
    customer = played.state.customer
    yield from profile_rows(customer, played.stage.setting.workspace, played.first)
    if customer.stage:
        yield _("Stage"), customer.stage, customer.stage != played.first.stage
    if not customer.subscribed:
        yield _("Subscribed"), _("no"), played.first.subscribed


def _variables(state: CustomerState) -> Iterator[Row]:
    for session in state.sessions.values():
        for name, value in session.variables.items():
            if not name.startswith("_") and value not in (None, ""):
                yield name, value_words(value), False


def _tags(before: Customer, now: Customer) -> str:
    tags = [(tag, tag not in before.tags) for tag in sorted(now.tags)]
    drawn = [pill(_mark(tag, new), "act" if new else "") for tag, new in tags]
    return f'<div class="pills">{"".join(drawn)}</div>' if drawn else ""


def _orders(played: Played) -> Iterator[Row]:
    customer, before = played.state.customer, played.first
    if not customer.orders:
        return
    counted = figures(customer, played.world.now.astimezone(played.zone))
    workspace = played.stage.setting.workspace
    total = f"{counted['orders.sum']:g} {workspace.currency}"
    yield _("All together"), f"{counted['orders.count']}, {total}", False
    old = {order.id: order for order in before.orders}
    for order in sorted(customer.orders, key=lambda order: order.placed)[-3:]:
        yield order.id, order_words(order, workspace), old.get(order.id) != order


def _titled(title: str, html: str) -> str:
    return f'<div class="over">{escape(title)}</div>{html}' if html else ""


def _rows(rows: Iterator[Row]) -> str:
    drawn = "".join(
        f'<dt>{escape(label)}</dt><dd class="{"new" if new else ""}">{escape(_mark(value, new))}</dd>'
        for label, value, new in rows
    )
    return f'<dl class="kv">{drawn}</dl>' if drawn else ""


def _mark(text: str, new: bool) -> str:
    return f"{text} · {_('new')}" if new else text
