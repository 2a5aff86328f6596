"""Fields, tags, stages, segments, teams, hours and flows that the workspace does not know."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from rapidfuzz import process

from flowbook.checks.configs import Part, parts, texts
from flowbook.checks.issue import Case, Fix, Issue, Rule
from flowbook.rules import problems as rule_problems
from flowbook.templates import names, problems
from flowbook.workspace import declared

TEXT = "{step} uses the {what} “{name}”, which the workspace does not know.{hint}"
NO_FLOW = "{step} leads to the flow “{name}”, which is not there.{hint}"
WRITING = "In a text of {step}: {problem}"
RULE_TEXT = "In {step}: {problem}"
COMPUTED = ("orders.", "session.", "event.", "answer.")


def _check(case: Case) -> Iterator[Issue]:
    known = _known(case)
    for node in case.flow.nodes:
        for part in parts(node):
            if part.widget in known:
                yield from _names(case, part, known[part.widget])
            elif part.widget == "rule":
                for path, problem in rule_problems(part.value, case.workspace):
                    field = f"{part.path}.{path}" if path else part.path
                    yield case.issue(
                        "unknown_name", RULE_TEXT, node, field=field, values={"problem": problem}
                    )
        for path, text in texts(node):
            for _, problem in problems(text):
                yield case.issue("broken_text", WRITING, node, field=path, values={"problem": problem})
            for name in sorted(names(text)):
                if not name.startswith(COMPUTED) and name != "today":
                    yield from _named(case, Part(node, path, "field", name), name, known["field"])


def _known(case: Case) -> Mapping[str, Collection[str]]:
    workspace = case.workspace
    return {
        "field": declared(workspace),
        "tag": workspace.tags,
        "stage": workspace.stages,
        "segment": workspace.segments,
        "team": workspace.teams,
        "hours": workspace.hours,
        "flow": [flow.id for flow in (*case.others, case.flow)],
    }


def _names(case: Case, part: Part, known: Collection[str]) -> Iterator[Issue]:
    for name in part.value if isinstance(part.value, list) else [part.value]:
        if name and not str(name).startswith("session."):
            yield from _named(case, part, str(name), known)


def _named(case: Case, part: Part, name: str, known: Collection[str]) -> Iterator[Issue]:
    if name in known:
        return
    near = process.extractOne(name, list(known), score_cutoff=70)
    hint = f" Did you mean “{near[0]}”?" if near else ""
    what = {"hours": "opening hours"}.get(part.widget, part.widget)
    mendable = near and part.value == name and "." not in part.path and part.path in part.node.config
    fix = Fix(f"use “{near[0]}”", config={part.path: near[0]}) if mendable else None
    text = NO_FLOW if part.widget == "flow" else TEXT
    values = {"what": what, "name": name, "hint": hint}
    yield case.issue("unknown_name", text, part.node, field=part.path, values=values, fix=fix)


RULE = Rule(
    "unknown_name", "Every field, tag, stage, segment, team and flow that a step names is there.", _check
)
