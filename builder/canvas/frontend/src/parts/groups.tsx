// Coloured frames around steps that belong together, drawn behind them; the title is what they are held by.
import { useStore, ViewportPortal } from "@xyflow/react";
import { useEffect, useRef } from "react";
import type { Board } from "../board/board";
import { rest, select, selectedItems, useBoard, useDrawing, usePicture, useTexts, useUi } from "../board/board";
import { moved } from "../board/deeds";
import { changeGroup, frameOf } from "../board/margins";
import type { Group } from "../wire";

export function Groups() {
  const groups = useDrawing((drawing) => drawing.groups);
  return (
    <ViewportPortal>
      {groups.map((group) => (
        <Frame key={group.id} group={group} />
      ))}
    </ViewportPortal>
  );
}

function Frame({ group }: { group: Group }) {
  const board = useBoard();
  // The frame follows what React Flow has measured, so it is asked for with its store.
  const shape = useStore((state) => {
    const items = group.nodes.map((id) => state.nodeLookup.get(id)).filter((item) => !!item);
    const rect = frameOf(items as never, group);
    return rect ? `${rect.x}|${rect.y}|${rect.width}|${rect.height}` : "";
  });
  const chosen = useUi((ui) => ui.group === group.id);
  if (!shape) return null;
  const [x, y, width, height] = shape.split("|").map(Number);
  return (
    <div
      className={`group c-${group.colour}${chosen ? " selected" : ""}`}
      data-group={group.id}
      style={{ transform: `translate(${x}px, ${y}px)`, width, height }}
    >
      <Title board={board} group={group} />
    </div>
  );
}

function Title({ board, group }: { board: Board; group: Group }) {
  const t = useTexts();
  const key = `group:${group.id}`;
  const readonly = usePicture((picture) => picture.readonly);
  const writing = useUi((ui) => ui.writing === key) && !readonly;
  const take = (event: React.PointerEvent) => !readonly && drag(board, group, event);
  if (writing) return <Writing board={board} group={group} />;
  return (
    <button
      type="button"
      className="group-title nopan"
      onPointerDown={take}
      onDoubleClick={() => board.ui.set({ writing: key })}
      onKeyDown={(event) => {
        if (event.key !== "Enter") return;
        event.stopPropagation();
        board.ui.set({ writing: key, group: group.id });
      }}
      onFocus={() => board.ui.set({ group: group.id })}
    >
      {group.title || t("group")}
    </button>
  );
}

function Writing({ board, group }: { board: Board; group: Group }) {
  const t = useTexts();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const soon = window.setTimeout(() => field.current?.focus({ preventScroll: true }), 60);
    return () => clearTimeout(soon);
  }, []);
  const finish = () => {
    const title = field.current?.value.trim() ?? group.title;
    if (title !== group.title) changeGroup(board, group.id, { title });
    board.ui.set({ writing: null });
  };
  return (
    <input
      ref={field}
      className="group-title nodrag nopan"
      aria-label={t("group_title")}
      placeholder={t("group_title")}
      defaultValue={group.title}
      maxLength={120}
      onBlur={finish}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter" || event.key === "Escape") board.root?.focus({ preventScroll: true });
      }}
    />
  );
}

/** A group is moved by its title, with all its steps. */
function drag(board: Board, group: Group, down: React.PointerEvent): void {
  if (down.button !== 0) return;
  down.stopPropagation();
  select(board, group.nodes);
  board.ui.set({ group: group.id, busy: true });
  const from = new Map(selectedItems(board).map((item) => [item.id, item.position]));
  const zoom = board.flow?.getZoom() ?? 1;
  let far = false;
  const follow = (event: PointerEvent) => {
    const [dx, dy] = [event.clientX - down.clientX, event.clientY - down.clientY].map((by) => Math.round(by / zoom / 10) * 10);
    far ||= !!(dx || dy);
    board.drawing.set(({ items }) => ({
      items: items.map((item) => {
        const start = from.get(item.id);
        return start ? { ...item, position: { x: start.x + dx, y: start.y + dy } } : item;
      }),
    }));
  };
  const drop = () => {
    window.removeEventListener("pointermove", follow);
    window.removeEventListener("pointerup", drop);
    window.removeEventListener("pointercancel", drop);
    if (far) moved(board, selectedItems(board));
    rest(board);
  };
  window.addEventListener("pointermove", follow);
  window.addEventListener("pointerup", drop);
  window.addEventListener("pointercancel", drop);
}
