"""The person at the screen: in which name changes are written down, and the interface's language."""

from __future__ import annotations

import streamlit as st

from builder.signature import LONGEST, author, keep_name, sign_as
from builder.texts import _, available, choose, language


def person_section() -> None:
    with st.container(border=True, key="card-settings-person", width=560):
        name = st.text_input(
            _("Your name, beside what you publish and change"), author(), max_chars=LONGEST, key="signature"
        )
        if (name or "").strip() != author():
            sign_as(name or "", anywhere=True)
        keep_name()
        tongues = available()
        chosen = st.selectbox(
            _("Language of Flowbook itself"),
            list(tongues),
            index=list(tongues).index(language()),
            format_func=tongues.__getitem__,
            key="interface-language",
        )
        if chosen and chosen != language():
            choose(chosen)
            st.rerun()
