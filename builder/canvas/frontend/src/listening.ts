// What comes from outside the drawing: keys, the clipboard, news from Python, the size of the page.
import type { ReactFlowInstance, Viewport } from "@xyflow/react";
import { useEffect, useMemo } from "react";
import type { Board } from "./board/board";
import { boxOf, select, selectedBoxes, tell } from "./board/board";
import { pasted } from "./board/clipboard";
import { remove } from "./board/deeds";
import type { Item, Way } from "./board/document";
import { around, rectOf } from "./board/geometry";
import { copyTo, inReadingOrder, pressed } from "./board/keys";
import { flyTo, focusBox, reveal } from "./board/view";
import { askAbout } from "./parts/tested";

/** React Flow hears these at the document, so they must get there. */
const FOR_REACT_FLOW = ["Shift", "Control", "Meta", " "];
const READABLE = 0.55;
const NEAR = 0.78;
const CALM = 80;

const isField = (element: Element | undefined) => !!element?.closest?.("input, textarea, select");
const isTyping = (event: Event) => isField(event.composedPath()[0] as Element | undefined);

/** Keys and the clipboard belong to the canvas while the keyboard is in it. */
export function listen(board: Board, place: HTMLElement): () => void {
  const stop = new AbortController();
  const on = <K extends keyof HTMLElementEventMap>(name: K, act: (event: HTMLElementEventMap[K]) => void) =>
    place.addEventListener(name, act, { signal: stop.signal });
  on("keydown", (event) => {
    const element = event.composedPath()[0] as HTMLElement;
    const onButton = element.matches?.("button") && (event.key === "Enter" || event.key === " ");
    if (!isTyping(event) && !onButton && pressed(board, event)) event.preventDefault();
    // Streamlit has hotkeys of its own, c and r.
    if (!FOR_REACT_FLOW.includes(event.key)) event.stopPropagation();
  });
  on("copy", (event) => !isTyping(event) && copyTo(board, event.clipboardData) && event.preventDefault());
  on("cut", (event) => {
    if (isTyping(event) || board.picture.get().readonly || !copyTo(board, event.clipboardData)) return;
    event.preventDefault();
    remove(board);
  });
  on("paste", (event) => {
    if (isTyping(event) || board.picture.get().readonly) return;
    event.preventDefault();
    pasted(board, event.clipboardData?.getData("text/plain") ?? "");
  });
  on("pointermove", (event) => {
    board.pointer = { x: event.clientX, y: event.clientY };
  });
  on("pointerdown", (event) => {
    const inside = (place.getRootNode() as ShadowRoot | Document).activeElement;
    if (!isTyping(event) && (!inside || isField(inside))) board.root?.focus({ preventScroll: true });
  });
  on("pointerleave", () => board.outbox.flush());
  on("blur", () => board.outbox.flush());
  document.addEventListener("keydown", (event) => backFromForm(board, event), { signal: stop.signal });
  document.addEventListener("visibilitychange", () => board.outbox.flush(), { signal: stop.signal });
  const stopKeeping = board.drawing.subscribe(() => keepKeyboard(board));
  return () => {
    stop.abort();
    stopKeeping();
  };
}

/** Where the step that has the keyboard goes, the canvas takes it, and Tab finds another step. */
function keepKeyboard(board: Board): void {
  const { current } = board.ui.get();
  if (current && !boxOf(board, current)) board.ui.set({ current: inReadingOrder(board)[0] ?? null });
  const focused = (board.root?.getRootNode() as ShadowRoot | Document | undefined)?.activeElement;
  const id = focused?.getAttribute("data-box");
  if (id && !boxOf(board, id)) board.root?.focus({ preventScroll: true });
}

/** Escape in the form gives the keyboard back to the step, unless it closes a list there. */
function backFromForm(board: Board, event: KeyboardEvent): void {
  const { form } = board.picture.get();
  const from = event.composedPath()[0] as HTMLElement;
  if (event.key !== "Escape" || !form || !from.closest?.(form) || from.ariaExpanded === "true") return;
  const { current } = board.ui.get();
  if (current) focusBox(board, current);
}

/** Tells Python what is selected, once the hand rests or leaves: behind the press that opens another page it would
 *  bring this one back. */
export function useSelection(board: Board): void {
  useEffect(() => {
    let last = selectedBoxes(board).map((box) => box.id).join();
    let calm = 0;
    const say = () => {
      clearTimeout(calm);
      const now = selectedBoxes(board).map((box) => box.id);
      if (now.join() === last || board.ui.get().busy) return;
      last = now.join();
      board.outbox.flush();
      board.host.setStateValue("selection", now);
    };
    const look = () => {
      const ids = selectedBoxes(board).map((box) => box.id);
      if (ids.join() === last || board.ui.get().busy) return;
      clearTimeout(calm);
      calm = window.setTimeout(say, CALM);
    };
    const stops = [board.drawing.subscribe(look), board.ui.subscribe(look)];
    const { root } = board;
    root?.addEventListener("pointerleave", say);
    return () => {
      clearTimeout(calm);
      stops.forEach((stop) => stop());
      root?.removeEventListener("pointerleave", say);
    };
  }, [board]);
}

/** Tells Python which way is selected, while it is shown what tests have seen. */
export function useChosenWay(board: Board): void {
  useEffect(() => {
    let last = "";
    return board.drawing.subscribe(() => {
      const chosen = board.drawing.get().ways.filter((way) => way.selected);
      const now = chosen.length === 1 ? chosen[0].id : "";
      if (now === last) return;
      last = now;
      if (now && board.picture.get().coverage) askAbout(board, now);
    });
  }, [board]);
}

/** News in what Python sent: a sentence, new steps to select, a step to fly to. */
export function hearNews(board: Board): void {
  const { told, made, focus } = board.picture.get();
  if (told && told.n > board.seen.told) {
    board.seen.told = told.n;
    tell(board, ...told.sentences);
  }
  if (made && made.seq > board.seen.made && !board.stale) {
    board.seen.made = made.seq;
    select(board, made.ids);
    if (made.ids[0]) focusBox(board, made.ids[0]);
  }
  if (focus && focus.n > board.seen.focus && board.flow) {
    board.seen.focus = focus.n;
    if (focus.fly) return flyTo(board, focus.id);
    select(board, focus.id ? [focus.id] : []);
    board.ui.set({ current: focus.id || board.ui.get().current });
    reveal(board, focus.id);
  }
}

const views = new Map<string, Viewport>();

/** Where one looks at first, and again after having been elsewhere. */
export function useView(board: Board) {
  return useMemo(() => {
    const { doc_id } = board.picture.get();
    const size = { width: 0, height: 0 };
    const put = (flow: ReactFlowInstance<Item, Way>, frame: Element) => {
      const { width, height } = frame.getBoundingClientRect();
      if (width && !size.width) void flow.setViewport(views.get(doc_id) ?? firstView(board, width, height));
      Object.assign(size, { width, height });
    };
    return {
      onInit: (flow: ReactFlowInstance<Item, Way>) => {
        board.flow = flow;
        const frame = board.root!.querySelector(".react-flow")!;
        put(flow, frame);
        // A canvas that comes up hidden has no size; it is looked at when it gets one.
        new ResizeObserver(() => put(flow, frame)).observe(frame);
        hearNews(board);
      },
      onMoveEnd: (_event: unknown, viewport: Viewport) => views.set(doc_id, viewport),
    };
  }, [board]);
}

/** All of it where that can be read; else its beginning, or the step that is open. */
function firstView(board: Board, width: number, height: number): Viewport {
  const { items } = board.drawing.get();
  const all = around(items.map(rectOf));
  if (!all) return { x: width / 3, y: height / 3, zoom: 1 };
  const zoom = Math.min(1, (width - 48) / all.width, (height - 150) / all.height);
  if (zoom >= READABLE) {
    const x = (width - all.width * zoom) / 2 - all.x * zoom;
    return { x, y: 40 + (height - all.height * zoom) / 2 - all.y * zoom, zoom };
  }
  const open = items.find((item) => item.selected) ?? items.find((item) => item.id === inReadingOrder(board)[0]);
  const rect = rectOf(open!);
  // In the middle, but no empty space before the drawing begins.
  const into = (at: number, size: number, room: number, first: number, margin: number) =>
    Math.min(margin - first * NEAR, room / 2 - (at + size / 2) * NEAR);
  const x = into(rect.x, rect.width, width, all.x, 36);
  return { x, y: into(rect.y, rect.height, height, all.y, 90), zoom: NEAR };
}
