// Parts of a flow on the clipboard: plain JSON, so that they can go into another flow, a letter, a file.
import type { Board } from "./board";
import { edit, selectedItems, tell, text } from "./board";
import type { Item } from "./document";
import { isBox, isNote, placeOf } from "./document";
import { snapped } from "./geometry";
import { wherePointed } from "./view";

const LAST = "flowbook part";
const LONGEST = 4_000_000;
const ASIDE = 40;
let lastPaste = { what: "", times: 0 };

/** What is selected, as text; empty where nothing is. */
export function copied(board: Board): string {
  const items = selectedItems(board);
  if (!items.length) return "";
  const { doc_id } = board.picture.get();
  return JSON.stringify({ flowbook: "part", flow: doc_id, ...part(board, items) }, null, 1);
}

function part(board: Board, items: Item[]) {
  const { ways, groups } = board.drawing.get();
  const boxes = items.filter(isBox);
  const ids = new Set(boxes.map((item) => item.id));
  const led = (id: string) =>
    Object.fromEntries(ways.filter((one) => one.source === id && ids.has(one.target)).map((one) => [one.sourceHandle, one.target]));
  return {
    nodes: boxes.map((item) => {
      const { id, kind, title, config, note } = item.data.box;
      return { id, type: kind, title, config, exits: led(id), note, at: placeOf(item) };
    }),
    notes: items.filter(isNote).map((item) => {
      const { size, text: words, colour } = item.data.note;
      return { at: placeOf(item), size, text: words, colour };
    }),
    groups: groups
      .filter((group) => group.nodes.every((id) => ids.has(id)))
      .map(({ title, nodes, colour }) => ({ title, nodes, colour })),
  };
}

/** For pasting by a button where the browser does not let pages read the clipboard. */
export function remember(part: string): void {
  try {
    localStorage.setItem(LAST, part);
  } catch {
    // Too long, or a browser that keeps nothing: the clipboard itself has it.
  }
}

/** What the clipboard holds, if the browser shows it and it is a part; else what was copied last. */
export async function pasteByButton(board: Board): Promise<void> {
  const said = (await navigator.clipboard?.readText().catch(() => "")) ?? "";
  const last = localStorage.getItem(LAST) ?? "";
  board.pointer = null;
  pasted(board, read(said) ? said : last || said);
}

/** Puts a part into the drawing where the pointer is; what is no part of a flow is told of. */
export function pasted(board: Board, said: string): void {
  const found = read(said);
  if (!found) return tell(board, text(board.picture.get(), said.length > LONGEST ? "too_long" : "no_part"));
  lastPaste = lastPaste.what === said ? { what: said, times: lastPaste.times + 1 } : { what: said, times: 0 };
  const aside = ASIDE * lastPaste.times;
  const [x, y] = wherePointed(board);
  edit(board, { op: "paste", part: found, at: snapped(x + aside, y + aside) });
  board.outbox.flush();
}

function read(said: string): object | null {
  if (said.length > LONGEST) return null;
  try {
    const found: unknown = JSON.parse(said);
    const isPart = !!found && typeof found === "object" && "flowbook" in found && found.flowbook === "part";
    return isPart ? (found as object) : null;
  } catch {
    return null;
  }
}
