// Shortcuts: what each key does, in one list from which the help sheet is made.
import type { Board } from "./board";
import { boxOf, say, select, selectedBoxes, selectedItems, text } from "./board";
import { copied, remember } from "./clipboard";
import { align, collapse, duplicate, isLed, nudge, remove, step, tidy } from "./deeds";
import { isBox } from "./document";
import type { Direction } from "./geometry";
import { beginLink, linkKey } from "./linking";
import { addGroup, addNote } from "./margins";
import { fit, focusBox, still, wherePointed } from "./view";

type Act = (board: Board, event: KeyboardEvent) => void;
/** `keys` as people read them; `Mod` is Ctrl, or ⌘ on a Mac. `does` is the key of a text. `draws`: not when reading only. */
export type Shortcut = { keys: string[]; does: string; act?: Act; draws?: boolean };
export type Sheet = { title: string; shortcuts: Shortcut[] };

const SMALL = 10;
const LARGE = 50;
const FORM_MS = 450;
const LOOK_MS = 80;
const LOOKS = 60;
const ARROWS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const moveBy: Act = (board, event) => {
  const [x, y] = ARROWS[event.key as Direction];
  const far = event.shiftKey ? LARGE : SMALL;
  const { current } = board.ui.get();
  if (!selectedBoxes(board).length && current) select(board, [current]);
  nudge(board, x * far, y * far);
};

/** The selected step's form gets the keyboard, once it is there: in that of the step before, words would go astray. */
export const openForm: Act = (board) => {
  const { current } = board.ui.get();
  if (current) select(board, [current]);
  const { form } = board.picture.get();
  if (!form) return;
  const look = (times: number) => {
    if (times && !isCalm(board)) window.setTimeout(() => look(times - 1), LOOK_MS);
    else document.querySelector<HTMLElement>(`${form} input, ${form} textarea, ${form} button`)?.focus();
  };
  window.setTimeout(() => look(LOOKS), FORM_MS);
};

const isCalm = (board: Board) =>
  board.outbox.idle() && document.querySelector<HTMLElement>(".stApp")?.dataset.testScriptState !== "running";

const zoom = (by: "zoomIn" | "zoomOut"): Act => (board) => void board.flow?.[by]({ duration: still() ? 0 : 120 });
const current = (board: Board) => board.ui.get().current ?? selectedBoxes(board)[0]?.id ?? null;

export const SHEETS: Sheet[] = [
  {
    title: "sheet_steps",
    shortcuts: [
      { keys: ["N"], does: "do_add", draws: true, act: (board) => openChoice(board) },
      { keys: ["Enter"], does: "do_form", act: openForm },
      { keys: ["Escape"], does: "do_back" },
      { keys: ["C"], does: "do_connect", draws: true, act: (board) => current(board) && beginLink(board, current(board)!) },
      { keys: ["Tab"], does: "do_next" },
      { keys: ["S"], does: "do_also", act: selectToo },
      { keys: ["← ↑ → ↓"], does: "do_move", draws: true },
      { keys: ["Delete", "Backspace"], does: "do_delete", draws: true, act: (board) => remove(board) },
      { keys: ["K"], does: "do_collapse", draws: true, act: (board) => collapse(board) },
      { keys: ["G"], does: "do_group", draws: true, act: (board) => addGroup(board, "") },
      { keys: ["M"], does: "do_note", draws: true, act: (board) => addNote(board, wherePointed(board)) },
    ],
  },
  {
    title: "sheet_edit",
    shortcuts: [
      { keys: ["Mod+Z"], does: "do_undo", draws: true, act: (board) => step(board, "undo") },
      { keys: ["Mod+Shift+Z", "Mod+Y"], does: "do_redo", draws: true, act: (board) => step(board, "redo") },
      { keys: ["Mod+C"], does: "do_copy" },
      { keys: ["Mod+X"], does: "do_cut", draws: true },
      { keys: ["Mod+V"], does: "do_paste", draws: true },
      { keys: ["Mod+D"], does: "do_duplicate", draws: true, act: (board) => duplicate(board) },
      { keys: ["Mod+A"], does: "do_all", act: (board) => select(board, board.drawing.get().items.map((item) => item.id)) },
      { keys: ["L"], does: "do_tidy", draws: true, act: (board) => tidy(board) },
      { keys: ["Shift+L"], does: "do_align", draws: true, act: (board) => align(board, "left") },
    ],
  },
  {
    title: "sheet_view",
    shortcuts: [
      { keys: ["F"], does: "do_fit", act: (board) => fit(board) },
      { keys: ["+"], does: "do_larger", act: zoom("zoomIn") },
      { keys: ["−"], does: "do_smaller", act: zoom("zoomOut") },
      { keys: ["/", "Mod+F"], does: "do_find", act: (board) => board.root?.querySelector<HTMLElement>(".find input")?.focus() },
      { keys: ["P"], does: "do_palette", act: (board) => board.ui.set(({ palette }) => ({ palette: !palette })) },
      { keys: ["Shift+↖"], does: "do_lasso" },
      { keys: ["Space+↖"], does: "do_pan" },
      { keys: ["Escape"], does: "do_escape", act: escape },
      { keys: ["?"], does: "do_help", act: (board) => board.ui.set(({ help }) => ({ help: !help })) },
    ],
  },
];

/** Carries out what the key asks for; true when the key was one of the canvas. */
export function pressed(board: Board, event: KeyboardEvent): boolean {
  if (linkKey(board, event)) return true;
  if (event.key === "Tab") return walk(board, event.shiftKey ? -1 : 1);
  if (event.key in ARROWS && !event.ctrlKey && !event.metaKey) {
    moveBy(board, event);
    return true;
  }
  const found = SHEETS.flatMap((sheet) => sheet.shortcuts).find((one) => one.act && one.keys.some((keys) => fits(keys, event)));
  if (!found || (found.draws && board.picture.get().readonly)) return false;
  found.act?.(board, event);
  return true;
}

function fits(keys: string, event: KeyboardEvent): boolean {
  const parts = keys.replace("++", "+plus").split("+").filter(Boolean);
  const key = keys === "+" ? "+" : parts[parts.length - 1];
  const mod = event.ctrlKey || event.metaKey;
  if (parts.includes("Mod") !== mod || event.altKey) return false;
  const said = event.key === "-" ? "−" : event.key;
  if (key.length === 1 && !/[a-z]/i.test(key)) return said === key || (key === "+" && said === "=");
  return said.toLowerCase() === key.toLowerCase() && parts.includes("Shift") === event.shiftKey;
}

/** From step to step in reading order; at the ends the keyboard leaves the drawing. */
function walk(board: Board, by: number): boolean {
  const { current: now } = board.ui.get();
  const order = inReadingOrder(board);
  const at = order.indexOf(now ?? "");
  const focused = (board.root?.getRootNode() as ShadowRoot | Document).activeElement;
  if (at < 0 || !focused?.hasAttribute("data-box")) return false;
  const next = order[at + by];
  if (!next) return false;
  focusBox(board, next);
  return true;
}

export function inReadingOrder(board: Board): string[] {
  const column = 120;
  return board.drawing
    .get()
    .items.filter(isBox)
    .sort((a, b) => Math.round(a.position.x / column) - Math.round(b.position.x / column) || a.position.y - b.position.y)
    .map((item) => item.id);
}

/** The step that has the keyboard joins what is selected, or leaves it. */
function selectToo(board: Board): void {
  const { current } = board.ui.get();
  if (!current) return;
  const chosen = selectedItems(board).map((item) => item.id);
  const others = chosen.filter((id) => id !== current);
  select(board, others.length === chosen.length ? [...chosen, current] : others);
  say(board, text(board.picture.get(), "selected_count", { count: selectedItems(board).length }));
}

function escape(board: Board): void {
  const { choice, help } = board.ui.get();
  if (choice || help) board.ui.set({ choice: null, help: false });
  else select(board, []);
  board.ui.set({ told: [] });
}

/** The list of steps beside the selected one, or where the pointer is. */
export function openChoice(board: Board): void {
  const frame = board.root?.getBoundingClientRect();
  const id = current(board);
  const box = boxOf(board, id);
  const shown = board.root?.querySelector(`[data-box="${CSS.escape(id ?? "")}"]`)?.getBoundingClientRect();
  if (!frame || !board.flow) return;
  const [left, top] = shown ? [shown.right + 12, shown.top] : [frame.x + frame.width / 2 - 120, frame.y + 80];
  const at = board.flow.screenToFlowPosition({ x: left, y: top });
  const port = box?.data.box.ports.find((one) => !isLed(board, box.id, one.id)) ?? box?.data.box.ports[0];
  board.ui.set({
    choice: {
      left: left - frame.x,
      top: top - frame.y,
      at: box ? [box.position.x + 300, box.position.y] : [at.x, at.y],
      source: box && port ? { id: box.id, exit: port.id } : undefined,
    },
  });
}

/** Copy, cut: puts the part on the clipboard of the system. */
export function copyTo(board: Board, data: DataTransfer | null): boolean {
  const part = copied(board);
  if (!part || !data) return false;
  data.setData("text/plain", part);
  remember(part);
  return true;
}
