"""A page with the drawing canvas alone, for tests in the browser: one draft, its form's title, switches."""

from __future__ import annotations

import streamlit as st

from builder import drafts, edits, state
from builder.canvas.desk import Look, drawing, fly_to
from builder.canvas.picture import Marks
from builder.look.style import put_style
from builder.memory import settle_memory

st.set_page_config("Canvas", layout="wide")
put_style()
flow = st.query_params.get("flow", "salon")
readonly = "readonly" in st.query_params


draft = drafts.load(flow)
issues = tuple((issue, issue.sentence) for issue in drafts.issues(flow))
trace = tuple(node.id for node in draft.flow.nodes[:4]) if "trace" in st.query_params else ()
chosen = state.selected(flow)
with st.container(key="form"):
    node = draft.flow.get(chosen)
    title = st.text_input("Title", node.title if node else "", key=f"title-{chosen}-{state.version()}")
    if node and title and title != node.title:
        drafts.change(edits.rename(draft, chosen, title), fresh=False)
    if st.button("Fly to the last step"):
        fly_to(flow, draft.flow.nodes[-1].id)
        st.rerun()
drawing(draft, Marks(issues, trace), Look(chosen, 700, readonly, ".st-key-form"))
settle_memory()
