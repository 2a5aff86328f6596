"""HTML whose buttons answer: any element with data-tap sends its value when it is pressed."""

from __future__ import annotations

import streamlit as st

_SCRIPT = """
export default function ({ data, parentElement, setTriggerValue }) {
  let root = parentElement.querySelector(".fb");
  if (!root) {
    root = document.createElement("div");
    root.className = "fb";
    parentElement.append(root);
  }
  if (root.dataset.shown !== data.html) {
    root.innerHTML = data.html;
    root.dataset.shown = data.html;
    const log = root.querySelector(".tg");
    if (log) log.scrollTop = log.scrollHeight;
  }
  root.onclick = (event) => {
    const pressed = event.target.closest("[data-tap]");
    if (pressed && !pressed.disabled) setTriggerValue("tap", pressed.dataset.tap);
  };
  root.onkeydown = (event) => {
    event.stopPropagation();
    const typed = event.target;
    if (event.key !== "Enter" || !typed.matches("input[data-say]")) return;
    setTriggerValue("tap", typed.dataset.say + typed.value);
    typed.value = "";
  };
}
"""
_mount = st.components.v2.component("flowbook_tap", js=_SCRIPT, isolate_styles=False)


def tap(html: str, *, key: str) -> str | None:
    """The value of the data-tap that was pressed, else None. An `<input data-say="say:">` answers to Enter
    with its prefix and what was typed. `html` is put up as it is: whatever people wrote must come escaped."""
    pressed = _mount(key=key, data={"html": html}, on_tap_change=lambda: None).tap
    return str(pressed) if pressed is not None else None
