"""Trainer mode: what is expected is hidden, and whoever learns the flow says it first."""

from __future__ import annotations

from html import escape

from builder.look import kit
from builder.notebook import files
from builder.notebook.desk import Desk
from builder.notebook.panel import Panel
from builder.texts import _
from builder.training.breaking import break_dialog
from builder.training.predicting import memory_of, predict_dialog


def _draw(desk: Desk) -> None:
    told = _("Two exercises made from this flow's tests, for whoever has to know it.")
    kit.show(f'<p class="mut sm">{escape(told)}</p>')
    if kit.button(_("Predict what the bot says"), key="train-predict", glyph="eye-off", width="stretch"):
        memory_of(desk.flow.id).clear()
        predict_dialog(desk.flow)
    if kit.button(_("Break the bot"), key="train-break", glyph="shuffle", width="stretch"):
        break_dialog(desk.flow)


def _shows(desk: Desk) -> bool:
    return bool(files.names(desk.flow.id))


PANEL = Panel(name="trainer", title=lambda desk: _("Learn this flow"), draw=_draw, order=90, shows=_shows)
