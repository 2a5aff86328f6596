// A note for colleagues, to be written in with a double click.
import type { NodeProps } from "@xyflow/react";
import { NodeResizer } from "@xyflow/react";
import { memo, useEffect, useRef } from "react";
import { useBoard, usePicture, useTexts, useUi } from "../board/board";
import type { NoteNode } from "../board/document";
import { changeNote } from "../board/margins";

export const NoteView = memo(function NoteView({ id, data, selected }: NodeProps<NoteNode>) {
  const board = useBoard();
  const t = useTexts();
  const { note } = data;
  const readonly = usePicture((picture) => picture.readonly);
  const writing = useUi((ui) => ui.writing === id) && !readonly;
  const write = () => board.ui.set({ writing: id });
  return (
    <div className={`note c-${note.colour}${selected ? " selected" : ""}`} onDoubleClick={write} data-note={note.id}>
      {!readonly && (
        <NodeResizer
          isVisible={!!selected}
          minWidth={80}
          minHeight={60}
          onResizeEnd={(_event, { x, y, width, height }) =>
            changeNote(board, note.id, { at: [Math.round(x), Math.round(y)], size: [Math.round(width), Math.round(height)] })
          }
        />
      )}
      {writing ? (
        <Writing text={note.text} keep={(text) => changeNote(board, note.id, { text })} />
      ) : (
        <p>{note.text || <span className="faint">{t("write_note")}</span>}</p>
      )}
    </div>
  );
});

function Writing({ text, keep }: { text: string; keep: (text: string) => void }) {
  const board = useBoard();
  const t = useTexts();
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    // React Flow measures a new note before it lets the keyboard in.
    const soon = window.setTimeout(() => area.current?.focus({ preventScroll: true }), 60);
    return () => clearTimeout(soon);
  }, []);
  const finish = () => {
    if (area.current && area.current.value !== text) keep(area.current.value);
    board.ui.set({ writing: null });
  };
  return (
    <textarea
      ref={area}
      className="nodrag nowheel nopan"
      aria-label={t("note_text")}
      placeholder={t("write_note")}
      defaultValue={text}
      maxLength={4000}
      onBlur={finish}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") board.root?.focus({ preventScroll: true });
      }}
    />
  );
}
