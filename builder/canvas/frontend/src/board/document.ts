// The drawing as React Flow keeps it, made from Python's picture and brought up to date with it.
import type { Edge, Node, NodeHandle } from "@xyflow/react";
import { Position } from "@xyflow/react";
import type { Box, Group, Kind, Note, Picture, Place } from "../wire";

export const WIDTH = 224;
export const IN = "in";
/** From so many items on, only those in view are drawn. */
export const MANY = 150;
const NOTE = "note:";

/** `stamp` says whether two contents are equal. */
export type BoxData = { box: Box; kind: Kind; shut: boolean; stamp: string };
export type NoteData = { note: Note; stamp: string };
export type BoxNode = Node<BoxData, "box">;
export type NoteNode = Node<NoteData, "note">;
export type Item = BoxNode | NoteNode;
export type Way = Edge<Record<string, never>, "way">;
export type Drawing = { items: Item[]; ways: Way[]; groups: Group[] };

export const isBox = (item: Item): item is BoxNode => item.type === "box";
export const isNote = (item: Item): item is NoteNode => item.type === "note";
export const noteItem = (id: string) => NOTE + id;
export const wayId = (source: string, exit: string) => `${source}|${exit}`;
export const placeOf = (item: Item): Place => [Math.round(item.position.x), Math.round(item.position.y)];

const UNKNOWN: Kind = { kind: "", label: "", help: "", category: "data", icon: "", lines: [], ports: [] };

export function boxNode(box: Box, kind: Kind | undefined, shut = false): BoxNode {
  const { at, ...content } = box;
  return {
    id: box.id,
    type: "box",
    position: { x: at[0], y: at[1] },
    data: { box, kind: kind ?? { ...UNKNOWN, label: box.kind }, shut, stamp: JSON.stringify([content, shut]) },
    initialWidth: WIDTH,
    initialHeight: heightOf(box, shut),
  };
}

/** With guesses in place of measures: of large flows only what is in view is ever drawn and measured. */
function unseen(node: BoxNode): BoxNode {
  const { box, shut } = node.data;
  const height = heightOf(box, shut);
  return { ...node, measured: { width: WIDTH, height }, handles: handlesOf(box, shut, height) };
}

function handlesOf(box: Box, shut: boolean, height: number): NodeHandle[] {
  const size = { width: 12, height: 12 };
  const level = 17;
  const rows = !shut && !isSingle(box);
  const outs = box.ports.map((port, number) => ({
    id: port.id,
    type: "source" as const,
    position: Position.Right,
    x: WIDTH - 6,
    y: rows ? height - 4 - 24 * (box.ports.length - number) + 6 : level,
    ...size,
  }));
  return [{ id: IN, type: "target", position: Position.Left, x: -6, y: level, ...size }, ...outs];
}

/** What was measured is no guess any more. */
export function measured(items: Item[], seen: Set<string>): Item[] {
  if (!seen.size) return items;
  return items.map((item) => {
    if (!item.handles || !seen.has(item.id)) return item;
    const { handles: _guessed, ...known } = item;
    return known as Item;
  });
}

/** About what the box will measure; right enough for what is not in view. The kernel's layouts leave room for it. */
export function heightOf(box: Box, shut = false): number {
  if (shut) return 46;
  const single = isSingle(box) || !box.ports.length;
  const lines = box.lines.reduce((sum, line) => sum + Math.ceil(line.length / 30), 0);
  const text = lines ? Math.min(single ? 3 : 2, lines) * 18 + 9 : 0;
  return 46 + text + (single ? 0 : 8 + 24 * box.ports.length);
}

/** One way on without a name: its port stands beside the title. */
export const isSingle = (box: Box) => box.ports.length === 1 && !box.ports[0].label;

export function noteNode(note: Note): NoteNode {
  const { at, ...content } = note;
  return {
    id: noteItem(note.id),
    type: "note",
    position: { x: at[0], y: at[1] },
    data: { note, stamp: JSON.stringify(content) },
    width: note.size[0],
    height: note.size[1],
    zIndex: -1,
  };
}

export function way(source: string, exit: string, target: string): Way {
  return { id: wayId(source, exit), type: "way", source, sourceHandle: exit, target, targetHandle: IN };
}

const ledPorts = new WeakMap<Way[], Set<string>>();

/** The ids of all ways, which say what ports lead somewhere; made once for each list of ways. */
export function led(ways: Way[]): Set<string> {
  const found = ledPorts.get(ways) ?? new Set(ways.map((one) => one.id));
  ledPorts.set(ways, found);
  return found;
}

export function drawingOf(picture: Picture): Drawing {
  const kinds = new Map([...picture.kinds, ...picture.strangers].map((kind) => [kind.kind, kind]));
  const shut = new Set(picture.collapsed);
  const boxes = picture.nodes
    .map((box) => boxNode(box, kinds.get(box.kind), shut.has(box.id)))
    .map((node) => (picture.nodes.length > MANY ? unseen(node) : node));
  return {
    items: [...boxes, ...picture.notes.map(noteNode)],
    ways: picture.edges.map(([source, exit, target]) => way(source, exit, target)),
    groups: picture.groups,
  };
}

/** The new drawing, with every item and way of the old one that is still the same: what has not changed is not
 * drawn again, and what is selected stays so. */
export function reconciled(old: Drawing, fresh: Drawing): Drawing {
  const items = new Map(old.items.map((item) => [item.id, item]));
  const ways = new Map(old.ways.map((one) => [one.id, one]));
  return {
    items: merged(old.items, fresh.items.map((item) => sameItem(items.get(item.id), item))),
    ways: merged(
      old.ways,
      fresh.ways.map((one) => (ways.get(one.id)?.target === one.target ? ways.get(one.id)! : one)),
    ),
    groups: JSON.stringify(old.groups) === JSON.stringify(fresh.groups) ? old.groups : fresh.groups,
  };
}

function sameItem(old: Item | undefined, fresh: Item): Item {
  if (!old || old.type !== fresh.type) return fresh;
  const sameContent = old.data.stamp === fresh.data.stamp;
  const there = placeOf(old);
  const sameWhere = there[0] === fresh.position.x && there[1] === fresh.position.y;
  if (sameContent && sameWhere) return old;
  const guessed = old.handles && fresh.handles ? { handles: fresh.handles, measured: fresh.measured } : {};
  const size = isNote(fresh) ? { width: fresh.width, height: fresh.height } : guessed;
  return { ...old, ...size, position: sameWhere ? old.position : fresh.position, data: fresh.data } as Item;
}

/** Content alone, for a drawing in which somebody is at work: what stands where is theirs. */
export function withContent(old: Drawing, fresh: Drawing): Drawing {
  const boxes = new Map(fresh.items.filter(isBox).map((item) => [item.id, item]));
  const items = old.items.map((item) => {
    const found = boxes.get(item.id);
    return found && isBox(item) && item.data.stamp !== found.data.stamp ? { ...item, data: found.data } : item;
  });
  return { ...old, items: merged(old.items, items) };
}

function merged<T>(old: T[], fresh: T[]): T[] {
  return old.length === fresh.length && fresh.every((one, i) => one === old[i]) ? old : fresh;
}
