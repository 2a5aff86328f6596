// What comes next: a small list of steps where a way was dropped, on a way, or beside the selected step.
import { useEffect, useRef, useState } from "react";
import type { Board, Choice } from "../board/board";
import { useBoard, useTexts, useUi } from "../board/board";
import { add, connect } from "../board/deeds";
import { heightOf } from "../board/document";
import { freePlace } from "../board/geometry";
import { focusBox } from "../board/view";
import { Icon, Strokes } from "../icons";
import type { Kind } from "../wire";
import { shelvesOf } from "./palette";

const WIDE = 248;
const HIGH = 320;

export function ChoiceList() {
  const choice = useUi((ui) => ui.choice);
  return choice && <List key={`${choice.left}|${choice.top}`} choice={choice} />;
}

function List({ choice }: { choice: Choice }) {
  const board = useBoard();
  const t = useTexts();
  const [wanted, setWanted] = useState("");
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const shelves = shelvesOf(board.picture.get(), wanted, choice.source ? "trigger" : "");
  const kinds = shelves.flatMap((shelf) => shelf.kinds);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    void list.current?.querySelector(".on")?.scrollIntoView({ block: "nearest" });
  }, [at]);
  const close = () => board.ui.set({ choice: null });
  const take = (kind: Kind) => {
    close();
    const id = put(board, choice, kind);
    if (id) focusBox(board, id);
  };
  const press = (event: React.KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape") {
      close();
      board.root?.focus({ preventScroll: true });
    } else if (event.key === "Enter" && kinds[at]) take(kinds[at]);
    else if (event.key === "ArrowDown") setAt(Math.min(kinds.length - 1, at + 1));
    else if (event.key === "ArrowUp") setAt(Math.max(0, at - 1));
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="veil" onPointerDown={close} />
      <div className="choice" role="dialog" aria-label={t("what_next")} style={kept(board, choice)} onKeyDown={press}>
        <label className="field">
          <Icon name="search" size={14} />
          <input
            ref={field}
            role="combobox"
            aria-expanded="true"
            aria-controls="choice-list"
            aria-activedescendant={kinds[at] && `choice-${kinds[at].kind}`}
            placeholder={t("what_next")}
            aria-label={t("what_next")}
            value={wanted}
            onChange={(event) => {
              setWanted(event.target.value);
              setAt(0);
            }}
          />
        </label>
        <div className="choices" id="choice-list" role="listbox" aria-label={t("palette")} ref={list} tabIndex={-1}>
          {!kinds.length && <p className="faint">{t("no_kind")}</p>}
          {shelves.map((shelf) => (
            <div key={shelf.id} role="group" aria-label={shelf.label}>
              <h5 aria-hidden="true">{shelf.label}</h5>
              {shelf.kinds.map((kind) => (
                <div
                  key={kind.kind}
                  id={`choice-${kind.kind}`}
                  role="option"
                  aria-selected={kind === kinds[at]}
                  className={`kind k-${kind.category}${kind === kinds[at] ? " on" : ""}`}
                  title={kind.help}
                  data-kind={kind.kind}
                  onClick={() => take(kind)}
                >
                  <span className="tile">
                    <Strokes svg={kind.icon} size={14} />
                  </span>
                  <span>{kind.label}</span>
                </div>
              ))}
            </div>
          ))}
        </div>
      </div>
    </>
  );
}

/** Within the canvas, however near its edge it was asked for. */
function kept(board: Board, choice: Choice): React.CSSProperties {
  const width = board.root?.clientWidth ?? WIDE;
  const height = board.root?.clientHeight ?? HIGH;
  return {
    left: Math.max(8, Math.min(choice.left, width - WIDE - 8)),
    top: Math.max(8, Math.min(choice.top, height - HIGH - 8)),
  };
}

function put(board: Board, choice: Choice, kind: Kind): string {
  const height = heightOf({ ...kind, id: "", at: [0, 0], title: "", config: {}, note: "" });
  const at = freePlace(board.drawing.get().items, [Math.round(choice.at[0]), Math.round(choice.at[1])], height);
  const id = add(board, kind, at, choice.source);
  const exit = kind.ports[0]?.id;
  if (id && choice.target && exit) connect(board, { id, exit }, choice.target);
  return id;
}
