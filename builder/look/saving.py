"""Text boxes that save while one types, and give back what was typed just before a reload."""

from __future__ import annotations

import streamlit as st

_SAVING = """
const PLACE = "flowbook typing";
const SOON = 60000;
const asked = () => new URLSearchParams(location.search);
const here = () => `${location.pathname} ${asked().get("flow")} ${asked().get("step")}`;
const boxes = (within) =>
  [...document.querySelectorAll(`.st-key-${within} :is(.stTextArea textarea, .stTextInput input)`)];
const nameOf = (box, within) => {
  const label = box.getAttribute("aria-label");
  const same = boxes(within).filter((one) => one.getAttribute("aria-label") === label);
  return `${label} ${same.indexOf(box)}`;
};
const commit = (box) => {
  const long = box.tagName === "TEXTAREA";
  box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", ctrlKey: long, bubbles: true }));
};
const keep = (what) => {
  try {
    if (what) sessionStorage.setItem(PLACE, JSON.stringify(what));
    else sessionStorage.removeItem(PLACE);
  } catch {}
};
const recall = () => {
  try { return JSON.parse(sessionStorage.getItem(PLACE) ?? "null"); } catch { return null; }
};
const put = (box, value) => {
  const kind = box.tagName === "TEXTAREA" ? HTMLTextAreaElement : HTMLInputElement;
  box.focus();
  Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(box, value);
  box.dispatchEvent(new Event("input", { bubbles: true }));
};
// What was typed in the last moment before a reload: put back once the same form is there.
const restore = (within, tries = 40) => {
  const kept = recall();
  if (!kept || kept.here !== here() || Date.now() - kept.at > SOON) return;
  const box = boxes(within).find((one) => nameOf(one, within) === kept.name);
  if (!box && tries) return setTimeout(() => restore(within, tries - 1), 150);
  keep(null);
  if (box && box.value === kept.before) put(box, kept.value);
};
export default function ({ data }) {
  const { within, after } = data;
  const stop = new AbortController();
  let waiting = null;
  let unsaved = null;
  const before = new WeakMap();
  const isOurs = (box) => Boolean(box.closest?.(`.st-key-${within} :is(.stTextArea, .stTextInput)`));
  const save = () => {
    clearTimeout(waiting);
    if (unsaved && document.activeElement === unsaved) commit(unsaved);
    if (unsaved) before.set(unsaved, unsaved.value);
    unsaved = null;
  };
  const typed = ({ target }) => {
    if (!isOurs(target)) return;
    const was = before.get(target) ?? "";
    keep({ here: here(), name: nameOf(target, within), before: was, value: target.value, at: Date.now() });
    unsaved = target;
    clearTimeout(waiting);
    waiting = setTimeout(save, after);
  };
  const on = (place, name, act) => place.addEventListener(name, act, { signal: stop.signal });
  on(document, "focusin", ({ target }) => isOurs(target) && before.set(target, target.value));
  on(document, "focusout", ({ target }) => isOurs(target) && setTimeout(() => unsaved || keep(null), 1500));
  on(document, "input", typed);
  on(document, "visibilitychange", save);
  on(window, "pagehide", save);
  if (!window.flowbookTyping) restore(within);
  window.flowbookTyping = true;
  return () => { clearTimeout(waiting); stop.abort(); };
}
"""
_mount_saving = st.components.v2.component("flowbook_saving", js=_SAVING, isolate_styles=False)


def save_while_typing(within: str, after_ms: int = 700) -> None:
    """Native text boxes tell the server only when they are left. Inside the container of that key they also
    do when nothing was typed for a while, so that closing the tab loses nothing."""
    _mount_saving(key=f"saving-{within}", data={"within": within, "after": after_ms})
