// The canvas: React Flow with the board's drawing in it, and everything around it.
import { Background, MarkerType, MiniMap, Panel, ReactFlow, ReactFlowProvider, SelectionMode, useStore } from "@xyflow/react";
import { useEffect, useRef } from "react";
import type { Board } from "./board/board";
import { BoardProvider, useBoard, useDrawing, usePicture, useTexts, useUi } from "./board/board";
import type { Item, Way } from "./board/document";
import { isBox, MANY } from "./board/document";
import { inReadingOrder } from "./board/keys";
import { useGestures } from "./gestures";
import { Icon } from "./icons";
import { useChosenWay, useSelection, useView } from "./listening";
import { BoxView } from "./parts/box";
import { ChoiceList } from "./parts/choice";
import { Groups } from "./parts/groups";
import { LinkLine } from "./parts/linkline";
import { Help, Saved, Told, useStanding } from "./parts/notices";
import { NoteView } from "./parts/noteview";
import { Palette } from "./parts/palette";
import { Legend } from "./parts/tested";
import { SelectionBar, Toolbar, Zoom } from "./parts/tools";
import { Drawn, WayView } from "./parts/wayview";

const itemTypes = { box: BoxView, note: NoteView };
const wayTypes = { way: WayView };
const SEVERAL = ["Shift", "Control", "Meta"];
const LOOKS = { markerEnd: { type: MarkerType.ArrowClosed, width: 15, height: 15, color: "var(--edge)" } };

export function Canvas({ board }: { board: Board }) {
  return (
    <BoardProvider value={board}>
      <ReactFlowProvider>
        <Whole />
      </ReactFlowProvider>
    </BoardProvider>
  );
}

function Whole() {
  const board = useBoard();
  const t = useTexts();
  const root = useRef<HTMLDivElement>(null);
  const detail = useStore(({ transform }) => (transform[2] < 0.2 ? "far" : transform[2] < 0.5 ? "mid" : ""));
  const readonly = usePicture((picture) => picture.readonly);
  const lasso = useUi((ui) => ui.lasso);
  const drawing = useUi((ui) => ui.drawing);
  const standing = useStanding();
  useEffect(() => {
    board.root = root.current;
  }, [board]);
  useSelection(board);
  useChosenWay(board);
  const classes = ["canvas", detail, readonly && "readonly", lasso && "lasso", drawing && "drawing"].filter(Boolean).join(" ");
  return (
    <div className={classes} ref={root} tabIndex={-1} role="application" aria-label={t("canvas")}>
      {!readonly && <Palette />}
      <div className="plane">
        <Drawing />
        <Saved standing={standing} />
        <Told />
      </div>
      {!readonly && <div className="drawer-veil" onPointerDown={() => root.current?.classList.remove("drawer")} />}
      <ChoiceList />
      <Help />
    </div>
  );
}

function Drawing() {
  const board = useBoard();
  const t = useTexts();
  const items = useDrawing((drawing) => drawing.items);
  const ways = useDrawing((drawing) => drawing.ways);
  const readonly = usePicture((picture) => picture.readonly);
  const lasso = useUi((ui) => ui.lasso);
  const gestures = useGestures(board);
  const view = useView(board);
  useEffect(() => {
    if (!board.ui.get().current) board.ui.set({ current: inReadingOrder(board)[0] ?? null });
  }, [board, items.length]);
  return (
    <ReactFlow<Item, Way>
      nodes={items}
      edges={ways}
      nodeTypes={itemTypes}
      edgeTypes={wayTypes}
      defaultEdgeOptions={LOOKS}
      connectionLineComponent={Drawn}
      {...gestures}
      {...view}
      nodesDraggable={!readonly}
      nodesConnectable={!readonly}
      edgesReconnectable={!readonly}
      nodesFocusable={false}
      edgesFocusable={false}
      disableKeyboardA11y
      deleteKeyCode={null}
      selectionKeyCode="Shift"
      multiSelectionKeyCode={SEVERAL}
      selectionOnDrag={lasso}
      panOnDrag={lasso ? [1, 2] : true}
      selectionMode={SelectionMode.Partial}
      elevateNodesOnSelect
      connectionRadius={30}
      reconnectRadius={14}
      snapToGrid
      snapGrid={[10, 10]}
      minZoom={0.05}
      maxZoom={2}
      zoomOnDoubleClick={false}
      onlyRenderVisibleElements={items.length > MANY}
      proOptions={{ hideAttribution: true }}
    >
      <Groups />
      <LinkLine />
      <Background gap={22} size={1.4} />
      <MiniMap
        position="bottom-left"
        pannable
        zoomable
        ariaLabel={t("minimap")}
        nodeColor={colourOf}
        nodeBorderRadius={8}
        maskStrokeWidth={2}
        style={{ width: 150, height: 96 }}
      />
      <Toolbar />
      <Zoom />
      <SelectionBar />
      <Legend />
      {!readonly && (
        <Panel position="bottom-center" className="add-step">
          <button type="button" onClick={() => openDrawer(board)}>
            <Icon name="plus" />
            {t("add_step")}
          </button>
        </Panel>
      )}
      {!items.length && <div className="nothing">{t("nothing")}</div>}
    </ReactFlow>
  );
}

function openDrawer(board: Board): void {
  board.ui.set({ palette: true });
  board.root?.classList.add("drawer");
}

const colourOf = (item: Item) => (isBox(item) ? `var(--k-${item.data.kind.category})` : "var(--note-edge)");
