// The bars over the drawing: undo and redo, tidy, fit, search; what can be done to what is selected; zoom.
import { Panel } from "@xyflow/react";
import type { Board } from "../board/board";
import { useBoard, useDrawing, usePicture, useTexts, useUi } from "../board/board";
import { copied, pasteByButton, remember } from "../board/clipboard";
import { align, collapse, duplicate, remove, step, tidy } from "../board/deeds";
import { isBox, isNote } from "../board/document";
import type { Side } from "../board/geometry";
import { addGroup, addNote, changeGroup, changeNote, ungroup } from "../board/margins";
import { fit, still, wherePointed } from "../board/view";
import type { IconName } from "../icons";
import { Icon } from "../icons";
import { COLOURS } from "../wire";
import { Search } from "./search";

type ToolProps = { icon: IconName; label: string; act: () => void; off?: boolean; on?: boolean; word?: boolean };

function Tool({ icon, label, act, off, on, word }: ToolProps) {
  return (
    <button type="button" onClick={act} disabled={off} title={label} aria-label={label} aria-pressed={on}>
      <Icon name={icon} />
      {word && <span>{label}</span>}
    </button>
  );
}

export function Toolbar() {
  const board = useBoard();
  const t = useTexts();
  const undo = usePicture(({ history }) => history.undo);
  const redo = usePicture(({ history }) => history.redo);
  const readonly = usePicture((picture) => picture.readonly);
  const { palette, lasso } = useUi((ui) => ui);
  return (
    <Panel position="top-left" className="bar top">
      {!readonly && (
        <>
          <span className="wide-only">
            <Tool icon="menu" label={t("palette")} on={palette} act={() => board.ui.set({ palette: !palette })} />
          </span>
          <Tool icon="undo" label={t("undo")} off={!undo} act={() => step(board, "undo")} />
          <Tool icon="redo" label={t("redo")} off={!redo} act={() => step(board, "redo")} />
          <i />
          <Tool icon="tidy" label={t("tidy")} act={() => tidy(board)} word />
        </>
      )}
      <Tool icon="fitAll" label={t("fit")} act={() => fit(board)} word />
      <Tool icon="lasso" label={t("lasso")} on={lasso} act={() => board.ui.set({ lasso: !lasso })} />
      {!readonly && <Tool icon="note" label={t("add_note")} act={() => addNote(board, wherePointed(board))} />}
      {!readonly && <Tool icon="paste" label={t("paste")} act={() => void pasteByButton(board)} />}
      <i className="wide-only" />
      <Search />
    </Panel>
  );
}

export function Zoom() {
  const board = useBoard();
  const t = useTexts();
  const soon = { duration: still() ? 0 : 120 };
  return (
    <Panel position="bottom-left" className="bar zoom">
      <Tool icon="minus" label={t("smaller")} act={() => void board.flow?.zoomOut(soon)} />
      <Tool icon="plus" label={t("larger")} act={() => void board.flow?.zoomIn(soon)} />
      <Tool icon="circleHelp" label={t("help")} act={() => board.ui.set({ help: true })} />
    </Panel>
  );
}

const SIDES: [Side, IconName][] = [
  ["left", "alignLeft"],
  ["centre", "alignCentre"],
  ["right", "alignRight"],
  ["top", "alignTop"],
  ["middle", "alignMiddle"],
  ["bottom", "alignBottom"],
  ["across", "spreadAcross"],
  ["down", "spreadDown"],
];

/** What can be done to the selected steps, note or group. */
export function SelectionBar() {
  const board = useBoard();
  const t = useTexts();
  const chosen = useDrawing(({ items }) => items.filter((item) => item.selected).map((item) => item.id).join("\n"));
  const group = useUi((ui) => ui.group);
  const hidden = usePicture((picture) => picture.readonly) || useUi((ui) => ui.busy || !!ui.link);
  const ids = chosen ? chosen.split("\n") : [];
  const items = board.drawing.get().items.filter((item) => ids.includes(item.id));
  const boxes = items.filter(isBox).length;
  const [note] = items.filter(isNote);
  if (hidden || (!items.length && !group)) return null;
  return (
    <Panel position="bottom-center" className="bar chosen" role="toolbar" aria-label={t("selection")}>
      {boxes > 1 && SIDES.map(([side, icon]) => <Tool key={side} icon={icon} label={t(`align_${side}`)} act={() => align(board, side)} />)}
      {boxes > 1 && <i />}
      {note && items.length === 1 && <Colours now={note.data.note.colour} choose={(colour) => changeNote(board, note.data.note.id, { colour })} />}
      {group && <GroupTools group={group} />}
      {boxes > 0 && !group && <Tool icon="frame" label={t("group")} act={() => addGroup(board, "")} />}
      {boxes > 0 && <Tool icon="fold" label={t("collapse")} act={() => collapse(board)} />}
      {boxes > 0 && <Tool icon="copy" label={t("copy")} act={() => void toClipboard(board)} />}
      {boxes > 0 && <Tool icon="layers" label={t("duplicate")} act={() => duplicate(board)} />}
      {items.length > 0 && <Tool icon="trash" label={t("delete")} act={() => remove(board)} />}
    </Panel>
  );
}

function GroupTools({ group }: { group: string }) {
  const board = useBoard();
  const t = useTexts();
  const colour = useDrawing(({ groups }) => groups.find((one) => one.id === group)?.colour ?? "");
  if (!colour) return null;
  return (
    <>
      <Colours now={colour} choose={(one) => changeGroup(board, group, { colour: one })} />
      <Tool icon="pencil" label={t("group_title")} act={() => board.ui.set({ writing: `group:${group}` })} />
      <Tool icon="close" label={t("ungroup")} act={() => ungroup(board, group)} />
      <i />
    </>
  );
}

function Colours({ now, choose }: { now: string; choose: (colour: string) => void }) {
  const t = useTexts();
  return COLOURS.map((colour) => (
    <button
      key={colour}
      type="button"
      className={`colour c-${colour}`}
      aria-pressed={colour === now}
      aria-label={t(`colour_${colour}`)}
      title={t(`colour_${colour}`)}
      onClick={() => choose(colour)}
    />
  ));
}

async function toClipboard(board: Board): Promise<void> {
  const part = copied(board);
  remember(part);
  await navigator.clipboard?.writeText(part).catch(() => {});
  board.root?.focus({ preventScroll: true });
}
