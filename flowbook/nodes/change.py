"""Change: a tag, a field, the stage or a segment of a customer becomes different."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flowbook.events import FieldSet, StageEntered, TagAdded, TagRemoved
from flowbook.flow import Config, Node
from flowbook.nodetype import EXACT, Claim, Finding, NodeType
from flowbook.occasions import admitted, asked_about, taken
from flowbook.rules.readings import as_text
from flowbook.rules.texts import elements
from flowbook.schedule import next_occurrence
from flowbook.shapes import (
    AT_MOST_ONCE,
    ONLY_IF,
    choice,
    config,
    field_name,
    line,
    name_of,
    only,
    time_of_day,
)
from flowbook.situation import Situation
from flowbook.stimuli import Changed, Said, Stimulus
from flowbook.ways import ANYTHING, Act, Around, Effect, Elsewhere, TimePasses, Way, not_so, only_if, so
from flowbook.workspace import Rule

WHAT = {
    "tag_added": "gets a tag",
    "tag_removed": "loses a tag",
    "field": "has a field changed",
    "stage": "enters a stage",
    "segment_entered": "comes into a segment",
    "segment_left": "leaves a segment",
}
NAMED_BY = {
    "tag_added": "tag",
    "tag_removed": "tag",
    "field": "field",
    "stage": "stage",
    "segment_entered": "segment",
    "segment_left": "segment",
}
"""The key of the config that says which one."""
SEGMENTS = ("segment_entered", "segment_left")
LOOK_AT = "09:00"


def _name(config: Config) -> str:
    return str(config.get(NAMED_BY[config["what"]], ""))


def _claim(config: Config, stimulus: Stimulus, situation: Situation) -> Claim | None:
    if not isinstance(stimulus, Changed) or (stimulus.what, stimulus.name) != (config["what"], _name(config)):
        return None
    wanted = config.get("value") if stimulus.what == "field" else None
    if wanted and as_text(wanted) not in elements(as_text(stimulus.value) or ""):
        return None
    return Claim(EXACT, 0, {"changed": stimulus.name, "value": stimulus.value})


def _plan(config: Config, situation: Situation, after: datetime | None) -> datetime | None:
    """Segments can change by time alone, so they are looked at every day."""
    if not _watches(config):
        return None
    daily, zone = {"repeat": "weekly", "at": config.get("look_at") or LOOK_AT}, situation.zone
    due = next_occurrence(daily, situation.now - datetime.resolution, zone)
    while due and taken(due, after, zone):
        due = next_occurrence(daily, due, zone)
    return due


def _watches(config: Config) -> frozenset[str]:
    return frozenset({_name(config)} - {""}) if config["what"] in SEGMENTS else frozenset()


def _reads(config: Config) -> frozenset[str]:
    own = {_name(config)} - {""} if config["what"] == "field" else set()
    return asked_about(config) | own


def _ways(config: Config, around: Around) -> tuple[Way, ...]:
    """A person changes it by hand."""
    what, name = config["what"], _name(config)
    more = (FieldSet("session.changed", name), FieldSet("session.value", ANYTHING))
    if what in SEGMENTS:
        return _ways_of_segment(config, more)
    value = (config.get("value") or "something new") if what == "field" else None
    before = {
        "tag_added": (not_so({"tag": name, "op": "has"}),),
        "tag_removed": (so({"tag": name, "op": "has"}),),
    }
    effects: dict[str, Effect] = {
        "tag_added": TagAdded(name),
        "tag_removed": TagRemoved(name),
        "stage": StageEntered(name),
        "field": FieldSet(name, ANYTHING),
    }
    changed = Changed(what, name, value)
    when = before.get(what, ())
    return (
        Way(exit="next", when=when, acts=(changed,), effects=(effects[what], *more), after=only_if(config)),
    )


def _ways_of_segment(config: Config, more: tuple[Effect, ...]) -> tuple[Way, ...]:
    """Time alone makes it come or go; or a word, which ends a silence; or somebody changes what it asks
    about. Who was where when it was looked at last is not known for certain."""
    member: Rule = {"segment": _name(config), "op": "in"}
    inside, outside = so(member), not_so(member)
    before, after = (outside, inside) if config["what"] == "segment_entered" else (inside, outside)
    then, changed = (after, *only_if(config)), (Elsewhere(member), *more)
    passes: tuple[Act, ...] = (TimePasses(),)
    return (
        Way(exit="next", when=(before,), acts=passes, effects=more, after=then),
        Way(exit="next", when=(before,), acts=(Said("Hello"),), effects=more, after=then),
        Way(exit="next", when=(before,), acts=passes, effects=changed, after=then),
        Way(exit="next", acts=passes, effects=changed, after=then),
    )


def _check(node: Node) -> Iterable[Finding]:
    if not _name(node.config):
        key = NAMED_BY[node.config["what"]]
        sentence = "{step} does not say which {what}. Choose one."
        yield Finding("nothing_chosen", sentence, key, values={"what": key})


def _summary(config: Config) -> tuple[str, ...]:
    value = f" to “{config['value']}”" if config["what"] == "field" and config.get("value") else ""
    return (f"{WHAT[config['what']]}: {_name(config)}{value}",)


NODE = NodeType(
    type="change",
    label="Change of a customer",
    category="trigger",
    icon="user-round",
    order=90,
    help="Begins when something about a customer becomes different, by a flow, by hand or from outside. "
    "Segments are looked at whenever something happens to the customer, and once a day, because time "
    "alone can change them. What changed is in {session.changed}, its new value in {session.value}.",
    config=config(
        ("what",),
        what=choice("When a customer", WHAT, "tag_added"),
        tag=only(name_of("tag", "Which tag"), what=("tag_added", "tag_removed")),
        field=only(field_name("Which field"), what=("field",)),
        value=only(line("Only when it becomes", "Left out: whatever it becomes."), what=("field",)),
        stage=only(name_of("stage", "Which stage"), what=("stage",)),
        segment=only(name_of("segment", "Which segment"), what=SEGMENTS),
        look_at=only(time_of_day("Look at the segment daily at", LOOK_AT), what=SEGMENTS),
        only_if=ONLY_IF,
        at_most_once_in=AT_MOST_ONCE,
    ),
    example={"what": "tag_added", "tag": "vip"},
    wakes=(Changed,),
    claim=_claim,
    plan=_plan,
    replan_on=frozenset({"fired"}),
    watches=_watches,
    admits=admitted,
    check=_check,
    summary=_summary,
    ways=_ways,
    reads=_reads,
    writes=lambda config: frozenset({"session.changed", "session.value"}),
)
