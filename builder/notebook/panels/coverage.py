"""The panel that says how much of the flow its tests have seen."""

from __future__ import annotations

from builder.covering.card import coverage_card, told_exits
from builder.covering.measuring import latest
from builder.notebook.panel import Panel
from builder.texts import _

PANEL = Panel(
    name="coverage",
    title=lambda desk: _("How much is tested"),
    aside=lambda desk: told_exits(latest(desk.flow.id)),
    draw=lambda desk: coverage_card(desk.draft, eager=desk.sheet is None),
    order=20,
)
