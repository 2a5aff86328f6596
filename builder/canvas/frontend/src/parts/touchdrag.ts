// A type of step dragged out of the palette by a finger: browsers drag nothing by touch themselves.
import type { Board } from "../board/board";
import { add } from "../board/deeds";
import { snapped } from "../board/geometry";
import { placeAt, wayUnder } from "../board/view";
import type { Kind } from "../wire";

/** So far sideways begins a drag; up and down scrolls the palette. */
const FAR = 14;

export function dragByTouch(board: Board, kind: Kind, down: React.PointerEvent<HTMLElement>): void {
  if (down.pointerType === "mouse") return;
  const source = down.currentTarget;
  const stop = new AbortController();
  let ghost: HTMLElement | null = null;
  const end = () => {
    stop.abort();
    ghost?.remove();
    board.ui.set({ drop: null });
  };
  const on = (name: "pointermove" | "pointerup" | "pointercancel", act: (event: PointerEvent) => void) =>
    window.addEventListener(name, (event) => event.pointerId === down.pointerId && act(event), { signal: stop.signal });
  on("pointermove", (event) => {
    if (!ghost && Math.abs(event.clientX - down.clientX) < FAR) return;
    ghost ??= lifted(board, source);
    const frame = board.root!.getBoundingClientRect();
    ghost.style.transform = `translate(${event.clientX - frame.x - 90}px, ${event.clientY - frame.y - 46}px)`;
    board.ui.set({ drop: wayUnder(board, event.clientX, event.clientY) });
  });
  on("pointerup", (event) => {
    const { drop } = board.ui.get();
    if (ghost) dropped(board, kind, event, drop);
    end();
  });
  on("pointercancel", end);
}

function lifted(board: Board, source: HTMLElement): HTMLElement {
  const ghost = source.cloneNode(true) as HTMLElement;
  ghost.className += " ghost";
  board.root!.append(ghost);
  board.root!.classList.remove("drawer");
  return ghost;
}

/** Over the palette it is taken back. */
function dropped(board: Board, kind: Kind, { clientX, clientY }: PointerEvent, drop: string | null): void {
  const plane = board.root!.querySelector(".plane")!.getBoundingClientRect();
  const over = clientX > plane.x && clientX < plane.right && clientY > plane.y && clientY < plane.bottom;
  if (!over) return;
  const [x, y] = placeAt(board, clientX, clientY);
  const [id, exit] = drop?.split("|") ?? [];
  add(board, kind, snapped(x - 112, y - 23), id ? { id, exit } : undefined);
}
