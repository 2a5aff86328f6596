"""Where exercises begin: two buttons, for a flow that has tests to make them of."""

from __future__ import annotations

from html import escape

import streamlit as st

from builder.look import kit
from builder.notebook import files
from builder.texts import _
from builder.training.breaking import break_dialog
from builder.training.predicting import memory_of, predict_dialog
from flowbook.flow import Flow


def can_be_learnt(flow: str) -> bool:
    return bool(files.names(flow))


def exercises(flow: Flow) -> None:
    told = _("Two exercises made from this flow's tests, for whoever has to know it.")
    kit.show(f'<p class="mut sm">{escape(told)}</p>')
    if kit.button(_("Predict what the bot says"), key="train-predict", glyph="eye-off", width="stretch"):
        memory_of(flow.id).clear()
        predict_dialog(flow)
    if kit.button(_("Break the bot"), key="train-break", glyph="shuffle", width="stretch"):
        break_dialog(flow)


def learn_card(flow: Flow) -> None:
    """Beside a talk; nothing where there are no tests."""
    if can_be_learnt(flow.id):
        with st.container(border=True, key="card-learn"):
            kit.show(f'<div class="over">{escape(_("Learn this flow"))}</div>')
            exercises(flow)
