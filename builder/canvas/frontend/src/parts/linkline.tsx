// The way that is being drawn with the keyboard, from its port to the step it would lead to.
import { getBezierPath, Position, ViewportPortal } from "@xyflow/react";
import { useBoard, useUi } from "../board/board";

export function LinkLine() {
  const board = useBoard();
  const link = useUi((ui) => ui.link);
  if (!link?.target) return null;
  const ends = [portAt(board.root, link.source, link.exit), portAt(board.root, link.target, "in")];
  const [from, to] = ends.map((end) => end && board.flow!.screenToFlowPosition(end, { snapToGrid: false }));
  if (!from || !to) return null;
  const [path] = getBezierPath({
    sourceX: from.x,
    sourceY: from.y,
    sourcePosition: Position.Right,
    targetX: to.x,
    targetY: to.y,
    targetPosition: Position.Left,
  });
  return (
    <ViewportPortal>
      <svg className="link-line">
        <path d={path} className="way drawn" fill="none" />
      </svg>
    </ViewportPortal>
  );
}

function portAt(root: HTMLElement | null, id: string, port: string): { x: number; y: number } | null {
  const box = `[data-box="${CSS.escape(id)}"]`;
  const handle = root?.querySelector(`${box} .react-flow__handle[data-handleid="${CSS.escape(port)}"]`);
  const rect = handle?.getBoundingClientRect();
  return rect ? { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 } : null;
}
