// Where things stand: rectangles, free places, neighbours, lines to align to.
import type { Item } from "./document";
import { heightOf, isBox, WIDTH } from "./document";
import type { Place } from "../wire";

export type Rect = { x: number; y: number; width: number; height: number };
export type Side = "left" | "centre" | "right" | "top" | "middle" | "bottom" | "across" | "down";
export type Direction = "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown";

const GAP = 40;
const GRID = 10;

export const snapped = (x: number, y: number): Place => [
  Math.round(x / GRID) * GRID,
  Math.round(y / GRID) * GRID,
];

export function rectOf(item: Item): Rect {
  const guess = isBox(item) ? heightOf(item.data.box, item.data.shut) : (item.height ?? 120);
  const width = item.measured?.width ?? item.width ?? WIDTH;
  return { ...item.position, width, height: item.measured?.height ?? guess };
}

/** The rectangle around all of them; null around nothing. */
export function around(rects: Rect[]): Rect | null {
  if (!rects.length) return null;
  const x = Math.min(...rects.map((r) => r.x));
  const y = Math.min(...rects.map((r) => r.y));
  const right = Math.max(...rects.map((r) => r.x + r.width));
  const bottom = Math.max(...rects.map((r) => r.y + r.height));
  return { x, y, width: right - x, height: bottom - y };
}

export const meets = (a: Rect, b: Rect, margin = 0) =>
  a.x < b.x + b.width + margin &&
  b.x < a.x + a.width + margin &&
  a.y < b.y + b.height + margin &&
  b.y < a.y + a.height + margin;

/** The first place at or below the wished one where a box of that height covers no other. */
export function freePlace(items: Item[], wished: Place, height: number): Place {
  const rects = items.map(rectOf);
  const tried: Rect = { x: wished[0], y: wished[1], width: WIDTH, height };
  for (;;) {
    const covered = rects.filter((rect) => meets(rect, tried, GAP / 2));
    if (!covered.length) return snapped(tried.x, tried.y);
    tried.y = Math.max(...covered.map((rect) => rect.y + rect.height)) + GAP;
  }
}

/** The nearest item in that direction: what lies straight ahead counts as nearer. */
export function neighbour(items: Item[], from: Item, direction: Direction): Item | undefined {
  const middle = (item: Item) => {
    const r = rectOf(item);
    return [r.x + r.width / 2, r.y + r.height / 2];
  };
  const [x0, y0] = middle(from);
  const level = direction === "ArrowLeft" || direction === "ArrowRight";
  const sign = direction === "ArrowRight" || direction === "ArrowDown" ? 1 : -1;
  let best: Item | undefined;
  let least = Infinity;
  for (const item of items) {
    if (item.id === from.id) continue;
    const [x, y] = middle(item);
    const ahead = sign * (level ? x - x0 : y - y0);
    const aside = Math.abs(level ? y - y0 : x - x0);
    const distance = ahead + 2 * aside;
    if (ahead > 1 && distance < least) {
      least = distance;
      best = item;
    }
  }
  return best;
}

/** Where the items stand once they are aligned to that side of what surrounds them, or evenly spread. */
export function aligned(items: Item[], side: Side): Record<string, Place> {
  const rects = new Map(items.map((item) => [item.id, rectOf(item)]));
  const frame = around([...rects.values()]);
  if (!frame) return {};
  if (side === "across" || side === "down") return spread(rects, frame, side);
  const found: Record<string, Place> = {};
  for (const [id, r] of rects) {
    const x = { left: frame.x, centre: frame.x + (frame.width - r.width) / 2, right: frame.x + frame.width - r.width };
    const y = { top: frame.y, middle: frame.y + (frame.height - r.height) / 2, bottom: frame.y + frame.height - r.height };
    const place: Place = side in x ? [x[side as keyof typeof x], r.y] : [r.x, y[side as keyof typeof y]];
    found[id] = [Math.round(place[0]), Math.round(place[1])];
  }
  return found;
}

function spread(rects: Map<string, Rect>, frame: Rect, side: "across" | "down"): Record<string, Place> {
  const [at, size] = side === "across" ? (["x", "width"] as const) : (["y", "height"] as const);
  const order = [...rects].sort(([, a], [, b]) => a[at] - b[at]);
  const taken = order.reduce((sum, [, r]) => sum + r[size], 0);
  const gap = order.length > 1 ? (frame[size] - taken) / (order.length - 1) : 0;
  const found: Record<string, Place> = {};
  let next = frame[at];
  for (const [id, r] of order) {
    found[id] = side === "across" ? [Math.round(next), Math.round(r.y)] : [Math.round(r.x), Math.round(next)];
    next += r[size] + gap;
  }
  return found;
}
