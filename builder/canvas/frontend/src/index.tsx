// Streamlit's way in: called on mounting and on every run after it; the canvas is made once and then told.
import flowStyle from "@xyflow/react/dist/style.css";
import type { Root } from "react-dom/client";
import { createRoot } from "react-dom/client";
import type { Board } from "./board/board";
import { createBoard, receive } from "./board/board";
import { Canvas } from "./canvas";
import { hearNews, listen } from "./listening";
import bars from "./style/bars.css";
import base from "./style/base.css";
import boxes from "./style/boxes.css";
import plane from "./style/plane.css";
import type { Host } from "./wire";

type Place = ShadowRoot | HTMLElement;
type Living = { root: Root; board: Board; element: HTMLElement; style: HTMLStyleElement; deafen: () => void };

const living = new WeakMap<Place, Living>();
/** For tests and measurements: how often a canvas was made, and the last one. */
const seen = ((globalThis as Record<string, unknown>).flowbookCanvas ??= { mounts: 0, runs: 0 }) as Record<string, unknown>;

export default function run(component: Host & { parentElement: Place }): () => void {
  const { parentElement: place, ...host } = component;
  seen.runs = Number(seen.runs) + 1;
  const there = living.get(place);
  if (there && there.board.picture.get().doc_id === host.data.doc_id) {
    there.element.style.height = `${host.data.height}px`;
    receive(there.board, host);
    hearNews(there.board);
    return () => leaveIfGone(place, there);
  }
  if (there) leave(place, there);
  const fresh = enter(place, host);
  return () => leaveIfGone(place, fresh);
}

/** Streamlit cleans up after a run that newer data have overtaken, too: then the canvas still has its place and stays. */
function leaveIfGone(place: Place, gone: Living): void {
  if (!place.isConnected) leave(place, gone);
}

function enter(place: Place, host: Host): Living {
  // React hears events at the inner element; the canvas hears at the outer one what no part of it has taken.
  const element = document.createElement("div");
  const inner = document.createElement("div");
  inner.style.cssText = "height:100%";
  element.append(inner);
  element.style.cssText = `width:100%;height:${host.data.height}px`;
  const style = document.createElement("style");
  style.textContent = [flowStyle, base, plane, boxes, bars].join("\n");
  place.append(style, element);
  const board = createBoard(host);
  const made: Living = { root: createRoot(inner), board, element, style, deafen: listen(board, element) };
  living.set(place, made);
  seen.mounts = Number(seen.mounts) + 1;
  seen.board = board;
  made.root.render(<Canvas board={board} />);
  return made;
}

function leave(place: Place, gone: Living): void {
  if (living.get(place) !== gone) return;
  living.delete(place);
  gone.deafen();
  gone.root.unmount();
  gone.element.remove();
  gone.style.remove();
}
