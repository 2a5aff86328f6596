// A tidy picture from left to right by dagre, with the boxes as large as they are.
import dagre from "@dagrejs/dagre";
import type { Place } from "../wire";
import type { BoxNode, Drawing } from "./document";
import { isBox } from "./document";
import { rectOf, snapped } from "./geometry";

const BESIDE = 36;
const BETWEEN = 84;

/** New places for all boxes, or for some of them, which then stay about where they are. */
export function tidied(drawing: Drawing, only?: Set<string>): Record<string, Place> {
  const boxes = drawing.items.filter((item): item is BoxNode => isBox(item) && (!only || only.has(item.id)));
  const inside = new Set(boxes.map((box) => box.id));
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: BESIDE, ranksep: BETWEEN, ranker: "network-simplex" });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const box of boxes) {
    const { width, height } = rectOf(box);
    graph.setNode(box.id, { width, height });
  }
  for (const way of inOrder(drawing, boxes)) {
    if (inside.has(way[0]) && inside.has(way[1]) && way[0] !== way[1]) graph.setEdge(way[0], way[1]);
  }
  dagre.layout(graph);
  const corner = (axis: "x" | "y") => Math.min(...boxes.map((box) => box.position[axis]));
  const places = boxes.map((box) => {
    const { x, y, width, height } = graph.node(box.id) as { x: number; y: number; width: number; height: number };
    return [box.id, x - width / 2, y - height / 2] as const;
  });
  const left = Math.min(...places.map(([, x]) => x));
  const top = Math.min(...places.map(([, , y]) => y));
  const [dx, dy] = only ? [corner("x") - left, corner("y") - top] : [-left, -top];
  return Object.fromEntries(places.map(([id, x, y]) => [id, snapped(x + dx, y + dy)]));
}

/** Ways in the order of the boxes' ports, so that branches come to lie in the order of their exits. */
function inOrder(drawing: Drawing, boxes: BoxNode[]): [string, string][] {
  const targets = new Map(drawing.ways.map((way) => [way.id, way.target]));
  return boxes.flatMap((box) =>
    box.data.box.ports
      .map((port) => targets.get(`${box.id}|${port.id}`))
      .filter((target): target is string => !!target)
      .map((target): [string, string] => [box.id, target]),
  );
}
