"""Question: the bot asks, and takes only an answer that fits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flowbook import asking, options
from flowbook.answers import KINDS, Asked, Refusal, giving, read, refusal
from flowbook.asking import media_of, read_by, say, title_of, written_to
from flowbook.copies import altered
from flowbook.events import AnswerRejected, FieldSet
from flowbook.flow import Config, Node
from flowbook.messages import unpack
from flowbook.nodetype import Exit, Finding, NodeType, Step, go
from flowbook.phrases import mistake_in
from flowbook.session import Wait
from flowbook.shapes import (
    Shape,
    choice,
    config,
    field_name,
    line,
    media,
    number,
    only,
    optional_number,
    text,
)
from flowbook.situation import Situation
from flowbook.stimuli import BY_CUSTOMER, Said, Stimulus, Tapped
from flowbook.ways import Act, Around, Way

WHEN = {"any": "may be any", "future": "is today or later", "past": "is today or earlier"}
SCALE: Shape = {"title": "Scale", "type": "integer", "widget": "choice", "enum": [5, 10], "default": 5}
COUNTRY = "Two letters such as LT; then numbers need no prefix. Left empty, the customer's own, if known."
WRITING = "Such as [A-Z]{2}-\\d+ for AB-12."
ANSWERED = "answered"
TOO_MANY = "too_many_tries"
UNKEPT = "session._answer"
"""Stands for the field of a question whose answer is not kept."""


def _exits(config: Config) -> tuple[Exit, ...]:
    many = (Exit(TOO_MANY, "Too many tries", "failure"),) if config.get("retries") else ()
    return (Exit(ANSWERED, "Answered"), *many, *asking.exits(config))


def _run(node: Node, situation: Situation) -> Step:
    keyboard = options.keyboard(node, situation)
    sent = say(node, situation, node.config["text"], media=media_of(node.config, situation), **keyboard)
    return Step(events=sent, wait=asking.wait(node, situation))


def _resume(node: Node, situation: Situation, wait: Wait, stimulus: Stimulus) -> Step | None:
    if type(stimulus) is Tapped:
        ref = unpack(stimulus.data)
        return _tapped(node, situation, wait, ref.choice) if ref else None
    if type(stimulus) in BY_CUSTOMER:
        return _answered(node, situation, wait, stimulus)
    return asking.unanswered(stimulus)


def _tapped(node: Node, situation: Situation, wait: Wait, tapped: str) -> Step | None:
    kind = node.config["kind"]
    if kind == "choices":
        return _ticked(node, situation, wait, tapped)
    said = options.said_by(node, situation, tapped)
    if not said:
        return None
    return _accept(node, said) if kind == "choice" else _answered(node, situation, wait, Said(said))


def _ticked(node: Node, situation: Situation, wait: Wait, tapped: str) -> Step | None:
    """A tap ticks an option or takes the tick away, in the message itself; the last button sends them all."""
    chosen: list[str] = list(wait.data.get("chosen", ()))
    if tapped == options.DONE:
        values = [options.said_by(node, situation, one) for one in chosen]
        return _accept(node, values) if values else _refuse(node, situation, wait, refusal("nothing_chosen"))
    if options.said_by(node, situation, tapped) is None:
        return None
    chosen = [one for one in chosen if one != tapped] if tapped in chosen else [*chosen, tapped]
    keyboard = options.keyboard(node, situation, chosen, wait.ask)
    shown = {"media": media_of(node.config, situation), "replaces": str(wait.ask)}
    changed = say(node, situation, node.config["text"], **keyboard, **shown)
    return Step(events=changed, rejected=True, wait=altered(wait, data={**wait.data, "chosen": chosen}))


def _answered(node: Node, situation: Situation, wait: Wait, stimulus: Stimulus) -> Step:
    asked = Asked(
        node.config,
        situation.now.astimezone(situation.zone),
        situation.language,
        _region(node.config, situation),
        options.names(node, situation),
    )
    reading = read(node.config["kind"], asked, stimulus)
    if reading.refusal:
        return _refuse(node, situation, wait, reading.refusal)
    return _accept(node, reading.value)


def _accept(node: Node, value: Any) -> Step:
    field = node.config.get("save_to")
    shown = ", ".join(value) if isinstance(value, list) else str(value)
    return go(ANSWERED, *((FieldSet(field, value),) if field else ()), why=f"the answer was “{shown}”")


def _refuse(node: Node, situation: Situation, wait: Wait, refused: Refusal) -> Step:
    tries = wait.data.get("tries", 0) + 1
    rejected = AnswerRejected(node.id, refused.why)
    retries = node.config.get("retries")
    if retries and tries > retries:
        return go(TOO_MANY, rejected, why=f"{tries} answers did not fit; the last one: {refused.why}")
    again = say(node, situation, node.config.get("retry") or refused.text, asking=True)
    return Step(
        events=(rejected, *again), rejected=True, wait=altered(wait, data={**wait.data, "tries": tries})
    )


def _region(config: Config, situation: Situation) -> str:
    """The country whose phone numbers need no prefix: the step's, else the customer's, if it is known."""
    known = config.get("region") or situation.value("country") or situation.language.partition("-")[2]
    return str(known).upper() if len(str(known)) == 2 else ""


def _ways(config: Config, around: Around) -> tuple[Way, ...]:
    field, languages = config.get("save_to") or UNKEPT, around.languages
    taken = giving.samples(config, languages)
    kept = giving.bounds(config, field, languages) if config.get("save_to") else ()

    def told(wanted: Mapping[str, Any]) -> Act | None:
        return giving.giving(config, languages, wanted.get(field))

    many = (
        (Way(exit=TOO_MANY, acts=(giving.refused(config),) * (config["retries"] + 1)),)
        if config.get("retries")
        else ()
    )
    answered = Way(
        exit=ANSWERED,
        fields=(field,),
        told=told,
        samples={field: taken},
        refused=giving.refusals(config),
        after=kept,
    )
    return (answered, *many, *asking.ways(config))


def _check(node: Node) -> Iterable[Finding]:
    config = node.config
    yield from options.problems(node)
    for least, most, what in (("min_length", "max_length", "length"), ("minimum", "maximum", "number")):
        if config.get(least) is not None and config.get(most) is not None and config[least] > config[most]:
            sentence = "In {step}, the least {what} is above the greatest, so that no answer fits."
            yield Finding("no_answer_fits", sentence, least, values={"what": what})
    if config.get("pattern") and (mistake := mistake_in(config["pattern"])):
        sentence = "The pattern “{pattern}” of {step} cannot be read: {mistake}."
        values = {"pattern": config["pattern"], "mistake": mistake}
        yield Finding("broken_pattern", sentence, "pattern", values=values)
    if not config.get("save_to"):
        sentence = "{step} asks, and keeps the answer nowhere. Choose a field for it."
        yield Finding("answer_not_kept", sentence, "save_to", "warning")


def _summary(config: Config) -> tuple[str, ...]:
    field = config.get("save_to")
    kept = f"{KINDS[config['kind']].label} → {field}" if field else KINDS[config["kind"]].label
    return (title_of(config["text"]), kept)


def _length(title: str) -> Shape:
    return optional_number(title, whole=True, minimum=1, maximum=4096)


def _reads(config: Config) -> frozenset[str]:
    labels = [option["label"] for option in config.get("options", ())]
    more = [config.get(key, "") for key in ("retry", "done_label", "share_label")]
    return read_by(config["text"], (config.get("media") or {}).get("source", ""), *labels, *more)


NODE = NodeType(
    type="question",
    label="Typed answer",
    category="question",
    icon="message-circle-question-mark",
    order=20,
    help="Asks for something particular: words, a number, a date, a phone number, a photo. An answer that "
    "does not fit is asked for again. Dates and numbers are understood as people write them.",
    config=config(
        ("text", "kind"),
        text=text("What the bot asks"),
        kind=choice("It wants", {name: kind.label for name, kind in KINDS.items()}, "text"),
        save_to=field_name("Keep the answer in"),
        options=only(options.SHAPE, kind=options.KINDS),
        columns=only(number("Buttons in a row", 2, 1, 8), kind=options.KINDS),
        done_label=only(text("The button that sends them", widget="line_text"), kind=("choices",)),
        scale=only({**SCALE, "labels": ["1 to 5", "1 to 10"]}, kind=("rating",)),
        min_length=only(_length("Least characters"), kind=("text",)),
        max_length=only(_length("Most characters"), kind=("text",)),
        pattern=only(line("Must fit this pattern", WRITING, widget="pattern"), kind=("text",)),
        minimum=only(optional_number("Smallest"), kind=("number",)),
        maximum=only(optional_number("Largest"), kind=("number",)),
        when=only(choice("The date", WHEN, "any"), kind=("date",)),
        region=only(line("Country", COUNTRY, pattern="^([A-Z]{2})?$"), kind=("phone", "contact")),
        share_label=only(text("The button", widget="line_text"), kind=("contact", "location")),
        media=media(),
        retries=optional_number("How often they may try again", whole=True, minimum=1, maximum=10),
        retry=text("What the bot says when the answer does not fit", "Left empty, it says what is missing."),
        **asking.SHAPES,
    ),
    example={
        "text": "When shall we expect you?",
        "kind": "date",
        "when": "future",
        "save_to": "appointment",
        "retries": 2,
        "no_answer_after": {"amount": 1, "unit": "days"},
    },
    exits=_exits,
    run=_run,
    resume=_resume,
    check=_check,
    summary=_summary,
    reads=_reads,
    writes=lambda config: written_to(config.get("save_to")),
    waits=lambda config: "answer",
    ways=_ways,
)
