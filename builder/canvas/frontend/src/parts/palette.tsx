// Every type of step, by category: dragged in, or added by a click.
import { useState } from "react";
import { useBoard, usePicture, useTexts, useUi } from "../board/board";
import { addByClick } from "../board/deeds";
import { Icon, Strokes } from "../icons";
import type { Kind, Picture } from "../wire";
import { dragByTouch } from "./touchdrag";

/** What a dragged type is called on its way. */
export const KIND = "application/x-flowbook-step";

export function Palette() {
  const t = useTexts();
  const board = useBoard();
  const open = useUi((ui) => ui.palette);
  const [wanted, setWanted] = useState("");
  const shelves = useShelves(wanted);
  const first = shelves[0]?.kinds[0];
  const put = (kind: Kind) => {
    addByClick(board, kind);
    board.root?.classList.remove("drawer");
  };
  if (!open) return null;
  return (
    <aside className="palette" aria-label={t("palette")} onKeyDown={walk}>
      <label className="field">
        <Icon name="search" size={14} />
        <input
          placeholder={t("find_kind")}
          aria-label={t("find_kind")}
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && first) put(first);
            if (event.key === "Escape") setWanted("");
          }}
        />
      </label>
      {!shelves.length && <p className="faint">{t("no_kind")}</p>}
      {shelves.map((shelf) => (
        <section key={shelf.id} aria-label={shelf.label}>
          <h5>{shelf.label}</h5>
          {shelf.kinds.map((kind) => (
            <KindButton key={kind.kind} kind={kind} put={put} first={kind === first} />
          ))}
        </section>
      ))}
    </aside>
  );
}

/** One stop for Tab; the arrows go up and down from there. */
function walk(event: React.KeyboardEvent<HTMLElement>): void {
  const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>("input, .kind")];
  const next = stops[stops.indexOf(event.target as HTMLElement) + by];
  if (!by || !next) return;
  event.preventDefault();
  event.stopPropagation();
  next.focus();
}

type ButtonProps = { kind: Kind; put: (kind: Kind) => void; first: boolean };

function KindButton({ kind, put, first }: ButtonProps) {
  const board = useBoard();
  return (
    <button
      type="button"
      className={`kind k-${kind.category}`}
      draggable
      tabIndex={first ? 0 : -1}
      data-kind={kind.kind}
      title={kind.help}
      onClick={() => put(kind)}
      onPointerDown={(event) => dragByTouch(board, kind, event)}
      onDragStart={(event) => {
        event.dataTransfer.setData(KIND, kind.kind);
        event.dataTransfer.effectAllowed = "copy";
      }}
    >
      <span className="tile">
        <Strokes svg={kind.icon} size={14} />
      </span>
      <span>{kind.label}</span>
    </button>
  );
}

export type Shelf = { id: string; label: string; kinds: Kind[] };

/** The types whose name or help has all the words, by category; those that begin with them first. */
export function shelvesOf(picture: Picture, wanted: string, but = ""): Shelf[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (kind: Kind) => words.every((word) => `${kind.label} ${kind.help}`.toLowerCase().includes(word));
  const near = (kind: Kind) => (kind.label.toLowerCase().includes(words[0] ?? "") ? 0 : 1);
  const found = picture.kinds.filter((kind) => kind.category !== but && fits(kind));
  const shelves = picture.categories.map(({ id, label }) => ({
    id,
    label,
    kinds: found.filter((kind) => kind.category === id).sort((a, b) => near(a) - near(b)),
  }));
  const full = shelves.filter((shelf) => shelf.kinds.length);
  return words.length ? full.sort((a, b) => near(a.kinds[0]) - near(b.kinds[0])) : full;
}

function useShelves(wanted: string): Shelf[] {
  const board = useBoard();
  usePicture((picture) => picture.kinds.length + (picture.kinds[0]?.label ?? ""));
  return shelvesOf(board.picture.get(), wanted);
}
