// A way from one step to another; the one that is pointed at shows how to put a step on it or to delete it.
import type { ConnectionLineComponentProps, EdgeProps } from "@xyflow/react";
import { BaseEdge, EdgeLabelRenderer, getBezierPath } from "@xyflow/react";
import { memo } from "react";
import { useBoard, useDrawing, usePicture, useTexts, useUi } from "../board/board";
import { disconnect } from "../board/deeds";
import { pointAt } from "../board/view";
import type { Item, Way } from "../board/document";
import { Icon } from "../icons";

const WIDE = 20;

export const WayView = memo(function WayView(props: EdgeProps<Way>) {
  const { id, source, target, markerEnd, selected } = props;
  const hot = usePicture(({ trace }) => trace.some((one, i) => one === source && trace[i + 1] === target));
  const tested = usePicture(({ coverage }) => coverage?.ways[id] ?? "");
  const look = useUi(({ hover, drop }) => (drop === id ? "drop" : hover === id ? "hover" : ""));
  const alone = useDrawing(({ items, ways }) => !!selected && isAlone(items, ways));
  const [path, x, y] = getBezierPath(props);
  const classes = ["way", tested && `t-${tested}`, hot && "hot", look, selected && "chosen"].filter(Boolean).join(" ");
  return (
    <>
      <BaseEdge id={id} path={path} markerEnd={markerEnd} className={classes} interactionWidth={WIDE} />
      {(look === "hover" || alone) && <Acts id={id} x={x} y={y} />}
    </>
  );
});

const isAlone = (items: Item[], ways: Way[]) =>
  ways.filter((one) => one.selected).length === 1 && !items.some((item) => item.selected);

function Acts({ id, x, y }: { id: string; x: number; y: number }) {
  const board = useBoard();
  const t = useTexts();
  const readonly = usePicture((picture) => picture.readonly);
  if (readonly) return null;
  const insert = (event: React.MouseEvent) => {
    const frame = board.root!.getBoundingClientRect();
    const [source, exit] = id.split("|");
    const at: [number, number] = [x - 112, y + 30];
    const place = { left: event.clientX - frame.x, top: event.clientY - frame.y };
    board.ui.set({ choice: { ...place, at, source: { id: source, exit } } });
  };
  return (
    <EdgeLabelRenderer>
      <div
        className="way-acts nodrag nopan"
        style={{ transform: `translate(-50%, -100%) translate(${x}px, ${y - 5}px)` }}
        onPointerEnter={() => pointAt(board, id)}
        onPointerLeave={() => pointAt(board, null)}
      >
        <button type="button" onClick={insert} aria-label={t("insert_here")} title={t("insert_here")}>
          <Icon name="plus" size={13} />
        </button>
        <button type="button" onClick={() => disconnect(board, [id])} aria-label={t("delete_way")} title={t("delete_way")}>
          <Icon name="close" size={13} />
        </button>
      </div>
    </EdgeLabelRenderer>
  );
}

/** The way under the pointer while it is drawn. */
export function Drawn({ fromX, fromY, toX, toY, fromPosition, toPosition }: ConnectionLineComponentProps<Item>) {
  const [path] = getBezierPath({
    sourceX: fromX,
    sourceY: fromY,
    targetX: toX,
    targetY: toY,
    sourcePosition: fromPosition,
    targetPosition: toPosition,
  });
  return <path d={path} className="way drawn" fill="none" />;
}
