"""Below the problems: that somebody is still looking for ways that nobody can take."""

from __future__ import annotations

import streamlit as st

from builder import proofs
from builder.editor.together import may_be_drawn_anew
from builder.look import kit
from builder.texts import _

EVERY = 1.0


@st.fragment(run_every=EVERY)
def look_for_proofs(flow: str) -> None:
    """The page is drawn anew only when there is something to tell."""
    found = proofs.known(flow)
    if found is None:
        proofs.seek(flow)
        kit.show(f'<p class="mut sm">{_("Looking for ways that nobody can take …")}</p>')
    elif found and may_be_drawn_anew():
        st.rerun(scope="app")
