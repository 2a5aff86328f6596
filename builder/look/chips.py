"""Chips that put a field's name into a text box where the cursor stands, and saving while one types."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from builder.texts import _

SHOWN = 4

_CHIPS = """
const put = (box, text) => {
  const start = box.selectionStart ?? box.value.length;
  const end = box.selectionEnd ?? start;
  const value = box.value.slice(0, start) + text + box.value.slice(end);
  const kind = box.tagName === "TEXTAREA" ? HTMLTextAreaElement : HTMLInputElement;
  Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(box, value);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
  box.setSelectionRange(start + text.length, start + text.length);
};
export default function ({ data, parentElement }) {
  let root = parentElement.querySelector(".fb");
  if (!root) {
    root = document.createElement("div");
    root.className = "fb";
    parentElement.append(root);
  }
  if (root.dataset.shown !== data.html) {
    root.innerHTML = data.html;
    root.dataset.shown = data.html;
  }
  // The box keeps its focus, and with it the place of the cursor.
  root.onmousedown = (event) => { if (event.target.closest("[data-put]")) event.preventDefault(); };
  root.onclick = (event) => {
    const chip = event.target.closest("[data-put]");
    const box = chip && document.querySelector(`.st-key-${data.into} textarea, .st-key-${data.into} input`);
    if (box) put(box, chip.dataset.put);
  };
}
"""
_SAVING = """
export default function ({ data }) {
  let waiting = null;
  const commit = (box) => {
    const long = box.tagName === "TEXTAREA";
    box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: long, bubbles: true }));
  };
  const typed = (event) => {
    const box = event.target;
    const field = box.closest?.(`.st-key-${data.within} :is(.stTextArea, .stTextInput)`);
    if (!field) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => { if (document.activeElement === box) commit(box); }, data.after);
  };
  document.addEventListener("input", typed);
  return () => { clearTimeout(waiting); document.removeEventListener("input", typed); };
}
"""
_mount_chips = st.components.v2.component("flowbook_chips", js=_CHIPS, isolate_styles=False)
_mount_saving = st.components.v2.component("flowbook_saving", js=_SAVING, isolate_styles=False)


def field_chips(fields: Sequence[tuple[str, str]], *, into: str, key: str) -> None:
    """`fields` are (what is put in, what the chip says); `into` is the key of the text box's widget."""
    chips = [_chip(put, says) for put, says in fields]
    more = f"<details><summary>{escape(_('More'))}</summary>{''.join(chips[SHOWN:])}</details>"
    html = "".join(chips[:SHOWN]) + (more if chips[SHOWN:] else "")
    _mount_chips(key=key, data={"html": f'<div class="chips">{html}</div>', "into": into})


def save_while_typing(within: str, after_ms: int = 700) -> None:
    """Native text boxes tell the server only when they are left. Inside the container of that key they also
    do when nothing was typed for a while, so that closing the tab loses nothing."""
    _mount_saving(key=f"saving-{within}", data={"within": within, "after": after_ms})


def _chip(put: str, says: str) -> str:
    return f'<button type="button" data-put="{escape(put, quote=True)}">{escape(says)}</button>'
