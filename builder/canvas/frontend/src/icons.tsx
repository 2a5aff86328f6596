// The icons of the canvas's own buttons, from builder/look/icons; those of step types come from Python.
import arrowRight from "../../../look/icons/arrow-right.svg";
import circleDashed from "../../../look/icons/circle-dashed.svg";
import check from "../../../look/icons/check.svg";
import bad from "../../../look/icons/circle-alert.svg";
import circleHelp from "../../../look/icons/circle-help.svg";
import cloudOff from "../../../look/icons/cloud-off.svg";
import copy from "../../../look/icons/copy.svg";
import fitAll from "../../../look/icons/maximize.svg";
import hourglass from "../../../look/icons/hourglass.svg";
import layers from "../../../look/icons/layers.svg";
import minus from "../../../look/icons/minus.svg";
import left from "../../../look/icons/chevron-left.svg";
import right from "../../../look/icons/chevron-right.svg";
import down from "../../../look/icons/chevron-down.svg";
import note from "../../../look/icons/text-quote.svg";
import pencil from "../../../look/icons/pencil.svg";
import plus from "../../../look/icons/plus.svg";
import redo from "../../../look/icons/redo-2.svg";
import scissors from "../../../look/icons/scissors.svg";
import search from "../../../look/icons/search.svg";
import tidy from "../../../look/icons/wand-sparkles.svg";
import trash from "../../../look/icons/trash-2.svg";
import alert from "../../../look/icons/triangle-alert.svg";
import undo from "../../../look/icons/undo-2.svg";
import eye from "../../../look/icons/eye.svg";
import user from "../../../look/icons/user.svg";
import close from "../../../look/icons/x.svg";

const files = {
  arrowRight, check, bad, circleDashed, circleHelp, cloudOff, copy, eye, fitAll, hourglass, layers, minus, left, right, down, note,
  pencil, plus, redo, scissors, search, tidy, trash, alert, undo, user, close,
};
/** Drawn here: lines to align to, and a dashed frame for choosing a part. */
const own = {
  alignLeft: '<path d="M4 3v18"/><rect x="8" y="5" width="12" height="5" rx="1.5"/><rect x="8" y="14" width="7" height="5" rx="1.5"/>',
  alignCentre: '<path d="M12 3v18"/><rect x="5" y="5" width="14" height="5" rx="1.5"/><rect x="8" y="14" width="8" height="5" rx="1.5"/>',
  alignRight: '<path d="M20 3v18"/><rect x="4" y="5" width="12" height="5" rx="1.5"/><rect x="9" y="14" width="7" height="5" rx="1.5"/>',
  alignTop: '<path d="M3 4h18"/><rect x="5" y="8" width="5" height="12" rx="1.5"/><rect x="14" y="8" width="5" height="7" rx="1.5"/>',
  alignMiddle: '<path d="M3 12h18"/><rect x="5" y="5" width="5" height="14" rx="1.5"/><rect x="14" y="8" width="5" height="8" rx="1.5"/>',
  alignBottom: '<path d="M3 20h18"/><rect x="5" y="4" width="5" height="12" rx="1.5"/><rect x="14" y="9" width="5" height="7" rx="1.5"/>',
  spreadAcross: '<path d="M3 4v16M21 4v16"/><rect x="9" y="7" width="6" height="10" rx="1.5"/>',
  spreadDown: '<path d="M4 3h16M4 21h16"/><rect x="7" y="9" width="10" height="6" rx="1.5"/>',
  lasso: '<rect x="4" y="4" width="16" height="16" rx="2" stroke-dasharray="3.4 3.1"/>',
  fold: '<rect x="3" y="4" width="18" height="6" rx="2"/><path d="m9 19 3-3 3 3"/>',
  frame: '<rect x="3" y="3" width="18" height="18" rx="3"/><rect x="7" y="9" width="10" height="8" rx="1.5"/>',
  paste: '<rect x="8" y="2" width="8" height="4" rx="1"/><path d="M16 4h2a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2h2M12 10v7m-3-3 3 3 3-3"/>',
  menu: '<path d="M9 4v16"/><rect x="3" y="4" width="18" height="16" rx="3"/>',
};
const stripped = (svg: string) => svg.replace(/[\s\S]*?<svg[\s\S]*?>/, "").replace("</svg>", "").replace(/\s+/g, " ");
const strokes: Record<string, string> = {
  ...Object.fromEntries(Object.entries(files).map(([name, svg]) => [name, stripped(svg)])),
  ...own,
};
export type IconName = keyof typeof files | keyof typeof own;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return <Strokes svg={strokes[name]} size={size} />;
}

/** What Python sends for a step type: what stands inside an icon's SVG. */
export function Strokes({ svg, size = 16 }: { svg: string; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      dangerouslySetInnerHTML={{ __html: svg }}
    />
  );
}
