"""Trainer mode: what is expected is hidden, and whoever learns the flow says it first."""

from __future__ import annotations

from builder.notebook.panel import Panel
from builder.texts import _
from builder.training.entry import can_be_learnt, exercises

PANEL = Panel(
    name="trainer",
    title=lambda desk: _("Learn this flow"),
    draw=lambda desk: exercises(desk.flow),
    order=90,
    shows=lambda desk: can_be_learnt(desk.flow.id),
)
