"""The cells in the browser: only what changed is drawn again, the focus stays, and keys decide snapshots."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from builder import state

_SCRIPT = """
const rowOf = (one) => one.closest("[data-row]")?.dataset.row;
const nameOf = (one) => one && (one.dataset.tap ?? `${rowOf(one)} ${one.tagName}`);
const patch = (root, rows) => {
  const there = new Map([...root.children].map((one) => [one.dataset.row, one]));
  let before = null;
  for (const [key, html] of rows) {
    let box = there.get(key);
    there.delete(key);
    if (!box) {
      box = document.createElement("div");
      box.dataset.row = key;
    }
    if (box.shown !== html) {
      const kept = root.contains(document.activeElement) && box.contains(document.activeElement)
        ? nameOf(document.activeElement) : "";
      box.innerHTML = html;
      box.shown = html;
      const again = kept && [...box.querySelectorAll("button, summary")].find((one) => nameOf(one) === kept);
      if (again) again.focus({ preventScroll: true });
    }
    const next = before ? before.nextElementSibling : root.firstElementChild;
    if (next !== box) root.insertBefore(box, next);
    before = box;
  }
  for (const gone of there.values()) gone.remove();
};
const typing = (one) => one && (one.matches("input, textarea, select") || one.isContentEditable);
const KEYS = { a: "accept", r: "reject", s: "later" };
export default function ({ data, parentElement, setTriggerValue }) {
  let root = parentElement.querySelector(".fb");
  if (!root) {
    root = document.createElement("div");
    root.className = "fb cells";
    parentElement.append(root);
  }
  patch(root, data.rows);
  const send = (what) => setTriggerValue("tap", what);
  root.onclick = (event) => {
    const pressed = event.target.closest("[data-tap]");
    for (const open of root.querySelectorAll("details[data-menu][open]")) {
      if (pressed || !open.contains(event.target)) open.removeAttribute("open");
    }
    if (pressed && !pressed.disabled) send(pressed.dataset.tap);
  };
  root.onkeydown = (event) => {
    const menu = event.key === "Escape" && event.target.closest("details[data-menu][open]");
    if (menu) {
      menu.removeAttribute("open");
      menu.querySelector("summary").focus();
    }
  };
  const onKey = (event) => {
    const what = KEYS[event.key];
    if (!what || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (document.querySelector('[role="dialog"]')) return;
    const own = event.target.closest?.("[data-snap]");
    const first = document.querySelector(".cells [data-pending]");
    const snap = own ?? first;
    if (!snap || !root.contains(snap)) return;
    const button = snap.querySelector(`[data-tap^="${what}:"]`);
    if (!button) return;
    event.preventDefault();
    event.stopPropagation();
    send(button.dataset.tap);
  };
  document.addEventListener("keydown", onKey, true);
  return () => document.removeEventListener("keydown", onKey, true);
}
"""
_mount = st.components.v2.component("flowbook_cells", js=_SCRIPT, isolate_styles=False)


def face(rows: Sequence[tuple[str, str]], *, key: str, on_tap: Callable[[str], None]) -> None:
    """`rows` are keys and HTML; `on_tap` gets the value of the data-tap that was pressed, before the page is
    drawn. The HTML is put up as it is: whatever people wrote must come escaped."""

    def heard() -> None:
        with state.unbroken(anyway=True):
            value = state.tapped(key)
            if value is not None:
                on_tap(value)

    _mount(key=key, data={"rows": [list(row) for row in rows]}, on_tap_change=heard)
