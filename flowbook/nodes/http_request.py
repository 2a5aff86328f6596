"""HTTP request: another system is asked or told something, and its answer is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from flowbook.asking import read_by, written_to
from flowbook.events import FieldSet, HttpRequested
from flowbook.flow import Config, Node
from flowbook.mocks import Reply
from flowbook.nodetype import Exit, Finding, NodeType, Step, go
from flowbook.session import Wait
from flowbook.shapes import choice, config, field_name, items, line, number, only, row
from flowbook.situation import Situation
from flowbook.stimuli import HttpAnswered, Stimulus, TimerFired
from flowbook.templates import Field, parse
from flowbook.ways import Act, Around, Replied, Way, Wish, not_so, so

STATUS = "session.http_status"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
WITH_BODY = METHODS[1:]
TIMEOUT = 10
GRACE = timedelta(seconds=5)
"""How much longer than the call itself its step waits, so that the host's own answer comes first."""
FAILURES = {
    "unreachable": "the other system could not be reached",
    "refused": "the address is not allowed",
    "unmocked": "nothing stands in for the other system here; add a pretended answer",
}
_ABSENT = object()


def _run(node: Node, situation: Situation) -> Step:
    request = f"{situation.session.id}.{situation.session.revision}"
    timeout = node.config.get("timeout", TIMEOUT)
    method = node.config.get("method", "GET")
    body = node.config.get("body") if method in WITH_BODY else None
    asked = HttpRequested(
        request,
        node.id,
        method,
        situation.address(node.config["url"]),
        {header["name"]: situation.raw(header["value"]) for header in node.config.get("headers", ())},
        _filled(body, situation),
        timeout,
    )
    due = situation.now + timedelta(seconds=timeout) + GRACE
    return Step(events=(asked,), wait=Wait("call", (("timeout", due),), data={"request": request}))


def _filled(value: Any, situation: Situation) -> Any:
    """The JSON with fields filled in; a text that is nothing but one field keeps its kind: a number stays
    one."""
    match value:
        case str():
            parts = parse(value).parts
            alone = parts[0] if len(parts) == 1 else None
            if isinstance(alone, Field) and not alone.filters:
                return situation.value(alone.name)
            return situation.raw(value)
        case Mapping():
            return {key: _filled(item, situation) for key, item in value.items()}
        case list() | tuple():
            return [_filled(item, situation) for item in value]
    return value


def _resume(node: Node, situation: Situation, wait: Wait, stimulus: Stimulus) -> Step | None:
    match stimulus:
        case TimerFired():
            return go("timeout", why="the other system did not answer in time")
        case HttpAnswered(request) if request == wait.data.get("request"):
            return _answered(node, stimulus)
    return None


def _answered(node: Node, answer: HttpAnswered) -> Step:
    status = FieldSet(STATUS, answer.status)
    if answer.failure == "timeout":
        seconds = node.config.get("timeout", TIMEOUT)
        return go("timeout", status, why=f"the other system did not answer in {seconds} seconds")
    if answer.failure:
        return go("error", status, why=_refusal(answer))
    if not 200 <= answer.status < 300:
        return go("error", status, why=f"the other system answered with {answer.status}")
    kept = [
        (row["path"], row["save_to"], find(answer.body, row["path"])) for row in node.config.get("save", ())
    ]
    missing = [f"“{path}”" for path, _, value in kept if value is _ABSENT]
    told = (
        f"the answer has no {', '.join(missing)}" if missing else f"the other system answered {answer.status}"
    )
    saved = [FieldSet(field, value) for _, field, value in kept if value is not _ABSENT]
    return go("success", status, *saved, why=told)


def _refusal(answer: HttpAnswered) -> str:
    """Why there is none to go on with; the host says itself what it does not take."""
    if answer.failure == "refused" and isinstance(answer.body, str):
        return f"it was refused: {answer.body}"
    return FAILURES.get(answer.failure, answer.failure)


def find(body: Any, path: str) -> Any:
    """What stands at `data.items.0.name`; an empty path is the whole answer."""
    for key in path.split(".") if path else ():
        match body:
            case Mapping() if key in body:
                body = body[key]
            case list() | tuple() if key.isdecimal() and int(key) < len(body):
                body = body[int(key)]
            case _:
                return _ABSENT
    return body


def _ways(config: Config, around: Around) -> tuple[Way, ...]:
    """Any status that is no success stands for all of them; the answer's parts are whatever is wanted."""
    saved = {row["save_to"]: row["path"] for row in config.get("save", ()) if row["save_to"]}
    good = {"field": STATUS, "op": "between", "value": [200, 299]}
    success = Way(
        exit="success",
        after=(so(good),),
        fields=(STATUS, *saved),
        told=partial(_told, saved, so(good)),
        samples={STATUS: (200,), **dict.fromkeys(saved, ("anything",))},
    )
    error = partial(_told, {}, not_so(good))
    return (
        success,
        Way(exit="error", after=(not_so(good),), fields=(STATUS,), told=error, samples={STATUS: (500,)}),
        Way(exit="timeout", acts=(Replied(Reply(0, failure="timeout")),), effects=(FieldSet(STATUS, 0),)),
    )


def _told(saved: Mapping[str, str], wish: Wish, wanted: Mapping[str, Any]) -> Act | None:
    """Status 0 is what a system that cannot be reached leaves behind."""
    status = int(wanted.get(STATUS, 200 if wish[1] else 500))
    if (200 <= status < 300) != wish[1]:
        return None
    body: Any = {}
    for field, path in saved.items():
        body = _placed(body, path.split(".") if path else [], wanted.get(field))
    return Replied(Reply(status, body, "" if status else "unreachable"))


def _placed(body: Any, path: list[str], value: Any) -> Any:
    """The body with the value where `find` looks for it."""
    if not path:
        return value
    first, *rest = path
    if first.isdecimal() and not (isinstance(body, dict) and body):
        row = list(body) if isinstance(body, list) else []
        row += [None] * (int(first) + 1 - len(row))
        row[int(first)] = _placed(row[int(first)], rest, value)
        return row
    inside = body if isinstance(body, dict) else {}
    return {**inside, first: _placed(inside.get(first), rest, value)}


def _check(node: Node) -> Iterable[Finding]:
    for place, part in enumerate(node.config.get("save", ())):
        if not part["save_to"]:
            sentence = "{step} does not say where to keep “{path}” of the answer."
            yield Finding("no_field", sentence, f"save.{place}.save_to", values={"path": part["path"]})
    if node.config.get("body") is not None and node.config.get("method", "GET") not in WITH_BODY:
        sentence = "{step} has something to send, which a {method} request leaves behind."
        values = {"method": node.config.get("method", "GET")}
        yield Finding(
            "body_left_behind", sentence, "method", "warning", values, {"method": "POST"}, "send it by POST"
        )


def _reads(config: Config) -> frozenset[str]:
    values = [header["value"] for header in config.get("headers", ())]
    return read_by(config["url"], *values, *_texts(config.get("body")))


def _texts(value: Any) -> list[str]:
    match value:
        case str():
            return [value]
        case Mapping():
            return [text for item in value.values() for text in _texts(item)]
        case list() | tuple():
            return [text for item in value for text in _texts(item)]
    return []


NODE = NodeType(
    type="http_request",
    label="Ask another system",
    category="data",
    icon="plug",
    order=60,
    help="Calls another system over HTTP and keeps parts of its answer. In tests nothing leaves this "
    "computer: a pretended answer stands in. The status is in {session.http_status}.",
    config=config(
        ("url",),
        method=choice("Method", {method: method for method in METHODS}, "GET"),
        url=line(
            "Address", "Fields can stand in it: https://shop.example/orders/{session.order_id}", widget="url"
        ),
        headers=items(
            "Headers",
            row(
                ("name", "value"),
                name=line("Name", pattern=r"^[A-Za-z0-9-]{1,64}$"),
                value=line("Value"),
            ),
            widget="headers",
            most=20,
        ),
        body=only({"title": "What to send (JSON)", "widget": "json"}, method=WITH_BODY),
        save=items(
            "Keep of the answer",
            row(
                ("path", "save_to"),
                path=line("Where it stands", "Such as data.items.0.name; empty for the whole answer."),
                save_to=field_name("Keep it in"),
            ),
            widget="mapping",
            most=40,
        ),
        timeout=number("Wait for an answer, in seconds", TIMEOUT, 1, 15),
    ),
    example={
        "url": "https://shop.example/orders/{session.order_id}",
        "save": [{"path": "status", "save_to": "session.order_status"}],
    },
    exits=lambda config: (
        Exit("success", "Success"),
        Exit("error", "Error", "failure"),
        Exit("timeout", "No answer in time", "time"),
    ),
    run=_run,
    resume=_resume,
    check=_check,
    summary=lambda config: (f"{config.get('method', 'GET')} {config['url']}",),
    reads=_reads,
    writes=lambda config: (
        frozenset({STATUS}) | written_to(*(row["save_to"] for row in config.get("save", ())))
    ),
    waits=lambda config: "call",
    ways=_ways,
)
