// Drawing a way with the keyboard: C begins, Tab chooses the port, arrows the step, Enter leads it there.
import type { Board, Link } from "./board";
import { boxOf, say, text } from "./board";
import { connect, isLed, isTrigger } from "./deeds";
import { isBox } from "./document";
import type { Direction } from "./geometry";
import { neighbour } from "./geometry";
import { focusBox, reveal } from "./view";

const words = (board: Board, key: string, values: Record<string, string>) => text(board.picture.get(), key, values);

/** From the first port of a step that leads nowhere yet. */
export function beginLink(board: Board, id: string): void {
  const ports = boxOf(board, id)?.data.box.ports ?? [];
  const port = ports.find((one) => !isLed(board, id, one.id)) ?? ports[0];
  if (!port || board.picture.get().readonly) return;
  board.ui.set({ link: { source: id, exit: port.id, target: null } });
  announce(board);
}

export function endLink(board: Board): void {
  const { link } = board.ui.get();
  board.ui.set({ link: null });
  if (link) focusBox(board, link.source);
}

/** True when the key belonged to the way that is being drawn. */
export function linkKey(board: Board, event: KeyboardEvent): boolean {
  const { link } = board.ui.get();
  if (!link) return false;
  if (event.key === "Escape") endLink(board);
  else if (event.key === "Tab") nextPort(board, link, event.shiftKey ? -1 : 1);
  else if (event.key.startsWith("Arrow")) nextTarget(board, link, event.key as Direction);
  else if (event.key === "Enter") lead(board, link);
  else return !["Shift", "Control", "Meta", "Alt"].includes(event.key);
  return true;
}

function nextPort(board: Board, link: Link, by: number): void {
  const ports = boxOf(board, link.source)?.data.box.ports ?? [];
  const now = ports.findIndex((port) => port.id === link.exit);
  const next = ports[(now + by + ports.length) % ports.length];
  if (next) board.ui.set({ link: { ...link, exit: next.id } });
  announce(board);
}

function nextTarget(board: Board, link: Link, direction: Direction): void {
  const items = board.drawing.get().items.filter((item) => isBox(item) && !isTrigger(item) && item.id !== link.source);
  const from = boxOf(board, link.target ?? link.source);
  const next = from && neighbour(items, from, direction);
  if (!next) return;
  board.ui.set({ link: { ...link, target: next.id } });
  reveal(board, next.id);
  announce(board);
}

function lead(board: Board, link: Link): void {
  if (!link.target) return;
  connect(board, { id: link.source, exit: link.exit }, link.target);
  const target = boxOf(board, link.target)?.data.box.title ?? "";
  say(board, words(board, "led", { step: target }));
  board.outbox.flush();
  endLink(board);
}

function announce(board: Board): void {
  const { link } = board.ui.get();
  const source = boxOf(board, link?.source ?? null)?.data.box;
  if (!link || !source) return;
  const way = source.ports.find((port) => port.id === link.exit)?.label || words(board, "then", {});
  const target = boxOf(board, link.target)?.data.box.title;
  say(board, target ? words(board, "leading_to", { way, step: target }) : words(board, "leading", { way, step: source.title }));
}
