// One step: tile, title and type; a line or two of what it does; one row for each way on, its port on the edge.
import type { NodeProps } from "@xyflow/react";
import { Handle, Position, useUpdateNodeInternals } from "@xyflow/react";
import { memo, useEffect, useRef } from "react";
import { useBoard, useDrawing, usePicture, useTexts, useUi } from "../board/board";
import { IN, isSingle, led, wayId } from "../board/document";
import type { BoxNode } from "../board/document";
import { openForm } from "../board/keys";
import { Icon, Strokes } from "../icons";
import type { Issue, Port, Tested } from "../wire";
import { Content, spoken } from "./content";
import { StepTested, WayTested } from "./tested";

const NONE: Issue[] = [];

export const BoxView = memo(function BoxView({ id, data, selected }: NodeProps<BoxNode>) {
  const board = useBoard();
  const { box, kind, shut } = data;
  const issues = usePicture((picture) => picture.issues[id] ?? NONE);
  const mark = usePicture((picture) => markOf(picture.trace, picture.here, picture.coverage?.steps[id], id));
  const candidate = useUi(({ link }) => (link?.target === id ? "candidate" : link?.source === id ? "linking" : ""));
  const reachable = useUi(({ current }) => current === id);
  const single = isSingle(box) || shut;
  useMeasuredPorts(id, `${shut} ${box.ports.map((port) => port.id)}`);
  const classes = ["box", `k-${kind.category}`, selected && "selected", single && "single", shut && "shut", mark, candidate];
  return (
    <div
      className={classes.filter(Boolean).join(" ")}
      data-box={id}
      data-kind={box.kind}
      role="group"
      aria-roledescription={kind.label}
      aria-label={useLabel(id, data, issues, selected)}
      tabIndex={reachable ? 0 : -1}
      onFocus={() => board.ui.set({ current: id })}
      onDoubleClick={(event) => openForm(board, event as unknown as KeyboardEvent)}
    >
      <div className="far-title" aria-hidden="true">
        {box.title}
      </div>
      {kind.category !== "trigger" && <Handle type="target" position={Position.Left} id={IN} className="port-in" />}
      <div className="head">
        <span className="tile">
          <Strokes svg={kind.icon} size={16} />
        </span>
        <span className="name">
          <b>{box.title}</b>
          <small>{kind.label}</small>
        </span>
        <People id={id} />
      </div>
      {!shut && box.lines.length > 0 && (
        <div className="lines">
          {box.lines.map((line, number) => (
            <div key={number}>
              <Content line={line} />
            </div>
          ))}
        </div>
      )}
      {single ? (
        <Single id={id} ports={box.ports} issues={issues} />
      ) : (
        box.ports.length > 0 && (
          <div className="ports">
            {box.ports.map((port) => (
              <PortRow key={port.id} id={id} port={port} issue={issues.find((one) => one.port === port.id)} />
            ))}
          </div>
        )
      )}
      {issues.length > 0 && <Badge issues={issues} />}
      <StepTested id={id} />
    </div>
  );
});

/** React Flow measures ports when a box changes its size; other ports in a box as large as before it must be told of. */
function useMeasuredPorts(id: string, ports: string): void {
  const measure = useUpdateNodeInternals();
  const before = useRef(ports);
  useEffect(() => {
    if (before.current !== ports) measure(id);
    before.current = ports;
  }, [id, ports, measure]);
}

function markOf(trace: string[], here: string, tested: Tested | undefined, id: string): string {
  if (here === id) return "visited here";
  if (trace.includes(id)) return "visited";
  if (trace.length) return "dim";
  return tested ? `tested-${tested}` : "";
}

/** What a screen reader says: title, type, content, ways on, how it is tested, problems. */
function useLabel(id: string, { box, kind }: BoxNode["data"], issues: Issue[], selected?: boolean): string {
  const t = useTexts();
  const tested = usePicture((picture) => picture.coverage?.steps[id]);
  const people = usePicture((picture) => picture.people[id] ?? 0);
  const ways = box.ports.map((port) => spoken(port.label)).filter(Boolean);
  const parts = [box.title, kind.label, ...box.lines.map(spoken)];
  if (ways.length) parts.push(t("ways_on", { ways: ways.join(", ") }));
  if (selected) parts.splice(1, 0, t("is_selected"));
  if (people) parts.push(t("people_here", { count: people }));
  if (tested) parts.push(t(`tested_${tested}`));
  return [...parts, ...issues.map((issue) => issue.text)].join(". ");
}

function PortRow({ id, port, issue }: { id: string; port: Port; issue?: Issue }) {
  const leads = useDrawing(({ ways }) => led(ways).has(wayId(id, port.id)));
  const linking = useUi(({ link }) => link?.source === id && link.exit === port.id);
  const loose = port.needed && !leads;
  return (
    <div className={["port", port.tone, loose && "loose", linking && "linking"].filter(Boolean).join(" ")} title={issue?.text}>
      <WayTested id={id} exit={port.id} label={spoken(port.label)} />
      {port.tone === "time" && <Icon name="hourglass" size={12} />}
      {issue && <Icon name={issue.level === "error" ? "bad" : "alert"} size={12} />}
      <span>
        <Content line={port.label} />
      </span>
      <Handle type="source" position={Position.Right} id={port.id} className="port-out" data-port={port.id} />
    </div>
  );
}

/** All ports on one spot beside the title: of the only way on, or of a step that is drawn small. */
function Single({ id, ports, issues }: { id: string; ports: Port[]; issues: Issue[] }) {
  const loose = useDrawing(({ ways }) => ports.some((port) => port.needed && !led(ways).has(wayId(id, port.id))));
  const issue = issues.find((one) => ports.some((port) => port.id === one.port));
  return ports.map((port) => (
    <Handle
      key={port.id}
      type="source"
      position={Position.Right}
      id={port.id}
      className={`port-out alone${loose ? " loose" : ""}`}
      data-port={port.id}
      title={issue?.text}
    />
  ));
}

function Badge({ issues }: { issues: Issue[] }) {
  const bad = issues.some((issue) => issue.level === "error");
  const said = issues.map((issue) => issue.text).join("\n");
  return (
    <div className={`badge ${bad ? "bad" : "warn"}`} title={said} aria-hidden="true">
      <Icon name={bad ? "bad" : "alert"} size={13} />
      {issues.length}
    </div>
  );
}

function People({ id }: { id: string }) {
  const t = useTexts();
  const count = usePicture((picture) => picture.people[id] ?? 0);
  if (!count) return null;
  return (
    <span className="people" title={t("people_here", { count })}>
      <Icon name="user" size={11} />
      {count}
    </span>
  );
}
