// One canvas at work: the drawing, what lies over it, and the line to Python.
import type { ReactFlowInstance } from "@xyflow/react";
import { createContext, useContext } from "react";
import type { Outbox } from "../outbox";
import { outboxOf } from "../outbox";
import type { Store } from "../store";
import { createStore, useStored } from "../store";
import type { Host, Op, Picture } from "../wire";
import type { Drawing, Item, Way } from "./document";
import { drawingOf, isBox, reconciled, withContent } from "./document";

/** A way being drawn with the keyboard: from which port, to which box so far. */
export type Link = { source: string; exit: string; target: string | null };
/** A list of steps to choose from, at a place on the page; `source` is the port that the step goes behind, `target`
 * the box that it goes before. */
export type Choice = {
  left: number;
  top: number;
  at: [number, number];
  source?: { id: string; exit: string };
  target?: string;
};
/** What only this canvas knows, and nobody keeps. */
export type Ui = {
  busy: boolean;
  /** A way is being drawn with the pointer. */
  drawing: boolean;
  /** An end of a way that was there is. */
  leading: boolean;
  hover: string | null;
  /** The way on which what is dragged would be put. */
  drop: string | null;
  link: Link | null;
  choice: Choice | null;
  help: boolean;
  palette: boolean;
  lasso: boolean;
  /** The box that Tab comes to. */
  current: string | null;
  /** The group whose title is selected. */
  group: string | null;
  /** The note or group that is being written in. */
  writing: string | null;
  told: string[];
  said: string;
};

export type Board = {
  picture: Store<Picture>;
  drawing: Store<Drawing>;
  ui: Store<Ui>;
  outbox: Outbox;
  host: Host;
  root: HTMLElement | null;
  flow: ReactFlowInstance<Item, Way> | null;
  /** Where the pointer was last, on the page. */
  pointer: { x: number; y: number } | null;
  /** Python's drawing was not taken over yet, because somebody is at work. */
  stale: boolean;
  seen: { focus: number; made: number; told: number };
};

const QUIET: Ui = {
  busy: false,
  drawing: false,
  leading: false,
  hover: null,
  drop: null,
  link: null,
  choice: null,
  help: false,
  palette: true,
  lasso: false,
  current: null,
  group: null,
  writing: null,
  told: [],
  said: "",
};

export function createBoard(host: Host): Board {
  const { data } = host;
  const outbox = outboxOf(data.doc_id);
  // A canvas that comes anew hears nothing more of what Python has carried out already.
  outbox.acknowledge(data.ack);
  return {
    picture: createStore(data),
    drawing: createStore(chosen(drawingOf(data), data.selected)),
    ui: createStore(QUIET),
    outbox,
    host,
    root: null,
    flow: null,
    pointer: null,
    stale: false,
    seen: seenOf(data),
  };
}

const remembered = new Map<string, Board["seen"]>();

/** What this tab was told of before, however often its canvas comes and goes. */
function seenOf({ doc_id, made, told }: Picture): Board["seen"] {
  const seen = remembered.get(doc_id) ?? { focus: 0, made: made?.seq ?? 0, told: told?.n ?? 0 };
  remembered.set(doc_id, seen);
  return seen;
}

function chosen(drawing: Drawing, id: string): Drawing {
  return { ...drawing, items: drawing.items.map((item) => (item.id === id ? { ...item, selected: true } : item)) };
}

/** Python has drawn the page: what it says is true, except for what is still on its way to it. */
export function receive(board: Board, host: Host): void {
  board.host = host;
  board.outbox.acknowledge(host.data.ack);
  board.picture.set(host.data);
  takeOver(board);
}

/** Python's drawing in place of the own one; while somebody is at work, its content alone. */
export function takeOver(board: Board): void {
  const picture = board.picture.get();
  const fresh = drawingOf(picture);
  const working = board.ui.get().busy || !board.outbox.idle();
  board.stale = working;
  board.drawing.set((now) => (working ? withContent(now, fresh) : reconciled(now, fresh)));
}

/** The end of a gesture: what came meanwhile is taken over. */
export function rest(board: Board): void {
  board.ui.set({ busy: false });
  if (board.stale && board.outbox.idle()) takeOver(board);
}

/** A change that is seen at once and told to Python. */
export function edit(board: Board, op: Op, change?: (drawing: Drawing) => Partial<Drawing>): void {
  if (board.picture.get().readonly) return;
  if (change) board.drawing.set(change(board.drawing.get()));
  board.outbox.push(op);
}

export const selectedItems = (board: Board) => board.drawing.get().items.filter((item) => item.selected);
export const selectedBoxes = (board: Board) => selectedItems(board).filter(isBox);
export const boxOf = (board: Board, id: string | null) =>
  board.drawing.get().items.filter(isBox).find((item) => item.id === id);

export function select(board: Board, ids: string[]): void {
  const wanted = new Set(ids);
  board.drawing.set(({ items, ways }) => ({
    items: items.map((item) => (!!item.selected === wanted.has(item.id) ? item : { ...item, selected: wanted.has(item.id) })),
    ways: ways.map((one) => (one.selected ? { ...one, selected: false } : one)),
  }));
  board.ui.set({ group: null });
}

export function tell(board: Board, ...sentences: string[]): void {
  board.ui.set({ told: sentences });
}

/** For those who listen instead of looking. */
export function say(board: Board, sentence: string): void {
  board.ui.set({ said: sentence });
}

export function text(picture: Picture, key: string, values: Record<string, string | number> = {}): string {
  return Object.entries(values).reduce(
    (said, [name, value]) => said.replaceAll(`{${name}}`, String(value)),
    picture.texts[key] ?? key,
  );
}

const Context = createContext<Board | null>(null);
export const BoardProvider = Context.Provider;

export function useBoard(): Board {
  const board = useContext(Context);
  if (!board) throw new Error("outside of a canvas");
  return board;
}
export const usePicture = <V,>(select: (picture: Picture) => V) => useStored(useBoard().picture, select);
export const useUi = <V,>(select: (ui: Ui) => V) => useStored(useBoard().ui, select);
export const useDrawing = <V,>(select: (drawing: Drawing) => V) => useStored(useBoard().drawing, select);

/** Texts of the interface by their key. */
export function useTexts(): (key: string, values?: Record<string, string | number>) => string {
  const board = useBoard();
  usePicture((picture) => picture.texts["undo"]);
  return (key, values) => text(board.picture.get(), key, values);
}
