// What the hand does on the plane, told to the deeds: moving, drawing ways, dropping, pointing.
import type { Connection, EdgeChange, FinalConnectionState, HandleType, NodeChange } from "@xyflow/react";
import { applyEdgeChanges, applyNodeChanges } from "@xyflow/react";
import { useMemo } from "react";
import type { Board } from "./board/board";
import { boxOf, rest } from "./board/board";
import { add, connect, disconnect, isLoose, isTrigger, moved, splice } from "./board/deeds";
import type { BoxNode, Item, Way } from "./board/document";
import { isBox, measured } from "./board/document";
import { snapped } from "./board/geometry";
import { joinGroups } from "./board/margins";
import { boxUnder, placeAt, pointAt, wayUnder } from "./board/view";
import { KIND } from "./parts/palette";

/** What the hand does to steps and ways. */
export function useGestures(board: Board) {
  return useMemo(() => ({ ...changes(board), ...drags(board), ...draws(board), ...drops(board), ...points(board) }), [board]);
}

/** React Flow's own changes: measures, places, what is selected. It deletes nothing: that is a deed. */
function changes(board: Board) {
  return {
    onNodesChange: (all: NodeChange<Item>[]) => {
      const kept = all.filter((change) => change.type !== "remove");
      const seen = new Set(kept.filter((change) => change.type === "dimensions").map((change) => change.id));
      board.drawing.set(({ items }) => ({ items: measured(applyNodeChanges(kept, items), seen) }));
    },
    onEdgesChange: (all: EdgeChange<Way>[]) => {
      const kept = all.filter((change) => change.type !== "remove");
      board.drawing.set(({ ways }) => ({ ways: applyEdgeChanges(kept, ways) }));
    },
  };
}

/** Moving steps: onto a way, into a group, or just elsewhere. */
function drags(board: Board) {
  const start = () => board.ui.set({ busy: true });
  const over = (event: MouseEvent | TouchEvent | React.MouseEvent, item: Item, items: Item[]) => {
    const fits = items.length === 1 && isBox(item) && isLoose(board, item);
    const drop = fits && "clientX" in event ? wayUnder(board, event.clientX, event.clientY) : null;
    const own = drop?.startsWith(`${item.id}|`) ? null : drop;
    if (own !== board.ui.get().drop) board.ui.set({ drop: own });
  };
  const stop = (_event: unknown, item: Item, items: Item[]) => {
    const { drop } = board.ui.get();
    const from = startOf.get(board);
    const far = items.some((one) => {
      const before = from?.get(one.id);
      return before && (before.x !== one.position.x || before.y !== one.position.y);
    });
    if (far) moved(board, items);
    if (far && drop) splice(board, item.id, drop);
    if (far) joinGroups(board, items);
    board.ui.set({ drop: null });
    rest(board);
  };
  const begin = (_event: unknown, _item: Item, items: Item[]) => {
    startOf.set(board, new Map(items.map((item) => [item.id, { ...item.position }])));
    start();
  };
  return {
    onNodeDragStart: begin,
    onNodeDrag: over,
    onNodeDragStop: stop,
    onSelectionDragStart: (event: React.MouseEvent, items: Item[]) => begin(event, items[0], items),
    onSelectionDragStop: (event: React.MouseEvent, items: Item[]) => stop(event, items[0], items),
  };
}
const startOf = new WeakMap<Board, Map<string, { x: number; y: number }>>();

/** Drawing ways, leading them elsewhere, letting go of them over nothing. */
function draws(board: Board) {
  const target = (id: string) => board.drawing.get().items.find((item) => item.id === id) as BoxNode | undefined;
  return {
    isValidConnection: (made: Connection | Way) => made.source !== made.target && !isTrigger(target(made.target)),
    onConnectStart: () => board.ui.set({ busy: true, drawing: true, hover: null }),
    onConnect: (made: Connection) => connect(board, { id: made.source, exit: made.sourceHandle! }, made.target),
    onConnectEnd: (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      board.ui.set({ drawing: false });
      if (!board.ui.get().leading && !state.isValid && !state.toNode && state.fromHandle) dropped(board, event, state);
      rest(board);
    },
    onReconnectStart: () => board.ui.set({ busy: true, leading: true, hover: null }),
    onReconnect: (old: Way, made: Connection) => connect(board, { id: made.source, exit: made.sourceHandle! }, made.target, old),
    onReconnectEnd: (event: MouseEvent | TouchEvent, old: Way, side: HandleType, state: FinalConnectionState) => {
      board.ui.set({ drawing: false });
      if (!state.isValid && !state.toNode) ledElsewhere(board, event, old, side);
      // React Flow tells of the end of any way being drawn right after this.
      window.setTimeout(() => board.ui.set({ leading: false }));
      rest(board);
    },
  };
}

/** The end of a way dropped anywhere on a step leads there; over nothing it is let go of. */
function ledElsewhere(board: Board, event: MouseEvent | TouchEvent, old: Way, side: HandleType): void {
  const point = "changedTouches" in event ? event.changedTouches[0] : event;
  const id = boxUnder(board, point.clientX, point.clientY);
  if (!id) return disconnect(board, [old.id]);
  // React Flow calls the end that stays where it is the side of the gesture.
  const fits = side === "source" && id !== old.source && !isTrigger(boxOf(board, id));
  if (fits) connect(board, { id: old.source, exit: old.sourceHandle! }, id, old);
}

/** A way dropped anywhere on a step leads there; one dropped on empty canvas asks what comes there. */
function dropped(board: Board, event: MouseEvent | TouchEvent, state: FinalConnectionState): void {
  const point = "changedTouches" in event ? event.changedTouches[0] : event;
  const id = boxUnder(board, point.clientX, point.clientY);
  if (!id) return choose(board, point, state);
  const { nodeId, id: exit, type } = state.fromHandle!;
  const box = boxOf(board, id);
  if (type === "source" && exit && id !== nodeId && !isTrigger(box)) connect(board, { id: nodeId, exit }, id);
}

function choose(board: Board, { clientX, clientY }: { clientX: number; clientY: number }, state: FinalConnectionState): void {
  const frame = board.root!.getBoundingClientRect();
  const [x, y] = placeAt(board, clientX, clientY);
  const { nodeId, id, type } = state.fromHandle!;
  const place = { left: clientX - frame.x, top: clientY - frame.y };
  const forward = type === "source";
  const at = snapped(forward ? x : x - 224, y - 23);
  board.ui.set({
    choice: { ...place, at, ...(forward ? { source: { id: nodeId, exit: id! } } : { target: nodeId }) },
  });
}

/** A type of step dragged in from the palette, onto a way if one is there. */
function drops(board: Board) {
  const carries = (event: React.DragEvent) => event.dataTransfer.types.includes(KIND);
  return {
    onDragOver: (event: React.DragEvent) => {
      if (!carries(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      const drop = wayUnder(board, event.clientX, event.clientY);
      if (drop !== board.ui.get().drop) board.ui.set({ drop });
    },
    onDrop: (event: React.DragEvent) => {
      const kind = board.picture.get().kinds.find((one) => one.kind === event.dataTransfer.getData(KIND));
      const { drop } = board.ui.get();
      board.ui.set({ drop: null });
      if (!kind) return;
      event.preventDefault();
      const [x, y] = placeAt(board, event.clientX, event.clientY);
      const [id, exit] = drop?.split("|") ?? [];
      add(board, kind, snapped(x - 112, y - 23), id ? { id, exit } : undefined);
      board.root?.focus({ preventScroll: true });
    },
  };
}

function points(board: Board) {
  return {
    onEdgeMouseEnter: (_event: unknown, one: Way) => !board.ui.get().busy && pointAt(board, one.id),
    onEdgeMouseLeave: () => pointAt(board, null),
    onPaneClick: () => board.ui.set({ group: null, choice: null, hover: null }),
    onNodeClick: () => board.ui.set({ group: null }),
  };
}
