// Where one looks: flying to a step, bringing one into view, the middle of what is seen.
import type { Board } from "./board";
import { boxOf, select } from "./board";
import { rectOf } from "./geometry";
import type { Place } from "../wire";

const READABLE = 0.75;
const MARGIN = 24;

export const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const soon = () => ({ duration: still() ? 0 : 260 });

export function fit(board: Board): void {
  void board.flow?.fitView({ padding: 0.1, maxZoom: 1, ...soon() });
}

/** Selects a step and brings it to the middle, large enough to be read. */
export function flyTo(board: Board, id: string): void {
  const item = board.drawing.get().items.find((one) => one.id === id);
  if (!item || !board.flow) return;
  select(board, [id]);
  board.ui.set({ current: id });
  const { x, y, width, height } = rectOf(item);
  const zoom = Math.min(1.1, Math.max(READABLE, board.flow.getZoom()));
  void board.flow.setCenter(x + width / 2, y + height / 2, { zoom, ...soon() });
}

/** Moves the view no more than needed for the whole step to be seen. */
export function reveal(board: Board, id: string): void {
  const item = board.drawing.get().items.find((one) => one.id === id);
  const frame = pane(board);
  if (!item || !board.flow || !frame) return;
  const { x, y, zoom } = board.flow.getViewport();
  const rect = rectOf(item);
  const dx = into(rect.x * zoom + x, rect.width * zoom, frame.width);
  const dy = into(rect.y * zoom + y, rect.height * zoom, frame.height);
  if (dx || dy) void board.flow.setViewport({ x: x + dx, y: y + dy, zoom }, soon());
}

function into(from: number, size: number, room: number): number {
  if (from < MARGIN || size > room) return MARGIN - from;
  return Math.min(0, room - MARGIN - from - size);
}

const pane = (board: Board) => board.root?.querySelector(".react-flow")?.getBoundingClientRect();

/** The middle of the view, as a place in the drawing. */
export function middle(board: Board): Place {
  const frame = pane(board);
  if (!frame || !board.flow) return [0, 0];
  return placeAt(board, frame.x + frame.width / 2, frame.y + frame.height / 2);
}

export function placeAt(board: Board, left: number, top: number): Place {
  const { x, y } = board.flow!.screenToFlowPosition({ x: left, y: top });
  return [Math.round(x), Math.round(y)];
}

/** Where the pointer is, if it is over the drawing; else the middle. */
export function wherePointed(board: Board): Place {
  const frame = pane(board);
  const at = board.pointer;
  const over = frame && at && at.x > frame.x && at.x < frame.right && at.y > frame.y && at.y < frame.bottom;
  return over ? placeAt(board, at.x, at.y) : middle(board);
}

/** Puts the keyboard on a step, in view. */
export function focusBox(board: Board, id: string): void {
  if (!boxOf(board, id)) return;
  board.ui.set({ current: id });
  reveal(board, id);
  const take = () => {
    const element = board.root?.querySelector<HTMLElement>(`[data-box="${CSS.escape(id)}"]`);
    element?.focus({ preventScroll: true });
    return !!element;
  };
  // Two frames for one that was out of view: for the view to move, and for the box to be drawn.
  if (!take()) requestAnimationFrame(() => requestAnimationFrame(take));
}

/** The way that lies under a point of the page. */
export const wayUnder = (board: Board, left: number, top: number) =>
  under(board, left, top, ".react-flow__edge")?.getAttribute("data-id") ?? null;

/** The step that lies there. */
export const boxUnder = (board: Board, left: number, top: number) =>
  under(board, left, top, "[data-box]")?.getAttribute("data-box") ?? null;

function under(board: Board, left: number, top: number, selector: string): Element | undefined {
  const host = board.root?.getRootNode() as ShadowRoot | Document | undefined;
  const found = host?.elementsFromPoint(left, top) ?? [];
  return found.map((element) => element.closest(selector)).find((element) => element !== null);
}

const LINGER = 260;
let leaving = 0;

/** The way that is pointed at; it stays so for a moment, in which the pointer can get to its buttons. */
export function pointAt(board: Board, way: string | null): void {
  clearTimeout(leaving);
  if (way) board.ui.set({ hover: way });
  else leaving = window.setTimeout(() => board.ui.set({ hover: null }), LINGER);
}
