"""`flowbook simulate`: talk to a flow in the terminal as a sample customer, with a clock that turns
forward."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from flowbook.checks.configs import called_flows
from flowbook.cli.common import UNREADABLE, complain, say
from flowbook.cli.places import neighbours, one_flow, workspace_above
from flowbook.customer import Customer, customer_from_json, instant
from flowbook.errors import FlowbookError
from flowbook.flow import Flow
from flowbook.graph import trigger_ids
from flowbook.messages import Button
from flowbook.nodes import node_type
from flowbook.schedule import gap_words
from flowbook.setting import Setting, library_of
from flowbook.stimuli import ContactShared, EventReported, Said, Stimulus, Tapped
from flowbook.transcript import BOT, CUSTOMER, bubbles
from flowbook.world import World, advance, advance_to_next, do, next_timer, world_of

HELP = """Write as the customer. Lines that begin with a dot turn the clock or look around:
  .1 .2 …      tap that button         .next        go to the next thing that happens
  .+1h .+2d    turn the clock forward  .event NAME  report an event (cart_abandoned)
  .phone NUM   share a contact         .who         what the bot knows
  .help        this list               .quit        end"""
LEAP = re.compile(r"^\+(\d+)\s*([smhdw])$")
SPANS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
SAMPLES = Path("sample_data/customers.json")


def simulate(
    place: Annotated[Path, typer.Argument(help="A flow file, or the folder of one flow.")],
    customer: Annotated[str, typer.Option(help="A sample customer's id; somebody new without it.")] = "",
    customers: Annotated[Path, typer.Option(help="The file of sample customers.")] = SAMPLES,
    start: Annotated[str, typer.Option(help="What the clock says at first, as 2026-03-01T10:00.")] = "",
) -> None:
    """Talk to a flow as a customer. Nothing leaves this machine."""
    flow = one_flow(place)
    now = instant(start) if start else datetime.now(UTC).replace(second=0, microsecond=0)
    person = _person(customers, customer, now)
    setting = Setting(workspace_above(place), library_of(flow, *_called(place, flow)))
    talk = Talk(world_of(setting, now, [person]), person.id)
    say(f"“{flow.title}” as {person.name}. .help lists what you can do.")
    say(f"It starts at: {_openings(flow)}")
    talk.run(_lines())


class Talk:
    """A conversation in the terminal: the world it is in, and how much of it was printed."""

    def __init__(self, world: World, customer: str) -> None:
        self.world, self.customer = world, customer
        self.shown = 0

    def run(self, lines: Iterable[str]) -> None:
        for line in lines:
            if line.strip() in (".quit", ".q"):
                return
            try:
                self.take(line.strip())
            except FlowbookError as error:
                complain(str(error))

    def take(self, line: str) -> None:
        """Carry out one line, and print what came of it."""
        command, _, argument = line.removeprefix(".").partition(" ")
        leap = LEAP.match(command)
        if not line:
            return
        if not line.startswith("."):
            self.world = do(self.world, self.customer, Said(line))
        elif command.isdigit():
            self.world = do(self.world, self.customer, self._tap(int(command)))
        elif leap:
            self.world = advance(self.world, self.world.now + timedelta(**{SPANS[leap[2]]: int(leap[1])}))
        elif command == "next":
            self._next()
        elif command == "who":
            say(self._who())
        else:
            self.world = do(self.world, self.customer, _other(command, argument))
        self._print()

    def _next(self) -> None:
        if next_timer(self.world, self.customer) is None:
            say("  Nothing is going to happen by itself.")
        self.world = advance_to_next(self.world, self.customer)

    def _buttons(self) -> list[Button]:
        last = [
            bubble
            for bubble in bubbles(self.world.log, self.customer)
            if bubble.who == BOT and bubble.buttons
        ]
        return [button for row in last[-1].buttons for button in row] if last else []

    def _tap(self, number: int) -> Stimulus:
        buttons = self._buttons()
        if not 1 <= number <= len(buttons):
            raise FlowbookError(f"There is no button {number}; there are {len(buttons)}.")
        button = buttons[number - 1]
        return Tapped(button.value, button.label) if button.value else Said(button.label)

    def _who(self) -> str:
        state = self.world.states[self.customer]
        facts = {**state.customer.fields, "tags": sorted(state.customer.tags), "stage": state.customer.stage}
        timer = next_timer(self.world, self.customer)
        wait = (
            f"next: {timer.name or timer.node} in {gap_words(timer.due - self.world.now)}"
            if timer
            else "no timers"
        )
        return f"  {json.dumps(facts, ensure_ascii=False)}\n  {self.world.now:%a %d %b %Y %H:%M} UTC, {wait}"

    def _print(self) -> None:
        fresh = [b for b in bubbles(self.world.log, self.customer) if b.index >= self.shown]
        self.shown = len(self.world.log)
        number = 0
        for bubble in fresh:
            if bubble.who == CUSTOMER:
                continue
            sign = "bot" if bubble.who == BOT else " · "
            say(f"{bubble.at:%d %b %H:%M} {sign}  {bubble.text}")
            for row in bubble.buttons:
                for button in row:
                    number += 1
                    say(f"                  .{number} [{button.label}]")


def _openings(flow: Flow) -> str:
    """What begins the flow, in the words its triggers show on the map."""
    triggers = [flow.by_id[name] for name in trigger_ids(flow)]
    told = [" ".join(node_type(node.type).summary(node.config)) or node.title for node in triggers]
    return "; ".join(told) or "nothing"


def _called(place: Path, flow: Flow) -> list[Flow]:
    """The flows that this one leads to, and those that they lead to: nobody else answers here."""
    others = {other.id: other for other in neighbours(place, flow)}
    found: dict[str, Flow] = {}
    ahead = [flow]
    while ahead:
        fresh = called_flows(ahead.pop()) & others.keys() - found.keys()
        found |= {name: others[name] for name in sorted(fresh)}
        ahead += [others[name] for name in sorted(fresh)]
    return list(found.values())


def _other(command: str, argument: str) -> Stimulus:
    if command == "event" and argument:
        return EventReported(argument.strip())
    if command == "phone" and argument:
        return ContactShared(argument.strip())
    raise FlowbookError(
        HELP if command == "help" else f"“.{command}” is not known. .help lists what you can do."
    )


def _person(path: Path, name: str, now: datetime) -> Customer:
    if not name:
        return Customer("somebody", now, {"first_name": "Sam"}, invented=True)
    try:
        rows = json.loads(path.read_text("utf-8"))["customers"]
    except (OSError, ValueError, KeyError):
        complain(f"{path} is no file of sample customers.")
        raise typer.Exit(UNREADABLE) from None
    for row in rows:
        if row["id"] == name:
            return customer_from_json(row)
    complain(f"There is no sample customer “{name}” in {path}.")
    raise typer.Exit(UNREADABLE)


def _lines() -> Iterable[str]:
    while True:
        try:
            yield input("> ")
        except (EOFError, KeyboardInterrupt):
            return
