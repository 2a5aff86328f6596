"""What helps to write: marks, emoji, and chips that put a field's name where the cursor stands."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from builder.look.kit import icon
from builder.texts import _

SHOWN = 4
EMOJI = (
    *("😀", "😊", "😉", "😍", "🤗", "🤔", "😅", "😢", "👋", "👍", "👏", "🙏", "💪", "👇", "👉", "✌️"),
    *("❤️", "🔥", "✨", "⭐", "🎉", "🎁", "🎂", "🌷", "☀️", "⏰", "📅", "📍", "📞", "💬", "📦", "🚚"),
    *("🛒", "💳", "💶", "🏷️", "✅", "❌", "❗", "❓", "ℹ️", "🔔", "🔗", "📷"),
)

_CHIPS = """
const put = (box, text, instead = false) => {
  const end = box.selectionEnd ?? box.value.length;
  const start = instead ? box.selectionStart ?? end : end;
  const value = box.value.slice(0, start) + text + box.value.slice(end);
  const kind = box.tagName === "TEXTAREA" ? HTMLTextAreaElement : HTMLInputElement;
  Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(box, value);
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
  box.setSelectionRange(start + text.length, start + text.length);
};
// What is marked loses its marks; a word that the cursor stands in counts as marked.
const around = (box, before, after) => {
  const [from, to] = [box.selectionStart, box.selectionEnd];
  let [start, end] = [from, to];
  const { value } = box;
  const letter = /[\\p{L}\\p{N}]/u;
  if (start === end) {
    while (start > 0 && letter.test(value[start - 1])) start -= 1;
    while (end < value.length && letter.test(value[end])) end += 1;
  }
  while (start < end && value[start] === " ") start += 1;
  while (end > start && value[end - 1] === " ") end -= 1;
  const marked = value.slice(start - before.length, start) === before && value.slice(end).startsWith(after);
  const inner = value.slice(start, end);
  box.setSelectionRange(marked ? start - before.length : start, marked ? end + after.length : end);
  put(box, marked ? inner : before + inner + after, true);
  const by = marked ? -before.length : before.length;
  box.setSelectionRange(from === to ? from + by : start + by, from === to ? from + by : end + by);
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
  root.onmousedown = (event) => {
    if (event.target.closest("[data-put], [data-around]")) event.preventDefault();
  };
  root.onclick = (event) => {
    const chip = event.target.closest("[data-put], [data-around]");
    const box = chip && document.querySelector(`.st-key-${data.into} textarea, .st-key-${data.into} input`);
    if (box && chip.dataset.put) put(box, chip.dataset.put);
    if (box && chip.dataset.around) around(box, ...chip.dataset.around.split("…"));
  };
}
"""
_mount_chips = st.components.v2.component("flowbook_chips", js=_CHIPS, isolate_styles=False)


def field_chips(fields: Sequence[tuple[str, str]], *, into: str, key: str, marks: bool = False) -> None:
    """`fields` are (what is put in, what the chip says); `into` is the key of the text box's widget. `marks`:
    with the bar for bold and the like, and emoji."""
    chips = [_chip(put, says) for put, says in fields]
    more = f"<details><summary>{escape(_('More'))}</summary>{''.join(chips[SHOWN:])}</details>"
    html = "".join(chips[:SHOWN]) + (more if chips[SHOWN:] else "")
    bar = _bar() if marks else ""
    _mount_chips(key=key, data={"html": f'{bar}<div class="chips">{html}</div>', "into": into})


def _bar() -> str:
    looks = (
        ("**…**", "b", "B", _("Bold")),
        ("_…_", "i", "I", _("Italic")),
        ("~~…~~", "s", "S", _("Struck out")),
        ("`…`", "code", "&lt;/&gt;", _("Code")),
    )
    drawn = "".join(
        f'<button type="button" data-around="{marks}" title="{escape(says)}" aria-label="{escape(says)}">'
        f"<{tag}>{letter}</{tag}></button>"
        for marks, tag, letter, says in looks
    )
    link, emoji = escape(_("Link")), escape(_("Emoji"))
    drawn += (
        f'<button type="button" data-around="[…](https://)" title="{link}" aria-label="{link}">'
        f"{icon('link', 15)}</button>"
    )
    faces = "".join(f'<button type="button" data-put="{one}">{one}</button>' for one in EMOJI)
    return (
        f'<div class="marks">{drawn}<details class="emoji"><summary title="{emoji}" aria-label="{emoji}">🙂'
        f"</summary><div>{faces}</div></details></div>"
    )


def _chip(put: str, says: str) -> str:
    return f'<button type="button" data-put="{escape(put, quote=True)}">{escape(says)}</button>'
