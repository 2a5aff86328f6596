"""Saving a part of the workspace: nothing is written while a sentence says that something is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from builder import state
from builder.look import kit
from builder.places import data_folder, store
from builder.signature import author
from builder.texts import _
from flowbook.store.audit import note_deed
from flowbook.store.workspaces import load_workspace_json, save_workspace


def stored() -> dict[str, Any]:
    return load_workspace_json(data_folder())


def save_button(part: str, changed: Mapping[str, Any], problems: Sequence[str]) -> None:
    """`part` names the button and the entry in the log of deeds; `changed` replaces those keys of the file,
    None takes one away."""
    if problems:
        kit.show("".join(kit.problem("error", sentence) for sentence in dict.fromkeys(problems)))
    same = _merged(stored(), changed) == stored()
    if kit.button(
        _("Save"), key=f"save-{part}", glyph="save", type="primary", disabled=bool(problems) or same
    ):
        save_workspace(data_folder(), _merged(stored(), changed))
        with store().transaction():
            note_deed(store(), author(), "changed settings", part)
        state.raise_version()
        state.note(_("Saved."))
        st.rerun()


def _merged(old: Mapping[str, Any], changed: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in {**old, **changed}.items() if value is not None}
