// Finding a step of this flow by any word on it, and flying there.
import { useState } from "react";
import { useBoard, useDrawing, useTexts } from "../board/board";
import type { BoxNode } from "../board/document";
import { isBox } from "../board/document";
import { flyTo, focusBox } from "../board/view";
import { Icon, Strokes } from "../icons";
import { spoken } from "./content";

const MOST = 8;

export function Search() {
  const board = useBoard();
  const t = useTexts();
  const [wanted, setWanted] = useState("");
  const [at, setAt] = useState(0);
  const boxes = useDrawing(({ items }) => items);
  const found = wanted.trim() ? matching(boxes.filter(isBox), wanted) : [];
  const go = (box: BoxNode | undefined) => {
    if (!box) return;
    flyTo(board, box.id);
    setWanted("");
    window.setTimeout(() => focusBox(board, box.id), 300);
  };
  const press = (event: React.KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Enter") go(found[at]);
    else if (event.key === "Escape") {
      setWanted("");
      board.root?.focus({ preventScroll: true });
    } else if (event.key === "ArrowDown") setAt(Math.min(found.length - 1, at + 1));
    else if (event.key === "ArrowUp") setAt(Math.max(0, at - 1));
    else return;
    event.preventDefault();
  };
  return (
    <div className="find" onKeyDown={press}>
      <label className="field">
        <Icon name="search" size={14} />
        <input
          placeholder={t("find_step")}
          aria-label={t("find_step")}
          value={wanted}
          onChange={(event) => {
            setWanted(event.target.value);
            setAt(0);
          }}
        />
      </label>
      {wanted.trim() && (
        <ul className="found" aria-label={t("find_step")}>
          {!found.length && <li className="faint">{t("found_none")}</li>}
          {found.map((box, number) => (
            <li key={box.id}>
              <button
                type="button"
                className={`kind k-${box.data.kind.category}${number === at ? " on" : ""}`}
                onClick={() => go(box)}
              >
                <span className="tile">
                  <Strokes svg={box.data.kind.icon} size={14} />
                </span>
                <span className="name">
                  <b>{box.data.box.title}</b>
                  <small>{spoken(box.data.box.lines[0] ?? box.data.kind.label)}</small>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Titles that hold the words come before contents that do. */
function matching(boxes: BoxNode[], wanted: string): BoxNode[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  const all = ({ data: { box, kind } }: BoxNode) =>
    [box.title, kind.label, box.id, ...box.lines.map(spoken), ...box.ports.map((port) => spoken(port.label))].join(" ");
  const near = boxes.filter((box) => has(box.data.box.title));
  const far = boxes.filter((box) => !near.includes(box) && has(all(box)));
  return [...near, ...far].slice(0, MOST);
}
