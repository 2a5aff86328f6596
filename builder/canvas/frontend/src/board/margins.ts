// Notes and groups: made, written, coloured, joined and left.
import type { Group, Note, Place } from "../wire";
import type { Board } from "./board";
import { edit, select, selectedBoxes } from "./board";
import type { Drawing, Item } from "./document";
import { isBox, isNote, noteItem, noteNode, placeOf } from "./document";
import type { Rect } from "./geometry";
import { around, meets, rectOf, snapped } from "./geometry";

export const PAD = { side: 18, top: 44, bottom: 18 };

function freeId(base: string, taken: string[]): string {
  let number = 1;
  while (taken.includes(number === 1 ? base : `${base}_${number}`)) number += 1;
  return number === 1 ? base : `${base}_${number}`;
}

/** A new note, ready to be written in. */
export function addNote(board: Board, at: Place): void {
  const taken = board.drawing.get().items.filter(isNote).map((item) => item.data.note.id);
  const note: Note = { id: freeId("note", taken), at: snapped(...at), size: [220, 120], text: "", colour: "amber" };
  edit(board, { op: "note", ...note }, ({ items }) => ({ items: [...items, noteNode(note)] }));
  select(board, [noteItem(note.id)]);
  board.ui.set({ writing: noteItem(note.id) });
}

export function changeNote(board: Board, id: string, change: Partial<Note>): void {
  edit(board, { op: "note", id, ...change }, ({ items }) => ({
    items: items.map((item) => {
      if (!isNote(item) || item.data.note.id !== id) return item;
      const note = { ...item.data.note, at: placeOf(item), ...change };
      return { ...item, ...noteNode(note), selected: item.selected };
    }),
  }));
}

/** A group of the selected steps, its title ready to be written. */
export function addGroup(board: Board, title: string): void {
  const nodes = selectedBoxes(board).map((box) => box.id);
  if (!nodes.length) return;
  const id = freeId("group", board.drawing.get().groups.map((group) => group.id));
  const group: Group = { id, title, nodes, colour: "blue" };
  edit(board, { op: "group", ...group }, ({ groups }) => ({ groups: [...without(groups, nodes), group] }));
  board.ui.set({ group: id, writing: `group:${id}` });
}

export function changeGroup(board: Board, id: string, change: Partial<Group>): void {
  edit(board, { op: "group", id, ...change }, ({ groups }) => ({
    groups: groups.map((group) => (group.id === id ? { ...group, ...change } : group)),
  }));
}

export function ungroup(board: Board, id: string): void {
  edit(board, { op: "delete", groups: [id] }, ({ groups }) => ({ groups: groups.filter((one) => one.id !== id) }));
  board.ui.set({ group: null });
}

const without = (groups: Group[], nodes: string[]) =>
  groups
    .map((group) => ({ ...group, nodes: group.nodes.filter((id) => !nodes.includes(id)) }))
    .filter((group) => group.nodes.length);

/** The frame around a group's steps, those in `but` left out. */
export function frameOf(items: Item[], group: Group, but = new Set<string>()): Rect | null {
  const inside = items.filter((item) => isBox(item) && group.nodes.includes(item.id) && !but.has(item.id));
  const rect = around(inside.map(rectOf));
  return (
    rect && {
      x: rect.x - PAD.side,
      y: rect.y - PAD.top,
      width: rect.width + 2 * PAD.side,
      height: rect.height + PAD.top + PAD.bottom,
    }
  );
}

/** Steps that were dragged into a group's frame join it; those dragged clear of it leave. */
export function joinGroups(board: Board, moved: Item[]): void {
  const drawing = board.drawing.get();
  const ids = new Set(moved.filter(isBox).map((item) => item.id));
  for (const group of drawing.groups) {
    const nodes = membersAfter(drawing, group, moved, ids);
    if (nodes.length && nodes.join() !== group.nodes.join()) changeGroup(board, group.id, { nodes });
  }
}

function membersAfter(drawing: Drawing, group: Group, moved: Item[], ids: Set<string>): string[] {
  const frame = frameOf(drawing.items, group, ids);
  if (!frame) return group.nodes;
  const stays = (item: Item) => meets(rectOf(item), frame);
  const here = moved.filter((item) => ids.has(item.id));
  const left = new Set(here.filter((item) => !stays(item)).map((item) => item.id));
  const joins = here.filter((item) => !group.nodes.includes(item.id) && holds(frame, rectOf(item)));
  return [...group.nodes.filter((id) => !left.has(id)), ...joins.map((item) => item.id)];
}

function holds(frame: Rect, rect: Rect): boolean {
  const [x, y] = [rect.x + rect.width / 2, rect.y + rect.height / 2];
  return x > frame.x && x < frame.x + frame.width && y > frame.y && y < frame.y + frame.height;
}
