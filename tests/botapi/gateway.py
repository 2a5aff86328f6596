"""One call of a method: token, faults, the method itself, the answer, the record of it."""

import asyncio
import inspect
import json
import time
from dataclasses import dataclass
from typing import Any

from tests.botapi.bots import Bot
from tests.botapi.faults import Fault
from tests.botapi.forms import Form, read_form
from tests.botapi.ledger import Call
from tests.botapi.methods import METHODS
from tests.botapi.refusals import Refusal, bad_request, not_found, too_many_requests, unauthorized
from tests.botapi.service import Service
from tests.botapi.wire import Request, Response


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call came to: the HTTP status and the body, as JSON or as plain text."""

    status: int
    body: dict[str, Any] | str
    cut: str = ""

    def response(self) -> Response:
        if isinstance(self.body, str):
            return Response(self.status, self.body.encode(), "text/html", self.cut)
        return Response(self.status, json.dumps(self.body, ensure_ascii=False).encode(), cut=self.cut)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A call that has come in and is not yet answered."""

    number: int
    at: float
    begun: float
    bot: Bot
    method: str
    form: Form
    fault: Fault | None


async def answer_call(service: Service, token: str, method: str, request: Request) -> Response:
    """Carry a call out and record it. Never raises: a refusal is an answer too."""
    bot = service.bot_of(token)
    if bot is None:
        return Outcome(401, unauthorized().body()).response()
    service.calls_made += 1
    form, outcome = _read(request)
    fault = service.faults.strike(method, bot.username, form.string("chat_id"))
    now = service.clock.now()
    attempt = Attempt(service.calls_made, now, time.monotonic(), bot, method, form, fault)
    outcome = outcome or await _with_fault(service, attempt)
    service.calls.append(_record(attempt, outcome))
    service.changes.note()
    return outcome.response()


def _read(request: Request) -> tuple[Form, Outcome | None]:
    try:
        return read_form(request.query, request.content_type, request.body), None
    except Refusal as refusal:
        return Form(), Outcome(refusal.status, refusal.body())


async def _with_fault(service: Service, attempt: Attempt) -> Outcome:
    fault = attempt.fault
    if fault is None:
        return await _carry_out(service, attempt)
    if fault.kind == "jitter":
        await asyncio.sleep(service.dice.random() * fault.seconds)
        done = await _carry_out(service, attempt)
        await asyncio.sleep(service.dice.random() * fault.seconds)
        return done
    done = await _carry_out(service, attempt) if fault.takes_effect else None
    if fault.kind == "retry_after":
        refusal = too_many_requests(max(1, round(fault.seconds)))
        return Outcome(refusal.status, refusal.body())
    if fault.kind == "refuse":
        return Outcome(fault.code, Refusal(fault.code, fault.description).body())
    if fault.kind == "error":
        return _server_error(fault.code)
    if fault.kind == "latency":
        await asyncio.sleep(fault.seconds)
        return done or await _carry_out(service, attempt)
    done = done or Outcome(500, Refusal(500, "Internal Server Error").body())
    return Outcome(done.status, done.body, cut=fault.kind.removeprefix("cut_"))


def _server_error(code: int) -> Outcome:
    """500 comes from the Bot API itself, as JSON; the others from what stands before it, as a page."""
    if code == 500:
        return Outcome(500, Refusal(500, "Internal Server Error").body())
    return Outcome(code, f"<html><head><title>{code}</title></head><body>{code}</body></html>")


async def _carry_out(service: Service, attempt: Attempt) -> Outcome:
    try:
        method = METHODS.get(attempt.method.lower())
        if method is None:
            raise not_found()
        result = method(service, attempt.bot, attempt.form)
        return Outcome(200, {"ok": True, "result": await result if inspect.isawaitable(result) else result})
    except Refusal as refusal:
        return Outcome(refusal.status, refusal.body())
    except (KeyError, TypeError, ValueError, AttributeError) as error:  # a parameter of an unexpected shape
        return Outcome(400, bad_request(f"can't parse parameters of {attempt.method}: {error!r}").body())


def _record(attempt: Attempt, outcome: Outcome) -> Call:
    body = outcome.body if isinstance(outcome.body, dict) else {}
    result = body.get("result")
    if attempt.method.lower() == "getupdates" and result:
        result = [update["update_id"] for update in result]
    return Call(
        number=attempt.number,
        at=attempt.at,
        took=time.monotonic() - attempt.begun,
        bot=attempt.bot.username,
        method=attempt.method,
        params=dict(attempt.form.values),
        files=tuple(attempt.form.files),
        status=outcome.status,
        result=result,
        description=body.get("description", ""),
        fault=attempt.fault.kind if attempt.fault else "",
    )
