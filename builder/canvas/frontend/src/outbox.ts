// Ops on their way to Python: numbered and named, sent together after a moment's rest, again until acknowledged.
import type { Event, Op } from "./wire";

const REST = 120;
const AGAIN = 4000;
const STUCK = 20000;

export type Standing = "saved" | "saving" | "stuck";
type Kept = { seq: number; ops: Op[] };

export type Outbox = {
  push: (op: Op) => void;
  /** Sends at once what rests. */
  flush: () => void;
  acknowledge: (seq: number) => void;
  standing: () => Standing;
  idle: () => boolean;
  /** The number of the op pushed last. */
  seq: () => number;
  /** From now on events go through `send`; what was never acknowledged goes again. */
  connect: (send: (event: Event) => void, rev: () => number, changed: () => void) => void;
  /** Nothing is sent while no canvas is there: a rerun would carry the person back to the page they left. */
  disconnect: () => void;
};

const outboxes = new Map<string, Outbox>();

/** One outbox for each flow, whatever canvas comes and goes; kept in the tab, so that a reload loses nothing. */
export function outboxOf(docId: string): Outbox {
  const known = outboxes.get(docId) ?? createOutbox(docId);
  outboxes.set(docId, known);
  return known;
}

function createOutbox(docId: string): Outbox {
  const place = `flowbook canvas ${docId}`;
  const kept = recall(place);
  let { seq, ops } = kept;
  let since = ops.length ? Date.now() : 0;
  let rest = 0;
  let again = 0;
  let send: ((event: Event) => void) | null = null;
  let rev = () => 0;
  let changed = () => {};

  const keep = () => {
    try {
      sessionStorage.setItem(place, JSON.stringify({ seq, ops }));
    } catch {
      // A browser that keeps nothing still draws.
    }
  };
  const flush = () => {
    clearTimeout(rest);
    rest = 0;
    clearTimeout(again);
    if (!send || !ops.length) return;
    send({ seq, doc_id: docId, rev: rev(), ops: [...ops] });
    again = window.setTimeout(() => {
      flush();
      changed();
    }, AGAIN);
  };

  return {
    push: (op) => {
      seq += 1;
      ops.push({ ...op, deed: named() });
      since ||= Date.now();
      keep();
      clearTimeout(rest);
      rest = window.setTimeout(flush, REST);
      changed();
    },
    flush,
    acknowledge: (number) => {
      const first = seq - ops.length;
      const done = Math.max(0, Math.min(ops.length, number - first));
      ops = ops.slice(done);
      if (!ops.length && number > seq) seq = number;
      if (!ops.length) {
        since = 0;
        clearTimeout(again);
      }
      if (done) {
        keep();
        changed();
      }
    },
    standing: () => (!ops.length ? "saved" : Date.now() - since > STUCK ? "stuck" : "saving"),
    idle: () => !ops.length,
    seq: () => seq,
    connect: (sender, revision, listener) => {
      send = sender;
      rev = revision;
      changed = listener;
      if (ops.length) rest = window.setTimeout(flush, REST);
    },
    disconnect: () => {
      clearTimeout(rest);
      clearTimeout(again);
      send = null;
      changed = () => {};
    },
  };
}

/** No two deeds of any tab have the same name; by it Python knows what it was sent before. */
function named(): string {
  return [...crypto.getRandomValues(new Uint32Array(2))].map((number) => number.toString(36)).join("");
}

function recall(place: string): Kept {
  try {
    const found = JSON.parse(sessionStorage.getItem(place) ?? "null") as Kept | null;
    if (found && Number.isInteger(found.seq) && Array.isArray(found.ops)) return found;
  } catch {
    // What cannot be read is not there.
  }
  return { seq: 0, ops: [] };
}
