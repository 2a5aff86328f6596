"""Fields, tags, stages, segments, teams, hours and flows that the workspace does not know."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from flowbook.checks.configs import TEXT_WIDGETS, Part, parts, reads_of, texts
from flowbook.checks.issue import Case, Fix, Issue, Rule, kind_of
from flowbook.flow import Node
from flowbook.rules import COMPUTED
from flowbook.rules import problems as rule_problems
from flowbook.rules import reads as rule_reads
from flowbook.rules.suggestions import did_you_mean, nearest
from flowbook.templates import names, problems, renamed
from flowbook.texts import Text, in_every_language
from flowbook.workspace import declared

TEXT = "{step} uses the {what} “{name}”, which the workspace does not know.{hint}"
NOT_LIVE = "{step} leads to the flow “{name}”, which is not published yet. Publish that one first."
NO_FLOW = "{step} leads to the flow “{name}”, which is not there.{hint}"
WRITING = "In a text of {step}: {problem}"
RULE_TEXT = "In {step}: {problem}"
PREFIXES = ("orders.", "session.", "event.", "answer.")


def _check(case: Case) -> Iterator[Issue]:
    known = _known(case)
    for node in case.flow.nodes:
        ruled: set[str] = set()
        for part in parts(node):
            if part.widget in known:
                yield from _names(case, part, known[part.widget])
            elif part.widget == "rule":
                ruled |= rule_reads(part.value)
                yield from _rule(case, part)
        for path, text in texts(node):
            for _, problem in problems(text):
                yield case.issue("broken_text", WRITING, node, field=path, values={"problem": problem})
        yield from _read(case, node, reads_of(node) - ruled, known["field"])


def _rule(case: Case, part: Part) -> Iterator[Issue]:
    for path, problem in rule_problems(part.value, case.workspace):
        field = f"{part.path}.{path}" if path else part.path
        yield case.issue("unknown_name", RULE_TEXT, part.node, field=field, values={"problem": problem})


def _read(case: Case, node: Node, read: frozenset[str], known: Collection[str]) -> Iterator[Issue]:
    """What the node's texts, addresses and values read; a field that a control names is told of by itself."""
    strange = {name for name in read if not (name in known or name in COMPUTED or name.startswith(PREFIXES))}
    if not strange:
        return
    places = {name: path for path, text in texts(node) for name in names(text)}
    named = {part.value for part in parts(node) if part.widget == "field"}
    for name in sorted(strange - named):
        yield from _named(case, Part(node, places.get(name, ""), "text", name), name, known)


def _known(case: Case) -> Mapping[str, Collection[str]]:
    workspace = case.workspace
    return {
        "field": declared(workspace),
        "tag": workspace.tags,
        "stage": workspace.stages,
        "segment": workspace.segments,
        "team": workspace.teams,
        "hours": workspace.hours,
        "products": workspace.products,
        "flow": [flow.id for flow in (*case.others, case.flow)],
    }


def _names(case: Case, part: Part, known: Collection[str]) -> Iterator[Issue]:
    written = kind_of(part.node).writes(part.node.config)
    for name in part.value if isinstance(part.value, list) else [part.value]:
        computed = str(name).startswith(PREFIXES) or (name in COMPUTED and name not in written)
        if name and not computed:
            yield from _named(case, part, str(name), known)


def _named(case: Case, part: Part, name: str, known: Collection[str]) -> Iterator[Issue]:
    if name in known:
        return
    if part.widget == "flow" and any(draft.id == name for draft in case.drafts):
        values = {"name": name}
        yield case.issue(
            "flow_not_live", NOT_LIVE, part.node, field=part.path, severity="warning", values=values
        )
        return
    near = nearest(name, known)
    what = {"hours": "opening hours", "text": "field", "products": "product"}.get(part.widget, part.widget)
    fix = Fix(f"use “{near}”", config={part.path: _mended(part, near)}) if _is_mendable(part, near) else None
    text = NO_FLOW if part.widget == "flow" else TEXT
    values = {"what": what, "name": name, "hint": did_you_mean(name, known)}
    yield case.issue("unknown_name", text, part.node, field=part.path, values=values, fix=fix)


def _is_mendable(part: Part, near: str) -> bool:
    """Only what stands at the top of the config: a fix is merged in there."""
    return bool(near) and isinstance(part.value, str) and part.path in part.node.config


def _mended(part: Part, near: str) -> Text:
    """The value with the name that is known; of a text only that name changes, in every language."""
    if part.widget not in TEXT_WIDGETS:
        return near
    return in_every_language(part.node.config[part.path], lambda text: renamed(text, part.value, near))


RULE = Rule(
    "unknown_name", "Every field, tag, stage, segment, team and flow that a step names is there.", _check
)
