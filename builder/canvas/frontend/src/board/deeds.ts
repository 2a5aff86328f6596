// What a hand can do to steps and ways: each deed is seen at once and told to Python.
import type { Kind, Place } from "../wire";
import type { Board } from "./board";
import { boxOf, edit, select, selectedBoxes, selectedItems } from "./board";
import type { BoxNode, Drawing, Item, Way } from "./document";
import { boxNode, heightOf, isBox, isNote, led, placeOf, way, wayId } from "./document";
import type { Side } from "./geometry";
import { aligned, freePlace, snapped } from "./geometry";
import { tidied } from "./tidy";
import { middle, reveal } from "./view";

const COLUMN = 300;
export const isTrigger = (item: BoxNode | undefined) => item?.data.kind.category === "trigger";
export type Port = { id: string; exit: string };

/** A new step; behind a port, and before what that led to, where one is given. Its id. */
export function add(board: Board, kind: Kind, at: Place, behind?: Port): string {
  const { items } = board.drawing.get();
  const id = freeName(kind.kind, items);
  const onward = behind && kind.category !== "trigger" ? behind : undefined;
  const op = { id, kind: kind.kind, title: kind.label, at };
  const named = onward ? { op: "insert", source: onward.id, exit: onward.exit, ...op } : { op: "add", ...op };
  const box = { ...op, title: kind.label, lines: kind.lines, ports: kind.ports, config: {}, note: "" };
  edit(board, named, (drawing) => ({
    items: [...drawing.items, boxNode(box, kind)],
    ways: onward ? between(drawing.ways, onward, id, kind.ports[0]?.id) : drawing.ways,
  }));
  if (board.picture.get().readonly) return "";
  select(board, [id]);
  board.ui.set({ current: id });
  board.outbox.flush();
  return id;
}

function freeName(kind: string, items: Item[]): string {
  const taken = new Set(items.map((item) => item.id));
  const base = kind.slice(0, 20);
  let number = 1;
  while (taken.has(number === 1 ? base : `${base}_${number}`)) number += 1;
  return number === 1 ? base : `${base}_${number}`;
}

function between(ways: Way[], port: Port, id: string, exit: string | undefined): Way[] {
  const old = ways.find((one) => one.source === port.id && one.sourceHandle === port.exit);
  const kept = ways.filter((one) => one !== old);
  const onward = old && exit && old.target !== id ? [way(id, exit, old.target)] : [];
  return [...kept, way(port.id, port.exit, id), ...onward];
}

/** A click in the palette: behind the one selected step if it has a way on to give, else in the middle. */
export function addByClick(board: Board, kind: Kind): string {
  const [box, ...more] = selectedBoxes(board);
  const port = box && !more.length && kind.category !== "trigger" ? givenPort(board, box) : undefined;
  const height = heightOf({ ...kind, id: "", at: [0, 0], title: "", config: {}, note: "" });
  if (box && port) {
    const { x, y } = box.position;
    const id = add(board, kind, freePlace(board.drawing.get().items, [x + COLUMN, y], height), port);
    reveal(board, id);
    return id;
  }
  const [x, y] = middle(board);
  return add(board, kind, freePlace(board.drawing.get().items, snapped(x - 112, y - height / 2), height));
}

/** The port behind which the next step goes: the first free one, or the only one. */
export function givenPort(board: Board, box: BoxNode): Port | undefined {
  const ports = box.data.box.ports;
  const free = ports.find((port) => !isLed(board, box.id, port.id));
  const port = free ?? (ports.length === 1 ? ports[0] : undefined);
  return port && { id: box.id, exit: port.id };
}

export const isLed = (board: Board, id: string, exit: string) =>
  led(board.drawing.get().ways).has(wayId(id, exit));

/** Leads a port to a step; `old` is the way that is let go of instead. */
export function connect(board: Board, port: Port, target: string, old?: Way): void {
  const op = { op: "connect", source: port.id, exit: port.exit, target };
  const from = old ? { from_source: old.source, from_exit: old.sourceHandle } : {};
  const same = (one: Way) => one.source === port.id && one.sourceHandle === port.exit;
  edit(board, { ...op, ...from }, ({ ways }) => ({
    ways: [...ways.filter((one) => !same(one) && one.id !== old?.id), way(port.id, port.exit, target)],
  }));
}

export function disconnect(board: Board, ids: string[]): void {
  const gone = board.drawing.get().ways.filter((one) => ids.includes(one.id));
  if (!gone.length) return;
  const op = { op: "disconnect", ways: gone.map((one) => [one.source, one.sourceHandle]) };
  edit(board, op, ({ ways }) => ({ ways: ways.filter((one) => !ids.includes(one.id)) }));
  board.ui.set({ hover: null });
}

/** Puts a step that is there on a way. */
export function splice(board: Board, id: string, wayId: string): void {
  const box = boxOf(board, id);
  const old = board.drawing.get().ways.find((one) => one.id === wayId);
  if (!box || !old) return;
  const port = { id: old.source, exit: old.sourceHandle! };
  const free = box.data.box.ports.find((one) => !isLed(board, id, one.id))?.id;
  edit(board, { op: "splice", id, source: port.id, exit: port.exit }, ({ ways }) => ({
    ways: between(ways, port, id, free),
  }));
}

/** Whether a step may be put on ways: nothing leads to it yet. */
export const isLoose = (board: Board, box: BoxNode) =>
  !isTrigger(box) && !board.drawing.get().ways.some((one) => one.target === box.id);

/** Deletes what is selected: steps, notes, ways, or the group whose title is. */
export function remove(board: Board): void {
  const { ways } = board.drawing.get();
  const items = selectedItems(board);
  const gone = new Set(items.map((item) => item.id));
  const cut = ways.filter((one) => one.selected && !gone.has(one.source));
  const group = board.ui.get().group;
  if (!gone.size && !cut.length && !group) return;
  const op = {
    op: "delete",
    nodes: items.filter(isBox).map((item) => item.id),
    notes: items.filter(isNote).map((item) => item.data.note.id),
    ways: cut.map((one) => [one.source, one.sourceHandle]),
    groups: group ? [group] : [],
  };
  edit(board, op, (drawing) => ({
    items: drawing.items.filter((item) => !gone.has(item.id)),
    ways: drawing.ways.filter((one) => !cut.includes(one) && !gone.has(one.source) && !gone.has(one.target)),
    groups: drawing.groups.filter((one) => one.id !== group),
  }));
  board.ui.set({ group: null, current: null, hover: null });
  board.root?.focus({ preventScroll: true });
}

/** Tells Python where items stand now. */
export function moved(board: Board, items: Item[]): void {
  const boxes = items.filter(isBox).map((item) => [item.id, placeOf(item)]);
  const notes = items.filter(isNote).map((item) => [item.data.note.id, placeOf(item)]);
  if (!boxes.length && !notes.length) return;
  edit(board, { op: "move", places: Object.fromEntries(boxes), notes: Object.fromEntries(notes) });
}

export function nudge(board: Board, dx: number, dy: number): void {
  if (board.picture.get().readonly) return;
  const ids = new Set(selectedItems(board).map((item) => item.id));
  board.drawing.set(({ items }) => ({
    items: items.map((item) =>
      ids.has(item.id) ? { ...item, position: { x: item.position.x + dx, y: item.position.y + dy } } : item,
    ),
  }));
  moved(board, selectedItems(board));
}

export function put(board: Board, name: "align" | "tidy", places: Record<string, Place>): void {
  const placed = ({ items }: Drawing) => ({
    items: items.map((item) => {
      const at = places[item.id];
      return at ? { ...item, position: { x: at[0], y: at[1] } } : item;
    }),
  });
  if (Object.keys(places).length) edit(board, { op: name, places }, placed);
}

export const align = (board: Board, side: Side) => put(board, "align", aligned(selectedBoxes(board), side));

/** All of it, or what is selected if that is more than one step. */
export function tidy(board: Board): void {
  const chosen = selectedBoxes(board).map((box) => box.id);
  const drawing = board.drawing.get();
  if (drawing.items.some(isBox)) {
    put(board, "tidy", tidied(drawing, chosen.length > 1 ? new Set(chosen) : undefined));
  }
}

export function duplicate(board: Board): void {
  const nodes = selectedBoxes(board).map((box) => box.id);
  if (nodes.length) edit(board, { op: "duplicate", nodes });
  board.outbox.flush();
}

export function collapse(board: Board): void {
  const boxes = selectedBoxes(board);
  const nodes = boxes.map((box) => box.id);
  const on = !boxes.every((box) => box.data.shut);
  if (!nodes.length) return;
  edit(board, { op: "collapse", nodes, on }, ({ items }) => ({
    items: items.map((item) =>
      isBox(item) && nodes.includes(item.id) ? { ...item, data: { ...item.data, shut: on, stamp: "" } } : item,
    ),
  }));
}

export function step(board: Board, name: "undo" | "redo"): void {
  const { history } = board.picture.get();
  if (!history[name] && board.outbox.idle()) return;
  edit(board, { op: name });
  board.outbox.flush();
}

