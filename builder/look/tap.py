"""HTML whose buttons answer: any element with data-tap sends its value when it is pressed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st

from builder import state

Width = Literal["stretch", "content"]
_SCRIPT = """
const typing = (root) => {
  const box = document.activeElement;
  return box && root.contains(box) && box.matches("input[data-say]") ? box : null;
};
export default function ({ data, parentElement, setTriggerValue }) {
  let root = parentElement.querySelector(".fb");
  if (!root) {
    root = document.createElement("div");
    root.className = "fb";
    parentElement.append(root);
  }
  if (root.dataset.shown !== data.html) {
    const before = typing(root);
    root.innerHTML = data.html;
    root.dataset.shown = data.html;
    const log = root.querySelector(".tg");
    if (log) log.scrollTop = log.scrollHeight;
    const after = before && root.querySelector(`input[data-say="${before.dataset.say}"]`);
    if (after) {
      after.value = before.value;
      after.focus({ preventScroll: true });
    }
  }
  const say = (box) => {
    if (!box.value.trim()) return;
    setTriggerValue("tap", box.dataset.say + box.value);
    box.value = "";
    box.focus({ preventScroll: true });
  };
  root.onclick = (event) => {
    const sender = event.target.closest("[data-send]");
    if (sender) return say(sender.parentElement.querySelector("input[data-say]"));
    const pressed = event.target.closest("[data-tap]");
    if (pressed && !pressed.disabled) setTriggerValue("tap", pressed.dataset.tap);
    const open = root.querySelector("details[data-menu][open]");
    if (open && (pressed || !open.contains(event.target))) open.removeAttribute("open");
  };
  root.onkeydown = (event) => {
    event.stopPropagation();
    if (event.key === "Enter" && event.target.matches("input[data-say]")) say(event.target);
  };
}
"""
_mount = st.components.v2.component("flowbook_tap", js=_SCRIPT, isolate_styles=False)


def tap(
    html: str, *, key: str, on_tap: Callable[[str], None] | None = None, width: Width = "stretch"
) -> str | None:
    """The value of the data-tap that was pressed, else None. An `<input data-say="say:">` answers to Enter,
    and to a button with data-send beside it, with its prefix and what was typed. `on_tap` gets the value
    before the page is drawn. `html` is put up as it is: whatever people wrote must come escaped."""

    def heard() -> None:
        with state.unbroken(anyway=True):
            value = state.tapped(key)
            if on_tap and value is not None:
                on_tap(value)

    pressed = _mount(key=key, data={"html": html}, on_tap_change=heard, width=width).tap
    return str(pressed) if pressed is not None else None
