// What goes between Python and the canvas; builder/canvas/picture.py and ops.py are the other side.

export type Place = [number, number];
export type Tone = "" | "time" | "other" | "failure";
export type Port = { id: string; label: string; tone: Tone; needed: boolean };

/** A step as Python knows it. `config` and `note` are only there to be copied. */
export type Box = {
  id: string;
  kind: string;
  title: string;
  at: Place;
  lines: string[];
  ports: Port[];
  config: unknown;
  note: string;
};
export type Note = { id: string; at: Place; size: Place; text: string; colour: string };
export type Group = { id: string; title: string; nodes: string[]; colour: string };
export type Kind = {
  kind: string;
  label: string;
  help: string;
  category: string;
  icon: string;
  lines: string[];
  ports: Port[];
};
export type Issue = { level: "error" | "warning"; text: string; port: string };
/** A step to select; `fly` brings it to the middle, else it is only brought into view. No id: nothing is selected. */
export type Focus = { id: string; n: number; fly: boolean };

/** Checked, merely passed, not tried, or proved that nobody can. */
export type Tested = "checked" | "visited" | "untouched" | "never";
/** What tests have seen: of steps by their ids, of ways on as `step|exit`. */
export type Coverage = { steps: Record<string, Tested>; ways: Record<string, Tested> };

/** `rev` changes when the drawing is not what the ops acknowledged by `ack` made of it. */
export type Picture = {
  doc_id: string;
  rev: number;
  ack: number;
  height: number;
  nodes: Box[];
  edges: [source: string, exit: string, target: string][];
  collapsed: string[];
  notes: Note[];
  groups: Group[];
  kinds: Kind[];
  /** Types that steps of this flow have and that nobody here knows. */
  strangers: Kind[];
  categories: { id: string; label: string }[];
  issues: Record<string, Issue[]>;
  trace: string[];
  here: string;
  people: Record<string, number>;
  coverage: Coverage | null;
  history: { undo: boolean; redo: boolean };
  /** The step whose form is open when the canvas comes up. */
  selected: string;
  focus: Focus | null;
  made: { seq: number; ids: string[] } | null;
  told: { n: number; sentences: string[] } | null;
  readonly: boolean;
  form: string;
  texts: Record<string, string>;
};

export type Op = { op: string; [key: string]: unknown };
export type Event = { seq: number; doc_id: string; rev: number; ops: Op[] };
export type Host = {
  data: Picture;
  setStateValue: (name: string, value: unknown) => void;
  setTriggerValue: (name: string, value: unknown) => void;
};

/** Stands before and behind the name of a field in a line of content. */
export const CHIP = "\x1f";
export const COLOURS = ["amber", "green", "blue", "violet", "rose", "grey"];
