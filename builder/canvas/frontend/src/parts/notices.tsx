// What the canvas says: whether all is saved, what happened, which keys there are.
import { Panel } from "@xyflow/react";
import { useEffect, useRef, useState } from "react";
import { tell, useBoard, usePicture, useTexts, useUi } from "../board/board";
import { SHEETS } from "../board/keys";
import { Icon } from "../icons";
import type { Standing } from "../outbox";

const LONG = 9000;

/** Saved, being saved, or kept in this browser until it can be. */
export function Saved({ standing }: { standing: Standing }) {
  const t = useTexts();
  if (usePicture((picture) => picture.readonly)) return null;
  return (
    <Panel position="top-right" className={`saved ${standing}`} aria-live="polite">
      {standing === "saved" && <Icon name="check" size={14} />}
      {standing === "stuck" && <Icon name="cloudOff" size={14} />}
      <span>{t(standing)}</span>
    </Panel>
  );
}

export function Told() {
  const board = useBoard();
  const t = useTexts();
  const told = useUi((ui) => ui.told);
  const said = useUi((ui) => ui.said);
  const link = useUi((ui) => ui.link);
  useEffect(() => {
    if (!told.length) return;
    const later = window.setTimeout(() => tell(board), LONG);
    return () => clearTimeout(later);
  }, [told, board]);
  return (
    <>
      <div className="spoken" role="status" aria-live="polite">
        {said}
      </div>
      {link && <div className="told link">{said}</div>}
      {told.length > 0 && !link && (
        <div className="told" role="alert">
          <div>
            {told.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </div>
          <button type="button" onClick={() => tell(board)} aria-label={t("close")}>
            <Icon name="close" size={14} />
          </button>
        </div>
      )}
    </>
  );
}

const mac = /Mac|iPhone|iPad/.test(navigator.platform);
const readable = (keys: string) => keys.replace("Mod", mac ? "⌘" : "Ctrl").replaceAll("+", mac ? "" : " + ").replace(/^ \+ $/, "+");

export function Help() {
  const board = useBoard();
  const t = useTexts();
  const open = useUi((ui) => ui.help);
  const readonly = usePicture((picture) => picture.readonly);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (open) button.current?.focus({ preventScroll: true });
  }, [open]);
  if (!open) return null;
  const close = () => {
    board.ui.set({ help: false });
    board.root?.focus({ preventScroll: true });
  };
  return (
    <div className="sheet-veil" onPointerDown={close}>
      <div className="sheet" role="dialog" aria-modal="true" aria-label={t("help")} onPointerDown={(event) => event.stopPropagation()}>
        <header>
          <h4>{t("help")}</h4>
          <button ref={button} type="button" onClick={close} aria-label={t("close")}>
            <Icon name="close" />
          </button>
        </header>
        <div className="columns">
          {SHEETS.map((sheet) => (
            <section key={sheet.title}>
              <h5>{t(sheet.title)}</h5>
              <dl>
                {sheet.shortcuts
                  .filter((one) => !(readonly && one.draws))
                  .map((one) => (
                    <div key={one.does}>
                      <dt>
                        {one.keys.map((keys) => (
                          <kbd key={keys}>{readable(keys)}</kbd>
                        ))}
                      </dt>
                      <dd>{t(one.does)}</dd>
                    </div>
                  ))}
              </dl>
            </section>
          ))}
        </div>
      </div>
    </div>
  );
}

/** How the outbox stands, looked at again while it is not empty. */
export function useStanding(): Standing {
  const board = useBoard();
  const [standing, setStanding] = useState(board.outbox.standing());
  useEffect(() => {
    const look = () => setStanding(board.outbox.standing());
    const every = window.setInterval(look, 1000);
    board.outbox.connect(
      (event) => board.host.setTriggerValue("event", event),
      () => board.picture.get().rev,
      look,
    );
    return () => {
      clearInterval(every);
      board.outbox.disconnect();
    };
  }, [board]);
  return standing;
}
