// What tests have seen, over the drawing: on each step and each way on, and a legend.
import { Panel } from "@xyflow/react";
import type { Board } from "../board/board";
import { useBoard, usePicture, useTexts } from "../board/board";
import { wayId } from "../board/document";
import type { IconName } from "../icons";
import { Icon } from "../icons";
import type { Tested } from "../wire";

const ICONS: Record<Tested, IconName> = { checked: "check", visited: "eye", untouched: "circleDashed", never: "close" };
const ALL = Object.keys(ICONS) as Tested[];

/** Numbered, so that the same way can be asked about again. */
export const askAbout = (board: Board, way: string) => board.host.setStateValue("way", `${way}#${Date.now()}`);

/** How a step stands, below its lower edge. */
export function StepTested({ id }: { id: string }) {
  const t = useTexts();
  const state = usePicture((picture) => picture.coverage?.steps[id]);
  if (!state) return null;
  return (
    <span className={`tested t-${state}`} title={t(`tested_${state}`)}>
      <Icon name={ICONS[state]} size={11} />
    </span>
  );
}

/** How a way on stands, before its name; a press asks Python who covers it. */
export function WayTested({ id, exit, label }: { id: string; exit: string; label: string }) {
  const board = useBoard();
  const t = useTexts();
  const way = wayId(id, exit);
  const state = usePicture((picture) => picture.coverage?.ways[way]);
  if (!state) return null;
  const told = [label, t(`tested_${state}`)].filter(Boolean).join(": ");
  return (
    <button
      type="button"
      tabIndex={-1}
      className={`tested t-${state} nodrag nopan`}
      title={told}
      aria-label={told}
      onClick={(event) => {
        event.stopPropagation();
        askAbout(board, way);
      }}
    >
      <Icon name={ICONS[state]} size={11} />
    </button>
  );
}

export function Legend() {
  const t = useTexts();
  const shown = usePicture((picture) => picture.coverage !== null);
  if (!shown) return null;
  return (
    <Panel position="top-right" className="bar legend" role="note" aria-label={t("tests_legend")}>
      {ALL.map((state) => (
        <span key={state}>
          <i className={`tested t-${state}`}>
            <Icon name={ICONS[state]} size={11} />
          </i>
          {t(`tested_${state}`)}
        </span>
      ))}
    </Panel>
  );
}
